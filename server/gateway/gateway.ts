// The server's only entry for requests. Requests of one connection reach their handlers in the order in
// which they came: nothing between the socket and the call of the handler waits.
import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { Encoder } from 'socket.io-msgpack-parser';
import { toWire } from '../../node/wire-bytes.ts';
import type { SessionToken } from '../../protocol/accounts.ts';
import { ok, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import { limits as protocolLimits } from '../../protocol/limits.ts';
import { handshake, PROTOCOL_VERSION } from '../../protocol/protocol.ts';
import type { Session } from '../cluster/connections.ts';
import type { Logger } from '../logger.ts';
import { LargeBacklogs } from './backlog.ts';
import { type ConnectionLimits, defaultConnectionLimits } from './connection-limits.ts';
import type { Handlers } from './handlers.ts';
import type { Incoming } from './intake.ts';
import { joinWrites, type WebSocketTransport } from './joined-writes.ts';
import { type ConnectionDependencies, LiveConnection, type LiveConnections } from './live-connections.ts';
import { type NetworkSocket, NetworkSockets } from './network-sockets.ts';
import { isAllowedOrigin } from './origins.ts';
import { GuardedDecoder } from './packet-guard.ts';
import { createPushEncoder } from './push-encoder.ts';
import { networkOf, RateLimiter } from './rate-limiter.ts';
import { badRequest, createRoutes, type Route } from './routes.ts';

export interface GatewayOptions {
  readonly httpServer: HttpServer;
  readonly handlers: Handlers;
  readonly connections: LiveConnections;
  /** The session that a token stands for, as long as it has not ended. */
  readonly findSession: (token: SessionToken) => Session | undefined;
  readonly rateLimits: boolean;
  /** Origins that may connect besides the app and what sends none. */
  readonly origins: readonly string[];
  readonly logger: Logger;
  /** In place of the usual ones. */
  readonly limits?: Partial<ConnectionLimits>;
}

export interface Gateway {
  /** Refuses new requests, waits some seconds for those under way, and closes every connection. */
  close(): Promise<void>;
}

/** On closing: how long requests under way may take, and then how long clients may take to disconnect. */
const DRAIN_MILLISECONDS = 3_000;
const GOODBYE_MILLISECONDS = 1_000;

type Acknowledge = (answer: unknown) => void;

export function openGateway(options: GatewayOptions): Gateway {
  const limits = { ...defaultConnectionLimits(), ...options.limits };
  const gateway = new RunningGateway(options, limits);
  const sockets = new NetworkSockets(options.httpServer, limits, options.logger);
  const io = createSocketServer(options);
  const join = joinWrites();
  io.engine.on('connection', (engineSocket: EngineSocket) => {
    engineSocket.networkSocket = sockets.of(engineSocket.request.socket);
    // The handshake's request costs some KiB a connection. Nothing needs it, whatever its type says.
    (engineSocket as { request: unknown }).request = undefined;
    engineSocket.on('heartbeat', closeIfPinged);
    // Only WebSocket transports are made, whose types engine.io does not export.
    join(engineSocket.transport as unknown as WebSocketTransport);
  });
  io.use((socket, next) => {
    const refusal = gateway.admit(socket);
    next(refusal && Object.assign(new Error(refusal.code), { data: toWire(refusal) }));
    // Behind the refusal, so that it isn't asked again and again.
    if (refusal) setImmediate(() => socket.conn.close());
  });
  io.on('connection', (socket) => gateway.open(socket, (socket.conn as EngineSocket).networkSocket));
  return {
    close: async () => {
      await atMost(DRAIN_MILLISECONDS, gateway.drain());
      // A network socket without a request would otherwise keep the server running for ever.
      const overdue = setTimeout(() => sockets.destroyAll(), GOODBYE_MILLISECONDS);
      await io.close();
      clearTimeout(overdue);
    },
  };
}

async function atMost(milliseconds: number, task: Promise<void>): Promise<void> {
  const overdue = Promise.withResolvers<void>();
  const timer = setTimeout(overdue.resolve, milliseconds);
  await Promise.race([task, overdue.promise]);
  clearTimeout(timer);
}

/** The network socket is noted where the handshake's request, which leads to it, is let go. */
type EngineSocket = Socket['conn'] & { networkSocket: NetworkSocket | undefined };

const MOST_WAITING_PONGS = 1_000;

/** A client that pings without reading the answers, which are no requests and of no connection yet. */
function closeIfPinged(this: unknown): void {
  // Private in engine.io's types: the packets that wait for the transport.
  const { writeBuffer, transport } = this as {
    readonly writeBuffer: readonly object[];
    readonly transport: WebSocketTransport;
  };
  if (writeBuffer.length >= MOST_WAITING_PONGS) transport.socket.terminate();
}

function createSocketServer({ httpServer, origins, logger }: GatewayOptions): Server {
  return new Server(httpServer, {
    transports: ['websocket'],
    parser: { Encoder, Decoder: GuardedDecoder },
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: protocolLimits.packetBytes,
    connectTimeout: 10_000,
    allowRequest: (request, decide) => {
      const allowed = isAllowedOrigin(request.headers.origin, origins);
      if (!allowed) logger.info({ origin: request.headers.origin }, 'handshake from another origin refused');
      decide(allowed ? undefined : 'origin not allowed', allowed);
    },
  });
}

class RunningGateway {
  readonly #options: GatewayOptions;
  readonly #routes: ReadonlyMap<string, Route>;
  readonly #limiter: RateLimiter | undefined;
  readonly #dependencies: ConnectionDependencies;
  readonly #underWay = new Set<Promise<void>>();
  #stopping = false;

  constructor(options: GatewayOptions, limits: ConnectionLimits) {
    this.#options = options;
    this.#dependencies = {
      encode: createPushEncoder(),
      limits,
      largeBacklogs: new LargeBacklogs(),
      countsRefusals: options.rateLimits,
    };
    this.#routes = createRoutes(options.handlers);
    this.#limiter = options.rateLimits ? new RateLimiter() : undefined;
  }

  async drain(): Promise<void> {
    this.#stopping = true;
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** Returns why a handshake is refused. */
  admit(socket: Socket): Refusal | undefined {
    if (this.#stopping) return refuse('server-stopping');
    const version = handshake.pick({ protocol: true }).safeParse(socket.handshake.auth);
    if (!version.success) return badRequest('the handshake has no protocol version');
    const { protocol } = version.data;
    if (protocol !== PROTOCOL_VERSION) {
      return refuse('protocol-version', { offered: protocol, expected: PROTOCOL_VERSION });
    }
    const offered = handshake.safeParse(socket.handshake.auth);
    if (!offered.success) return refuse('session-ended', { reason: 'malformed-token' });
    const { token } = offered.data;
    if (token && !this.#options.findSession(token)) return refuse('session-ended');
    return undefined;
  }

  open(socket: Socket, networkSocket: NetworkSocket | undefined): void {
    const { connections, findSession } = this.#options;
    const connection = new LiveConnection(socket, networkSocket, this.#dependencies, this.#receive);
    const { token } = handshake.parse(socket.handshake.auth);
    socket.handshake.auth = {};
    socket.onAny((name: string, ...rest: unknown[]) => connection.take({ name, rest }));
    socket.on('disconnect', () => {
      connections.detach(connection);
      connection.closed();
      // What leaves the namespace leaves the server: nothing else closes its socket.
      socket.conn.close();
    });
    if (!token) return;
    const session = findSession(token);
    // It may have been revoked since the handshake.
    if (session) connections.attach(connection, session);
    else connection.end('revoked');
  }

  /** Returns what is under way, if it is. */
  readonly #receive = (connection: LiveConnection, { name, rest }: Incoming): Promise<void> | undefined => {
    const acknowledge = rest.at(-1);
    if (!connection.isOpen) return;
    if (!isAcknowledge(acknowledge)) {
      this.#options.logger.debug({ connection: connection.id }, 'request without acknowledgement refused');
      connection.countRefusal();
      return;
    }
    const answer = (result: Result<unknown>) => {
      acknowledge(toWire(result));
      connection.closeIfBacklogged();
    };
    const checked = this.#check(connection, name, rest);
    if (checked.ok) return this.#handle(checked.value, connection, answer);
    answer(checked);
    connection.countRefusal();
  };

  #check(connection: LiveConnection, name: string, rest: readonly unknown[]): Result<CheckedRequest> {
    const route = this.#routes.get(name);
    if (!route) return refuse('unknown-event');
    const refusal = this.#refusalOf(route, connection);
    if (refusal) return refusal;
    if (rest.length !== 2) return badRequest('expected one payload');
    const request = route.parse(rest[0]);
    return request.ok ? ok({ name, route, request: request.value }) : request;
  }

  #refusalOf(route: Route, connection: LiveConnection): Refusal | undefined {
    if (this.#stopping) return refuse('server-stopping');
    const { session } = connection;
    if (route.permission === 'session' && !session) return refuse('not-signed-in');
    const caller =
      session && route.rate !== 'credentials' ? session.username : networkOf(connection.remoteAddress);
    const retryAfterMs = this.#limiter?.take(route.rate, caller);
    return retryAfterMs === undefined ? undefined : refuse('rate-limited', { retryAfterMs });
  }

  #handle(
    checked: CheckedRequest,
    connection: LiveConnection,
    answer: (result: Result<unknown>) => void,
  ): Promise<void> {
    const answered = this.#answer(checked, connection, answer).then(() => {
      this.#underWay.delete(answered);
    });
    this.#underWay.add(answered);
    connection.waitsFor(answered);
    return answered;
  }

  /** Calls the handler at once; what it throws before its first `await` is caught too. */
  async #answer(
    { name, route, request }: CheckedRequest,
    connection: LiveConnection,
    answer: (result: Result<unknown>) => void,
  ): Promise<void> {
    let result: Result<unknown>;
    try {
      result = await route.handle(request, { connection, session: connection.session });
    } catch (error) {
      this.#options.logger.error({ event: name, error }, 'request failed');
      result = refuse('internal');
    }
    answer(result);
  }
}

interface CheckedRequest {
  readonly name: string;
  readonly route: Route;
  readonly request: unknown;
}

function isAcknowledge(value: unknown): value is Acknowledge {
  return typeof value === 'function';
}
