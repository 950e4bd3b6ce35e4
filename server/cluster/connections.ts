// Who is connected now. A connection has no session until its client has registered, signed in or come
// with a token; an account is present while at least one of its sessions is connected.
import type { PushName, PushOf } from '../../protocol/events.ts';
import type { DeviceId, Username } from '../../protocol/ids.ts';

export interface Session {
  readonly id: string;
  readonly username: Username;
  readonly device: DeviceId;
}

/** One socket, as the handlers see it. */
export interface Connection {
  readonly id: string;
  /** The network address it came from. */
  readonly remoteAddress: string;
  readonly session: Session | undefined;
  push<Name extends PushName>(name: Name, payload: PushOf<Name>): void;
  /** Sends the client the reason, where there is one, and closes the socket. */
  end(reason?: PushOf<'account:session-ended'>['reason']): void;
}

export interface Connections {
  /** Binds a session to a connection that had none; from here on it is reachable by user name. */
  attach(connection: Connection, session: Session): void;
  /** Takes the session away from its connection, which stays open. */
  detach(connection: Connection): void;
  /** The connections of an account that have a session. */
  of(username: Username): readonly Connection[];
  /** Every connection that has a session. */
  all(): Iterable<Connection>;
  isPresent(username: Username): boolean;
  /** Called when an account's first connection comes or its last one goes. */
  onPresence(listener: (username: Username, present: boolean) => void): void;
}
