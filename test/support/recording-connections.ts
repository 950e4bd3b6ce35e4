// The gateway's port without sockets: connections that keep what was pushed to them.
import type { PushName, PushOf } from '../../protocol/events.ts';
import type { Username } from '../../protocol/ids.ts';
import type { Connection, Connections, Session } from '../../server/cluster/connections.ts';

export class RecordingConnection implements Connection {
  readonly id: string;
  readonly remoteAddress: string;
  session: Session | undefined;
  readonly pushes: { readonly name: PushName; readonly payload: unknown }[] = [];

  constructor(id: string, remoteAddress = '127.0.0.1') {
    this.id = id;
    this.remoteAddress = remoteAddress;
  }

  push<Name extends PushName>(name: Name, payload: PushOf<Name>): void {
    this.pushes.push({ name, payload });
  }

  end(): void {
    this.session = undefined;
  }

  /** What was pushed under a name since it was last taken. */
  take<Name extends PushName>(name: Name): PushOf<Name>[] {
    const taken = this.pushes.filter((push) => push.name === name);
    for (const push of taken) this.pushes.splice(this.pushes.indexOf(push), 1);
    // `push` has put only payloads of this name under it.
    return taken.map(({ payload }) => payload as PushOf<Name>);
  }
}

export class RecordingConnections implements Connections {
  readonly #connections = new Set<RecordingConnection>();
  readonly #listeners: ((username: Username, present: boolean) => void)[] = [];
  #count = 0;

  connect(session: Session): RecordingConnection & { readonly session: Session } {
    this.#count += 1;
    const connection = new RecordingConnection(`connection-${this.#count}`);
    this.attach(connection, session);
    return Object.assign(connection, { session });
  }

  attach(connection: Connection, session: Session): void {
    if (!(connection instanceof RecordingConnection)) throw new TypeError('not a recording connection');
    const present = this.isPresent(session.username);
    connection.session = session;
    this.#connections.add(connection);
    if (!present) this.#notify(session.username, true);
  }

  detach(connection: Connection): void {
    if (!(connection instanceof RecordingConnection) || !connection.session) return;
    const { username } = connection.session;
    this.#connections.delete(connection);
    if (!this.isPresent(username)) this.#notify(username, false);
  }

  of(username: Username): readonly RecordingConnection[] {
    return [...this.#connections].filter(({ session }) => session?.username === username);
  }

  all(): Iterable<RecordingConnection> {
    return this.#connections;
  }

  isPresent(username: Username): boolean {
    return this.of(username).length > 0;
  }

  onPresence(listener: (username: Username, present: boolean) => void): void {
    this.#listeners.push(listener);
  }

  #notify(username: Username, present: boolean): void {
    for (const listener of this.#listeners) listener(username, present);
  }
}
