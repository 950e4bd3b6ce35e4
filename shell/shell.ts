// The one table of what crosses between the page and the main process. A row gives the schema that the main process
// parses the arguments with, the type of the answer, and the kind. The preload, the main process and the tests'
// shell take their functions and types from it: a new call is a row here and a handler in main/ipc.
import { z } from 'zod';
import type { Result } from '../protocol/errors.ts';
import { EXCERPT_CHARACTERS } from '../protocol/excerpt.ts';
import { limits } from '../protocol/limits.ts';
import { inviter, LONGEST_LINK } from '../protocol/server-link.ts';

export interface KnownServer {
  /** `http(s)://host:port`. */
  readonly url: string;
  /** The account that is signed in there on this computer. */
  readonly account?: string;
}

export interface ConnectedServer {
  readonly url: string;
  /** As `register` takes it: a join token, or the link that carried it. */
  readonly invite?: string;
}

export interface WindowState {
  readonly focused: boolean;
  readonly visible: boolean;
}

const conversation = z.string().min(1).max(200);

const messageNotice = z.strictObject({
  /** A later notice of the same conversation replaces the earlier one. */
  conversation,
  title: z.string().max(EXCERPT_CHARACTERS),
  body: z.string().max(EXCERPT_CHARACTERS).exactOptional(),
});
export type MessageNotice = Readonly<z.output<typeof messageNotice>>;

const badge = z.strictObject({
  /** Unread direct messages. */
  count: z.int().nonnegative(),
  /** Something else is unread. */
  dot: z.boolean(),
});
export type Badge = Readonly<z.output<typeof badge>>;

/** Who can reach the server on this computer: the local network, or this computer only. */
const serverReach = z.enum(['network', 'computer']);
export type ServerReach = z.output<typeof serverReach>;

/** The server on this computer. */
export interface HostedServerView {
  /** `absent`: none was ever started. */
  readonly state: 'absent' | 'stopped' | 'starting' | 'running';
  readonly reach: ServerReach;
  /** Where others reach it at the moment: `http://host:port`. */
  readonly addresses: readonly string[];
  /** A sentence: why it isn't running though it should be. */
  readonly problem?: string;
}

/** Whether the system starts Parley when its user signs in to the computer, and whether the window opens then. */
const autostart = z.enum(['off', 'shown', 'hidden']);
export type Autostart = z.output<typeof autostart>;

const theme = z.enum(['system', 'light', 'dark']);

/** A choice in the application's menu, or its key on platforms where the menu takes it first. */
export type MenuCommand = 'settings' | 'server' | 'jump' | 'search' | 'shortcuts';

const link = z.string().min(1).max(LONGEST_LINK);
const passphrase = z.string().max(limits.passwordCharacters).optional();
const beginAnew = z.boolean().optional();
const nothing = z.tuple([]);

export const shellCalls = {
  /** Recent servers, latest first. */
  servers: request<readonly KnownServer[]>()(nothing),
  /** The address or invite link that the app was started with; only the first call returns it. */
  startsOn: request<string | undefined>()(nothing),
  /** After a confirmation, erases what this computer stores for a server. Resolves with the servers left. */
  forgetServer: request<readonly KnownServer[]>()(z.tuple([link])),
  /**
   * Opens the engine on the profile of a server, by address or invite link. The engine's port arrives before this
   * resolves, and again after each restart of the engine. When the keychain can't open the profile, refuses with
   * `passphrase-required` and `weak-password` while no passphrase has been chosen, then with `wrong-passphrase`, or
   * with `key-lost` where no passphrase ever could; also with `profile-in-use` and `bad-request`. `beginAnew` sets
   * aside what is stored there and starts with nothing.
   */
  connect: request<Result<ConnectedServer>>()(z.tuple([link, passphrase, beginAnew])),
  /** Starts the server that comes with the app and connects to it; `invite` makes the first account its owner. */
  startServer: request<Result<ConnectedServer>>()(z.tuple([passphrase, beginAnew])),
  hostedServer: request<HostedServerView>()(nothing),
  onHostedServer: event<HostedServerView>(),
  /** Starts or stops the server on this computer, without connecting to it. */
  runServer: command(z.tuple([z.boolean()])),
  setServerReach: command(z.tuple([serverReach])),
  /**
   * A link with which one person can join at one of the server's addresses, within a week. It says whose key the inviter's
   * is where the window is on that server.
   */
  inviteToServer: request<Result<string>>()(z.tuple([link, inviter.optional()])),
  /** Undefined when the system can't start this Parley: it isn't installed. */
  autostart: request<Autostart | undefined>()(nothing),
  /** Resolves with the setting that is then in effect. */
  setAutostart: request<Autostart | undefined>()(z.tuple([autostart])),
  windowState: request<WindowState>()(nothing),
  onWindowState: event<WindowState>(),
  setBadge: command(z.tuple([badge])),
  setTheme: command(z.tuple([theme])),
  notify: command(z.tuple([messageNotice])),
  /** Withdraws the notice of a conversation once it has been read. */
  withdraw: command(z.tuple([conversation])),
  /** The id of the conversation whose notice was clicked. */
  onNotificationClick: event<string>(),
  /** Whether the window can follow the menu's commands; it can't while the page loads. */
  setMenuEnabled: command(z.tuple([z.boolean()])),
  onMenuCommand: event<MenuCommand>(),
  /** A `parley:` link that was opened and confirmed. */
  onLink: event<string>(),
  /** http, https, mailto and parley only; the main process checks again. */
  openExternal: command(z.tuple([link])),
  copyText: command(z.tuple([z.string().max(limits.draftCharacters)])),
  quit: command(nothing),
} as const;

