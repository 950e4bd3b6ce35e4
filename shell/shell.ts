// What the window asks of the program around it. The preload exposes one such object as `window.parley`. Types
// only: the main process, which answers, has them from here.
import type { Result } from '../protocol/errors.ts';

export interface KnownServer {
  /** `http(s)://host:port`. */
  readonly url: string;
  /** Whether an account is signed in there on this computer. */
  readonly account?: string;
}

export interface ConnectedServer {
  readonly url: string;
  /** The join token that the link carried. */
  readonly invite?: string;
}

export interface WindowState {
  readonly focused: boolean;
  readonly visible: boolean;
}

export interface MessageNotice {
  /** A later notice of the same conversation takes the place of the earlier one. */
  readonly conversation: string;
  readonly title: string;
  readonly body?: string;
}

export interface Badge {
  /** Direct messages unread. */
  readonly count: number;
  /** Something else is unread. */
  readonly dot: boolean;
}

/** Who can call the server on this computer: the local network, or this computer only. */
export type ServerReach = 'network' | 'computer';

/** The server on this computer. */
export interface HostedServerView {
  /** `absent`: none was ever started. */
  readonly state: 'absent' | 'stopped' | 'starting' | 'running';
  readonly reach: ServerReach;
  /** Where others reach it at the moment: `http://host:port`. */
  readonly addresses: readonly string[];
  /** A sentence: why it does not run though it should. */
  readonly problem?: string;
}

/** Whether the system starts Parley when one signs in to the computer, and whether its window is shown then. */
export type Autostart = 'off' | 'shown' | 'hidden';

export type Theme = 'system' | 'light' | 'dark';

/** A choice in the application's menu, or its key on platforms where the menu takes it first. */
export type MenuCommand = 'settings' | 'server' | 'jump' | 'shortcuts';

export interface Shell {
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly version: string;
  /** A BCP 47 tag, such as `en-GB`: its region decides how dates and times are written. */
  readonly systemLocale: string;
  /** Servers used before, latest first. */
  servers(): Promise<readonly KnownServer[]>;
  /** The address or invite link for which the app was started, said once. */
  startsOn(): Promise<string | undefined>;
  /** Once a person has confirmed it, erases what is kept here of a server. Resolves with those that are left. */
  forgetServer(url: string): Promise<readonly KnownServer[]>;
  /**
   * Opens the engine on the profile of a server, by address or invite link. Its port is sent before this
   * resolves, and again whenever the engine has been restarted. Where the keychain does not open the profile,
   * refuses with `passphrase-required` and `weak-password` while the passphrase has yet to be chosen, then with
   * `wrong-passphrase`, or with `key-lost` where no passphrase ever could; also with `profile-in-use` and
   * `bad-request`. `beginAnew` keeps what is stored there aside and begins with nothing.
   */
  connect(server: string, passphrase?: string, beginAnew?: boolean): Promise<Result<ConnectedServer>>;
  /** Starts the server that comes with the app and connects to it; `invite` makes the first account its owner. */
  startServer(passphrase?: string, beginAnew?: boolean): Promise<Result<ConnectedServer>>;
  hostedServer(): Promise<HostedServerView>;
  onHostedServer(listener: (server: HostedServerView) => void): () => void;
  /** Starts or stops it, without connecting to it. */
  runServer(run: boolean): void;
  setServerReach(reach: ServerReach): void;
  /** A link with which one person can join at one of its addresses, within a week. */
  inviteToServer(address: string): Promise<Result<string>>;
  /** Undefined when this Parley can't be started that way: it isn't installed. */
  autostart(): Promise<Autostart | undefined>;
  /** Resolves with what it is then. */
  setAutostart(start: Autostart): Promise<Autostart | undefined>;
  windowState(): Promise<WindowState>;
  onWindowState(listener: (state: WindowState) => void): () => void;
  setBadge(badge: Badge): void;
  setTheme(theme: Theme): void;
  notify(notice: MessageNotice): void;
  /** Takes the notice of a conversation back: it has been read. */
  withdraw(conversation: string): void;
  onNotificationClick(listener: (conversation: string) => void): () => void;
  /** Whether the menu's commands can be followed now. They can't while the page loads. */
  setMenuEnabled(enabled: boolean): void;
  onMenuCommand(listener: (command: MenuCommand) => void): () => void;
  /** A `parley:` link that somebody opened and confirmed. */
  onLink(listener: (link: string) => void): () => void;
  /** http, https, mailto and parley only; the shell checks again. */
  openExternal(url: string): void;
  copyText(text: string): void;
  quit(): void;
}

declare global {
  interface Window {
    readonly parley: Shell;
  }
}
