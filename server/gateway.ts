// The server's only door for requests. Requests of one connection reach their handlers in the order in
// which they came: nothing between the socket and the call of the handler waits.
import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { Encoder } from 'socket.io-msgpack-parser';
import type { SessionToken } from '../protocol/accounts.ts';
import { ok, type Refusal, type Result, refuse } from '../protocol/errors.ts';
import { limits } from '../protocol/limits.ts';
import { handshake, PROTOCOL_VERSION } from '../protocol/protocol.ts';
import type { Session } from './connections.ts';
import { joinWrites, type WebSocketTransport } from './gateway/joined-writes.ts';
import { LiveConnection, type LiveConnections } from './gateway/live-connections.ts';
import { isAllowedOrigin } from './gateway/origins.ts';
import { GuardedDecoder } from './gateway/packet-guard.ts';
import { createPushEncoder } from './gateway/push-encoder.ts';
import { networkOf, RateLimiter } from './gateway/rate-limiter.ts';
import { badRequest, createRoutes, type Route } from './gateway/routes.ts';
import { toWire } from './gateway/wire.ts';
import type { Handlers } from './handlers.ts';
import type { Logger } from './log.ts';

export interface GatewayOptions {
  readonly httpServer: HttpServer;
  readonly handlers: Handlers;
  readonly connections: LiveConnections;
  /** The session that a token stands for, as long as it has not ended. */
  readonly sessionOf: (token: SessionToken) => Session | undefined;
  readonly rateLimits: boolean;
  /** Origins that may connect besides the app and what sends none. */
  readonly origins: readonly string[];
  readonly logger: Logger;
}

export interface Gateway {
  /** Refuses what comes from now on, waits for what is under way, and closes every connection. */
  close(): Promise<void>;
}

type Acknowledge = (answer: unknown) => void;

export function openGateway(options: GatewayOptions): Gateway {
  const gateway = new RunningGateway(options);
  const io = createSocketServer(options);
  const join = joinWrites();
  io.engine.on('connection', (engineSocket: Socket['conn']) => {
    // The handshake's request costs some KiB a connection. Nothing needs it, whatever its type says.
    (engineSocket as { request: unknown }).request = undefined;
    // Only WebSocket transports are made, whose types engine.io does not export.
    join(engineSocket.transport as unknown as WebSocketTransport);
  });
  io.use((socket, next) => {
    const refusal = gateway.admit(socket);
    next(refusal && Object.assign(new Error(refusal.code), { data: toWire(refusal) }));
  });
  io.on('connection', (socket) => gateway.open(socket));
  return {
    close: async () => {
      await gateway.drain();
      await io.close();
    },
  };
}

function createSocketServer({ httpServer, origins, logger }: GatewayOptions): Server {
  return new Server(httpServer, {
    transports: ['websocket'],
    parser: { Encoder, Decoder: GuardedDecoder },
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: limits.packetBytes,
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
  readonly #encodePush = createPushEncoder();
  readonly #underWay = new Set<Promise<void>>();
  #stopping = false;

  constructor(options: GatewayOptions) {
    this.#options = options;
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
    const offered = handshake.safeParse(socket.handshake.auth);
    if (!offered.success) return badRequest('the handshake has no protocol version');
    const { protocol, token } = offered.data;
    if (protocol !== PROTOCOL_VERSION) {
      return refuse('protocol-version', { offered: protocol, expected: PROTOCOL_VERSION });
    }
    if (token && !this.#options.sessionOf(token)) return refuse('session-ended');
    return undefined;
  }

  open(socket: Socket): void {
    const { connections, sessionOf } = this.#options;
    const connection = new LiveConnection(socket, this.#encodePush);
    const { token } = handshake.parse(socket.handshake.auth);
    socket.handshake.auth = {};
    socket.onAny((name: string, ...rest: unknown[]) => this.#receive(connection, name, rest));
    socket.on('disconnect', () => connections.detach(connection));
    if (!token) return;
    const session = sessionOf(token);
    // It may have been revoked since the handshake.
    if (session) connections.attach(connection, session);
    else connection.end('revoked');
  }

  #receive(connection: LiveConnection, name: string, rest: readonly unknown[]): void {
    const acknowledge = rest.at(-1);
    if (!connection.isOpen) return;
    if (!isAcknowledge(acknowledge)) {
      this.#options.logger.debug({ connection: connection.id }, 'request without acknowledgement refused');
      return;
    }
    const answer = (result: Result<unknown>) => {
      acknowledge(toWire(result));
      connection.closeIfBacklogged();
    };
    const checked = this.#check(connection, name, rest);
    if (checked.ok) this.#handle(checked.value, connection, answer);
    else answer(checked);
  }

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
    const retryAfterMs = this.#limiter?.take(route.rate, session?.id ?? networkOf(connection.remoteAddress));
    return retryAfterMs === undefined ? undefined : refuse('rate-limited', { retryAfterMs });
  }

  #handle(
    checked: CheckedRequest,
    connection: LiveConnection,
    answer: (result: Result<unknown>) => void,
  ): void {
    const answered = this.#answer(checked, connection, answer).then(() => {
      this.#underWay.delete(answered);
    });
    this.#underWay.add(answered);
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
