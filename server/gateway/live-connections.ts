// The connections of this process. The list of an account's connections is replaced, never changed, so
// that a loop over it may attach and detach meanwhile.
import type { Socket } from 'socket.io';
import type { PushName, PushOf } from '../../protocol/events.ts';
import type { Username } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { Connection, Connections, Session } from '../cluster/connections.ts';
import { Backlog, type LargeBacklogs } from './backlog.ts';
import type { ConnectionLimits } from './connection-limits.ts';
import { type Incoming, Intake } from './intake.ts';
import type { WebSocketTransport } from './joined-writes.ts';
import type { NetworkSocket } from './network-sockets.ts';
import type { GuardedDecoder } from './packet-guard.ts';
import type { EncodePush } from './push-encoder.ts';
import { Bucket } from './rate-limiter.ts';

/** Resources that the connections of one gateway share. */
export interface ConnectionDependencies {
  readonly encode: EncodePush;
  readonly limits: ConnectionLimits;
  readonly largeBacklogs: LargeBacklogs;
  /** Without rate limits refusals are not counted either. */
  readonly countsRefusals: boolean;
}

export class LiveConnection implements Connection {
  readonly #socket: Socket;
  readonly #transport: WebSocketTransport;
  readonly #networkSocket: NetworkSocket | undefined;
  readonly #dependencies: ConnectionDependencies;
  readonly #backlog: Backlog;
  readonly #intake: Intake;
  #refusals: Bucket | undefined;
  #session: Session | undefined;

  constructor(
    socket: Socket,
    networkSocket: NetworkSocket | undefined,
    dependencies: ConnectionDependencies,
    begin: (connection: LiveConnection, request: Incoming) => Promise<void> | undefined,
  ) {
    this.#socket = socket;
    this.#networkSocket = networkSocket;
    this.#dependencies = dependencies;
    // Only WebSocket transports are made, whose types engine.io does not export.
    this.#transport = socket.conn.transport as unknown as WebSocketTransport;
    this.#backlog = new Backlog(socket.conn, this.#transport);
    const source = this.#transport.socket;
    this.#intake = new Intake(source, this.#backlog, dependencies.limits, (request) => begin(this, request));
    if (networkSocket) networkSocket.leave = () => socket.disconnect(true);
    source.on('ping', () => this.countRefusal());
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
    if (this.#networkSocket) this.#networkSocket.hasSession = session !== undefined;
  }

  get isOpen(): boolean {
    return this.#socket.connected;
  }

  push<Name extends PushName>(name: Name, payload: PushOf<Name>): void {
    if (!this.#socket.connected) return;
    this.#socket.conn.write(this.#dependencies.encode(name, payload));
    this.closeIfBacklogged();
  }

  /** To be called with each request, in the order in which they come. */
  take(request: Incoming): void {
    this.#intake.take(request);
  }

  /** A request is under way that a session may come of. */
  waitsFor(answer: Promise<unknown>): void {
    this.#networkSocket?.waitsFor(answer);
  }

  /** Closes a client that reads its answers and pushes too slowly, before they fill the memory. */
  closeIfBacklogged(): void {
    const { limits: bounds, largeBacklogs } = this.#dependencies;
    const { bytes } = this.#backlog;
    const isLarge = largeBacklogs.note(this.#backlog, bytes);
    // Not politely: it would wait for what it doesn't read.
    if (bytes > bounds.closeBytes || (isLarge && largeBacklogs.bytes > bounds.closeBytesOfAll)) {
      this.#transport.socket.terminate();
    }
  }

  /** One that asks for what it doesn't get, again and again, is closed. So is one that pings without end. */
  countRefusal(): void {
    if (!this.#dependencies.countsRefusals) return;
    const now = Date.now();
    this.#refusals ??= new Bucket(this.#dependencies.limits.refusals, now);
    if (this.#refusals.take(now) !== undefined) this.#transport.socket.terminate();
  }

  /** To be called when its socket is gone. */
  closed(): void {
    this.#dependencies.largeBacklogs.forget(this.#backlog);
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
    if (present.length === 0) this.#notify(session.username, true);
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
      this.#notify(username, false);
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

  #notify(username: Username, present: boolean): void {
    for (const listener of this.#listeners) listener(username, present);
  }
}
