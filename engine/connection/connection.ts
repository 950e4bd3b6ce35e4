// The one socket to the server. It reconnects by itself until stop(). Without a session the server closes it after a
// silence: then it reconnects only for the next request.

import { io, type Socket } from 'socket.io-client';
import * as parser from 'socket.io-msgpack-parser';
import { toWire } from '../../node/wire-bytes.ts';
import type { SessionToken } from '../../protocol/accounts.ts';
import { ok, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import {
  type PushName,
  type PushOf,
  type RequestName,
  type RequestOf,
  type ResponseOf,
  requests,
} from '../../protocol/events.ts';
import { type Handshake, PROTOCOL_VERSION } from '../../protocol/protocol.ts';
import type { Clock, Logger } from '../ports.ts';
import { parseAnswer, parseHandshakeRefusal, parsePush } from './connection-wire.ts';

/** `connecting` until the first attempt has ended, then one of the others; attempts go on for ever. */
export type ConnectionState = 'connecting' | 'online' | 'offline';

type StateListener = (state: ConnectionState, refusal?: Refusal) => void;

export interface Connection {
  readonly state: ConnectionState;
  /**
   * Waits while connecting; refuses with `server-unreachable` while offline, after 30 seconds and when the
   * connection breaks: whether the server did it is unknown then.
   */
  request<Name extends RequestName>(name: Name, payload: RequestOf<Name>): Promise<Result<ResponseOf<Name>>>;
  /** Each subscribing function returns the function that unsubscribes. */
  onPush<Name extends PushName>(name: Name, listener: (payload: PushOf<Name>) => void): () => void;
  /**
   * The refusal says why the server turned the connection away. With `session-ended` the token has been
   * forgotten, and the connection comes back without a session; so it does when a request of the session is answered
   * with `device-not-listed`, which is then the fact `reason`.
   */
  onState(listener: StateListener): () => void;
  start(): void;
  /** For the next handshake; the session of the present connection stays as it is. */
  setToken(token: SessionToken | undefined): void;
  /** Closes the socket and cancels every timer; requests under way are refused. */
  stop(): void;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

const REQUEST_MILLISECONDS = 30_000;
const CLOSED_RETRY_MILLISECONDS = 500;
const REFUSED_RETRY_MILLISECONDS = 10_000;

export function createConnection(options: ConnectionOptions): Connection {
  return new SocketConnection(options);
}

/** Connects once. Refuses with `server-unreachable` where no Parley server answers, else with the server's reason. */
export async function reachServer(options: ConnectionOptions): Promise<Result<undefined>> {
  const connection = createConnection(options);
  const { promise: reached, resolve } = Promise.withResolvers<Result<undefined>>();
  connection.onState((state, refusal) => {
    if (state === 'online') resolve(ok(undefined));
    if (state === 'offline') resolve(refusal ?? refuse('server-unreachable'));
  });
  connection.start();
  const answer = await reached;
  connection.stop();
  return answer;
}

class SocketConnection implements Connection {
  state: ConnectionState = 'offline';
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #socket: Socket;
  readonly #stateListeners = new Set<StateListener>();
  #token: SessionToken | undefined;
  #cancelRetry: (() => void) | undefined;
  readonly #url: string;
  #outageLogged = false;
  #isResting = false;

  constructor({ url, clock, logger }: ConnectionOptions) {
    this.#url = url;
    this.#clock = clock;
    this.#logger = logger;
    this.#socket = openSocket(url, () => this.#handshake());
    this.#socket.on('connect', () => this.#connected());
    this.#socket.on('disconnect', (reason) => this.#disconnected(reason));
    this.#socket.on('connect_error', (error) => this.#connectFailed(error));
    this.onPush('account:session-ended', ({ reason }) => this.#sessionEnded(reason));
  }

  start(): void {
    this.#isResting = false;
    if (this.#socket.active) return;
    this.#become('connecting');
    this.#socket.connect();
  }

  setToken(token: SessionToken | undefined): void {
    this.#token = token;
  }

  stop(): void {
    this.#isResting = false;
    this.#cancelRetry?.();
    this.#socket.disconnect();
    this.#become('offline');
  }

  async request<Name extends RequestName>(
    name: Name,
    payload: RequestOf<Name>,
  ): Promise<Result<ResponseOf<Name>>> {
    if (this.#isResting) this.start();
    await this.#attemptEnded();
    if (this.state !== 'online') return refuse('server-unreachable');
    return new Promise((resolve) => {
      const socket = this.#socket.timeout(REQUEST_MILLISECONDS);
      socket.emit(name, toWire(payload), (error: Error | null, raw: unknown) => {
        if (error) this.#logger.debug({ request: name, reason: error.message }, 'no answer');
        const answer = error ? refuse('server-unreachable') : parseAnswer(name, raw, this.#logger);
        resolve(answer);
        if (!answer.ok && answer.code === 'device-not-listed') this.#deviceNotListed(name);
      });
    });
  }

  onPush<Name extends PushName>(name: Name, listener: (payload: PushOf<Name>) => void): () => void {
    // As a plain string: the overloads of `on` can't distinguish a generic name from Socket.IO's own events.
    const event: string = name;
    const receive = (raw: unknown) => {
      const payload = parsePush(name, raw, this.#logger);
      if (payload !== undefined) listener(payload);
    };
    this.#socket.on(event, receive);
    return () => void this.#socket.off(event, receive);
  }

  onState(listener: StateListener): () => void {
    this.#stateListeners.add(listener);
    return () => void this.#stateListeners.delete(listener);
  }

  #handshake(): Handshake {
    const protocol = PROTOCOL_VERSION;
    return this.#token === undefined ? { protocol } : { protocol, token: this.#token };
  }

  #become(next: ConnectionState, refusal?: Refusal): void {
    if (next === this.state && refusal === undefined) return;
    this.state = next;
    for (const listener of [...this.#stateListeners]) listener(next, refusal);
  }

  #attemptEnded(): Promise<void> {
    if (this.state !== 'connecting') return Promise.resolve();
    return new Promise((resolve) => {
      const stop = this.onState(() => {
        stop();
        resolve();
      });
    });
  }

  #connected(): void {
    this.#outageLogged = false;
    this.#become('online');
  }

  #disconnected(reason: Socket.DisconnectReason): void {
    const isClosed = reason === 'io server disconnect';
    this.#isResting = isClosed && this.#token === undefined;
    this.#become('offline');
    if (isClosed && !this.#isResting) this.#connectAgain(CLOSED_RETRY_MILLISECONDS);
  }

  #connectFailed(error: Error): void {
    if (!this.#socket.active) {
      this.#turnedAway(parseHandshakeRefusal(error));
      return;
    }
    this.#logOutage(error);
    this.#become('offline');
  }

  /** Logs once for all attempts until the server is back. */
  #logOutage(error: Error): void {
    if (this.#outageLogged) return;
    this.#outageLogged = true;
    const why = { server: this.#url, reason: causeOf(error) };
    this.#logger.warn(why, 'the server can’t be reached; trying again until it is');
  }

  #turnedAway(refusal: Refusal): void {
    if (refusal.code === 'session-ended') {
      this.#withoutSession(refusal);
    } else {
      const isPassing = refusal.code === 'server-stopping';
      this.#become('offline', refusal);
      this.#connectAgain(isPassing ? CLOSED_RETRY_MILLISECONDS : REFUSED_RETRY_MILLISECONDS);
    }
  }

  /** A session is useless to a device that the manifest doesn't list: the server would refuse all its messages. */
  #deviceNotListed(name: RequestName): void {
    const isOfSession = requests[name].permission === 'session' && this.#token !== undefined;
    if (isOfSession) this.#sessionEnded('device-not-listed');
  }

  #sessionEnded(reason: PushOf<'account:session-ended'>['reason'] | 'device-not-listed'): void {
    this.#socket.disconnect();
    this.#withoutSession(refuse('session-ended', { reason }));
  }

  #withoutSession(refusal: Refusal): void {
    this.#token = undefined;
    this.#become('connecting', refusal);
    this.#connectAgain(CLOSED_RETRY_MILLISECONDS);
  }

  /** Socket.IO reconnects by itself only after a network failure, not when the server closed or refused. */
  #connectAgain(milliseconds: number): void {
    this.#cancelRetry?.();
    const withJitter = milliseconds * (0.5 + Math.random());
    this.#cancelRetry = this.#clock.after(withJitter, () => this.#socket.connect());
  }
}

/** Socket.IO’s own message is always "websocket error"; the network’s is in the event that it carries along. */
function causeOf(error: Error & { readonly description?: unknown }): string {
  const { description } = error;
  const hasMessage = typeof description === 'object' && description !== null && 'message' in description;
  return (hasMessage && String(description.message)) || error.message;
}

function openSocket(url: string, handshake: () => Handshake): Socket {
  // Socket.IO takes a path behind the host for one of its namespaces.
  const { origin, pathname } = new URL(url);
  return io(origin, {
    path: `${pathname.replace(/\/$/, '')}/socket.io/`,
    parser,
    transports: ['websocket'],
    autoConnect: false,
    forceNew: true,
    timeout: 10_000,
    reconnectionDelay: 200,
    reconnectionDelayMax: 10_000,
    randomizationFactor: 0.5,
    auth: (send) => send(handshake()),
  });
}
