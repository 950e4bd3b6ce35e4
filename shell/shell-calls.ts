// What the window may ask of the shell, and what it hears from it. The arguments of every call are parsed by
// this table before anything is done; the preload makes the window's object from the same types.
import { z } from 'zod';
import { EXCERPT_CHARACTERS } from '../protocol/excerpt.ts';
import { limits } from '../protocol/limits.ts';
import { LONGEST_LINK } from '../protocol/server-link.ts';
import type {
  Autostart,
  Badge,
  HostedServerView,
  MenuCommand,
  MessageNotice,
  ServerReach,
  Shell,
  Theme,
  WindowState,
} from './shell.ts';

const link = z.string().min(1).max(LONGEST_LINK);
const conversation = z.string().min(1).max(200);
const passphrase = z.string().max(limits.passwordCharacters).optional();

const beginAnew = z.boolean().optional();

const autostart: z.ZodType<Autostart> = z.enum(['off', 'shown', 'hidden']);

/** Called with an answer. */
export const shellRequests = {
  servers: z.tuple([]),
  startsOn: z.tuple([]),
  forgetServer: z.tuple([link]),
  connect: z.tuple([link, passphrase, beginAnew]),
  startServer: z.tuple([passphrase, beginAnew]),
  hostedServer: z.tuple([]),
  inviteToServer: z.tuple([link]),
  autostart: z.tuple([]),
  setAutostart: z.tuple([autostart]),
  windowState: z.tuple([]),
} as const satisfies Record<string, z.ZodType>;

const badge: z.ZodType<Badge> = z.strictObject({ count: z.int().nonnegative(), dot: z.boolean() });
const reach: z.ZodType<ServerReach> = z.enum(['network', 'computer']);
const theme: z.ZodType<Theme> = z.enum(['system', 'light', 'dark']);
const notice: z.ZodType<MessageNotice> = z.strictObject({
  conversation,
  title: z.string().max(EXCERPT_CHARACTERS),
  body: z.string().max(EXCERPT_CHARACTERS).exactOptional(),
});

/** Called without one. */
export const shellCommands = {
  runServer: z.tuple([z.boolean()]),
  setServerReach: z.tuple([reach]),
  setBadge: z.tuple([badge]),
  setTheme: z.tuple([theme]),
  notify: z.tuple([notice]),
  withdraw: z.tuple([conversation]),
  setMenuEnabled: z.tuple([z.boolean()]),
  openExternal: z.tuple([link]),
  copyText: z.tuple([z.string().max(limits.draftCharacters)]),
  quit: z.tuple([]),
} as const satisfies Record<string, z.ZodType>;

export type ShellAnswers = { readonly [Name in RequestName]: Awaited<ReturnType<Shell[Name]>> };

export interface ShellEvents {
  readonly windowState: WindowState;
  readonly hostedServer: HostedServerView;
  readonly notificationClick: string;
  readonly menuCommand: MenuCommand;
  readonly link: string;
}

export type RequestName = keyof typeof shellRequests;
export type CommandName = keyof typeof shellCommands;
export type CallName = RequestName | CommandName;
type CallSchemas = typeof shellRequests & typeof shellCommands;
export type ArgumentsOf<Name extends CallName> = z.output<CallSchemas[Name]>;

/** The channel of a call or event; the engine's port has one of its own. */
export type ShellChannel = `shell:${CallName | keyof ShellEvents}` | 'engine-port';
