// What the nodes of one server say to each other. A node reaches an account's connections through the bus only,
// because they may be on any node; Connections are this node's own.
import type { PushName, PushOf } from '../../protocol/events.ts';
import type { Username } from '../../protocol/ids.ts';
import type { Connection, Session } from './connections.ts';

export type EndReason = PushOf<'account:session-ended'>['reason'];

/** A connection that has a session, on whichever node. */
export type ConnectedSession = Pick<Connection, 'id' | 'remoteAddress'> & { readonly session: Session };

/** `except` is the id of a connection that gets nothing. Pushes of one caller arrive in the order of the calls. */
export interface Bus {
  /** Pushes to every connection of an account. */
  push<Name extends PushName>(username: Username, name: Name, payload: PushOf<Name>, except?: string): void;
  /** Pushes to every connection that has a session. */
  pushToAll<Name extends PushName>(name: Name, payload: PushOf<Name>, except?: string): void;
  connectedSessions(username: Username): readonly ConnectedSession[];
  /** True if the account has a connection. */
  isPresent(username: Username): boolean;
  /** Calls the listener when an account's first connection comes or its last one goes. */
  onPresence(listener: (username: Username) => void): void;
  /** Takes the session from its connections; with a reason they are sent it and closed, else they stay open. */
  endSession(session: Session, reason?: EndReason): void;
  /** Announces that an account has been registered or its entry in the directory has changed, once that is durable. */
  invalidate(username: Username): void;
  /** Calls the listener on every node, on the one that invalidates before `invalidate` returns. */
  onInvalidated(listener: (username: Username) => void): void;
}
