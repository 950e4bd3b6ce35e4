// The network sockets of the server from the moment they are accepted, whatever comes of them: how many there may
// be, how long one may stay without a session, and how all are closed.
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from '../logger.ts';
import type { ConnectionLimits } from './connection-limits.ts';
import { networkOf } from './rate-limiter.ts';

/** How long one that is asked to go may take. */
const LEAVING_MILLISECONDS = 5_000;
const COMPLAINT_MILLISECONDS = 60_000;

type Limits = Pick<ConnectionLimits, 'inAll' | 'withoutSession' | 'signInMilliseconds'>;

export class NetworkSockets {
  readonly #limits: Limits;
  readonly #logger: Logger;
  readonly #sockets = new Map<string, NetworkSocket>();
  /** How many sockets of a network have no session. */
  readonly #withoutSession = new Map<string, number>();
  #nextComplaint = 0;

  constructor(httpServer: Server, limits: Limits, logger: Logger) {
    this.#limits = limits;
    this.#logger = logger;
    httpServer.maxConnections = limits.inAll;
    httpServer.on('drop', () => this.#complain('there are as many connections as there may be'));
    httpServer.on('connection', (socket: Socket) => this.#accept(socket));
    httpServer.on('request', ({ socket }) => this.of(socket)?.refreshDeadline());
  }

  /** The one that carries a connection: under TLS another object than was accepted, with the same address. */
  of({ remoteAddress, remotePort }: Pick<Socket, 'remoteAddress' | 'remotePort'>): NetworkSocket | undefined {
    return this.#sockets.get(`${remotePort} ${remoteAddress}`);
  }

  destroyAll(): void {
    for (const socket of this.#sockets.values()) socket.destroy();
  }

  #accept(socket: Socket): void {
    const { remoteAddress = '', remotePort } = socket;
    const network = networkOf(remoteAddress);
    const present = this.#withoutSession.get(network) ?? 0;
    if (present >= this.#limits.withoutSession) {
      socket.destroy();
      this.#complain('one network has as many connections without a session as it may', { network });
      return;
    }
    const key = `${remotePort} ${remoteAddress}`;
    const count = (one: 1 | -1) => this.#count(network, one);
    this.#sockets.set(key, new NetworkSocket(socket, this.#limits.signInMilliseconds, count));
    socket.once('close', () => {
      this.#sockets.get(key)?.closed();
      this.#sockets.delete(key);
    });
  }

  #count(network: string, one: 1 | -1): void {
    const count = (this.#withoutSession.get(network) ?? 0) + one;
    if (count > 0) this.#withoutSession.set(network, count);
    else this.#withoutSession.delete(network);
  }

  /** Once in a while: a line for each refused connection would fill the disk. */
  #complain(sentence: string, facts: Readonly<Record<string, unknown>> = {}): void {
    const now = performance.now();
    if (now < this.#nextComplaint) return;
    this.#nextComplaint = now + COMPLAINT_MILLISECONDS;
    this.#logger.warn(facts, `${sentence}: more are refused`);
  }
}

/** One of them: it has a deadline until it gets a session, and again when that has ended. */
export class NetworkSocket {
  readonly #socket: Socket;
  readonly #milliseconds: number;
  readonly #count: (one: 1 | -1) => void;
  #deadline: NodeJS.Timeout | undefined;
  #waitedFor = 0;
  #isClosed = false;
  #leave: (() => void) | undefined;

  constructor(socket: Socket, milliseconds: number, count: (one: 1 | -1) => void) {
    this.#socket = socket;
    this.#milliseconds = milliseconds;
    this.#count = count;
    this.#expectSession();
  }

  /** How it is asked to go when its time is over; without one, or when it stays, it is destroyed. */
  set leave(leave: () => void) {
    this.#leave = leave;
  }

  set hasSession(has: boolean) {
    if (this.#isClosed || has === (this.#deadline === undefined)) return;
    if (has) this.#expectNothing();
    else this.#expectSession();
  }

  /** The client has sent a request: its time begins anew. */
  refreshDeadline(): void {
    this.#deadline?.refresh();
  }

  /** Its time stands still while an answer is on its way. */
  waitsFor(answer: Promise<unknown>): void {
    if (this.#deadline === undefined) return;
    this.#waitedFor += 1;
    void answer.finally(() => {
      this.#waitedFor -= 1;
      this.refreshDeadline();
    });
  }

  closed(): void {
    if (this.#deadline) this.#expectNothing();
    this.#isClosed = true;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #expectSession(): void {
    this.#count(1);
    this.#deadline = setTimeout(() => this.#expire(), this.#milliseconds);
  }

  #expectNothing(): void {
    this.#count(-1);
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
  }

  #expire(): void {
    if (this.#waitedFor > 0) this.refreshDeadline();
    else if (this.#leave) this.#askToLeave(this.#leave);
    else this.destroy();
  }

  #askToLeave(leave: () => void): void {
    this.#leave = undefined;
    this.#deadline = setTimeout(() => this.destroy(), LEAVING_MILLISECONDS);
    leave();
  }
}