export interface Environment {
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly version: string;
  /** A BCP 47 tag, such as `en-GB`: its region decides how dates and times are written. */
  readonly systemLocale: string;
}

/** What the preload exposes as `window.parley`. */
export type Shell = Environment & { readonly [Name in keyof ShellCalls]: ShellFunction<ShellCalls[Name]> };

/** What the main process implements. */
export type ShellHandlers = {
  readonly [Name in RequestName | CommandName]: (
    ...args: ArgumentsOf<Name>
  ) => AnswerOf<ShellCalls[Name]> | Promise<AnswerOf<ShellCalls[Name]>>;
};

export type ShellEvents = { readonly [Name in EventName]: PayloadOf<ShellCalls[Name]> };

type RequestName = NamesOf<'request'>;
type CommandName = NamesOf<'command'>;
export type EventName = NamesOf<'event'>;
type ArgumentsOf<Name extends RequestName | CommandName> = z.output<ShellCalls[Name]['parameters']>;

/** The channel of a call or event; the engine's port has one of its own. */
export type ShellChannel = `shell:${keyof ShellCalls}` | 'engine-port';

/** Each name with its kind, for those that must not load the schemas. */
export type ShellKinds = { readonly [Name in keyof ShellCalls]: ShellCalls[Name]['kind'] };

export function shellKinds(): ShellKinds {
  const kinds = Object.entries(shellCalls).map(([name, { kind }]) => [name, kind]);
  return Object.fromEntries(kinds);
}

type ShellCalls = typeof shellCalls;
type ArgumentList = z.ZodType<readonly unknown[]>;
type NamesOf<Kind> = {
  [Name in keyof ShellCalls]: ShellCalls[Name]['kind'] extends Kind ? Name : never;
}[keyof ShellCalls];

interface Request<Parameters extends ArgumentList, Answer> {
  readonly kind: 'request';
  readonly parameters: Parameters;
  /** A type only. */
  readonly answer?: Answer;
}

interface Command<Parameters extends ArgumentList> {
  readonly kind: 'command';
  readonly parameters: Parameters;
}

interface Event<Payload> {
  readonly kind: 'event';
  /** A type only. */
  readonly payload?: Payload;
}

type AnswerOf<Call> = Call extends Request<ArgumentList, infer Answer> ? Answer : unknown;
type PayloadOf<Call> = Call extends Event<infer Payload> ? Payload : never;
type ShellFunction<Call> =
  Call extends Request<infer Parameters, infer Answer>
    ? (...args: z.output<Parameters>) => Promise<Answer>
    : Call extends Command<infer Parameters>
      ? (...args: z.output<Parameters>) => void
      : (listener: (payload: PayloadOf<Call>) => void) => () => void;

/** Resolves with an answer. */
function request<Answer>() {
  return <Parameters extends ArgumentList>(parameters: Parameters): Request<Parameters, Answer> => ({
    kind: 'request',
    parameters,
  });
}

/** Has no answer. */
function command<Parameters extends ArgumentList>(parameters: Parameters): Command<Parameters> {
  return { kind: 'command', parameters };
}

/** The main process sends it. */
function event<Payload>(): Event<Payload> {
  return { kind: 'event' };
}

declare global {
  interface Window {
    readonly parley: Shell;
  }
}
