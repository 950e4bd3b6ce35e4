import type { PushName, PushOf } from '../../protocol/events.ts';
import type { Username } from '../../protocol/ids.ts';
import type { Bus, ConnectedSession, EndReason } from './bus.ts';
import type { Connection, Connections, Session } from './connections.ts';

/** The bus of a server that is one process: every connection is its own. */
export class ProcessBus implements Bus {
  readonly #connections: Connections;
  readonly #invalidated: ((username: Username) => void)[] = [];

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  push<Name extends PushName>(username: Username, name: Name, payload: PushOf<Name>, except?: string): void {
    pushTo(this.#connections.of(username), name, payload, except);
  }

  pushToAll<Name extends PushName>(name: Name, payload: PushOf<Name>, except?: string): void {
    pushTo(this.#connections.all(), name, payload, except);
  }

  connectedSessions(username: Username): readonly ConnectedSession[] {
    return this.#connections.of(username).filter(hasSession);
  }

  isPresent(username: Username): boolean {
    return this.#connections.isPresent(username);
  }

  onPresence(listener: (username: Username) => void): void {
    this.#connections.onPresence(listener);
  }

  endSession({ username, id }: Session, reason?: EndReason): void {
    for (const connection of this.#connections.of(username)) {
      if (connection.session?.id !== id) continue;
      this.#connections.detach(connection);
      if (reason) connection.end(reason);
    }
  }

  invalidate(username: Username): void {
    for (const listener of this.#invalidated) listener(username);
  }

  onInvalidated(listener: (username: Username) => void): void {
    this.#invalidated.push(listener);
  }
}

function pushTo<Name extends PushName>(
  connections: Iterable<Connection>,
  name: Name,
  payload: PushOf<Name>,
  except: string | undefined,
): void {
  for (const connection of connections) if (connection.id !== except) connection.push(name, payload);
}

function hasSession(connection: Connection): connection is Connection & ConnectedSession {
  return connection.session !== undefined;
}
