// The connections of this process. The list of an account's connections is replaced, never changed, so
// that whoever walks it may attach and detach meanwhile.
import type { Socket } from 'socket.io';
import type { PushName, PushOf } from '../../protocol/events.ts';
import type { Username } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { Connection, Connections, Session } from '../connections.ts';
import { isBacklogged } from './backlog.ts';
import type { GuardedDecoder } from './packet-guard.ts';
import type { EncodePush } from './push-encoder.ts';

export class LiveConnection implements Connection {
  readonly #socket: Socket;
  readonly #encode: EncodePush;
  #session: Session | undefined;

  constructor(socket: Socket, encode: EncodePush) {
    this.#socket = socket;
    this.#encode = encode;
  }

  get id(): string {
    return this.#socket.id;
  }

  get remoteAddress(): string {
    return this.#socket.conn.remoteAddress;
  }

  get session(): Session | undefined {
    return this.#session;
  }

  /** For the connections only: `attach` and `detach` are how a session comes and goes. */
  set session(session: Session | undefined) {
    this.#session = session;
    // Socket.IO makes the decoder itself, one for each connection, and keeps it private.
    const { decoder } = this.#socket.client as unknown as { readonly decoder: GuardedDecoder };
    decoder.maximumBytes = session ? limits.packetBytes : limits.packetBytesBeforeSignIn;
  }

  get isOpen(): boolean {
    return this.#socket.connected;
  }

  push<Name extends PushName>(name: Name, payload: PushOf<Name>): void {
    if (!this.#socket.connected) return;
    this.#socket.conn.write(this.#encode(name, payload));
    this.closeIfBacklogged();
  }

  /** A client that asks or is told more than it takes in is closed before it fills the memory. */
  closeIfBacklogged(): void {
    if (isBacklogged(this.#socket.conn)) this.#socket.conn.close(true);
  }

  end(reason?: PushOf<'account:session-ended'>['reason']): void {
    if (reason) this.push('account:session-ended', { reason });
    this.#socket.disconnect(true);
  }
}

export class LiveConnections implements Connections {
  readonly #byUser = new Map<Username, readonly LiveConnection[]>();
  readonly #listeners: ((username: Username, present: boolean) => void)[] = [];

  attach(connection: Connection, session: Session): void {
    if (!(connection instanceof LiveConnection)) throw new TypeError('not a connection of this process');
    if (!connection.isOpen) return;
    this.detach(connection);
    const present = this.of(session.username);
    connection.session = session;
    this.#byUser.set(session.username, [...present, connection]);
    for (const other of present) if (other.session?.id === session.id) this.#replace(other);
    if (present.length === 0) this.#tell(session.username, true);
  }

  #replace(connection: LiveConnection): void {
    this.detach(connection);
    connection.end('replaced');
  }

  detach(connection: Connection): void {
    if (!(connection instanceof LiveConnection) || !connection.session) return;
    const { username } = connection.session;
    connection.session = undefined;
    const left = this.of(username).filter((other) => other !== connection);
    if (left.length > 0) this.#byUser.set(username, left);
    else {
      this.#byUser.delete(username);
      this.#tell(username, false);
    }
  }

  of(username: Username): readonly LiveConnection[] {
    return this.#byUser.get(username) ?? [];
  }

  *all(): Iterable<LiveConnection> {
    for (const connections of this.#byUser.values()) yield* connections;
  }

  isPresent(username: Username): boolean {
    return this.#byUser.has(username);
  }

  onPresence(listener: (username: Username, present: boolean) => void): void {
    this.#listeners.push(listener);
  }

  #tell(username: Username, present: boolean): void {
    for (const listener of this.#listeners) listener(username, present);
  }
}
