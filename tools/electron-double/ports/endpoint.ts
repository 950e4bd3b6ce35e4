// Message ports as the main process sees them. Both ends of every channel are registered here; the holder of
// an end (main, a page, a utility process) sits at it. Messages for an end without a holder wait in its queue,
// so a port can travel without losing or reordering anything.
import type { Json } from '../clone/json.ts';

export interface PortMessage {
  readonly message: Json;
  /** Ids of the endpoints that travel with the message. */
  readonly ports: readonly number[];
}

/** Where the messages of an endpoint go while it has a holder. */
export interface Seat {
  deliver(message: PortMessage): void;
  closed(): void;
}

const endpoints = new Map<number, Endpoint>();
let lastId = 0;

export class Endpoint {
  readonly id = ++lastId;
  #peer: Endpoint | undefined;
  #seat: Seat | undefined;
  #waiting: PortMessage[] = [];
  #isClosed = false;
  #isPeerClosed = false;

  constructor() {
    endpoints.set(this.id, this);
  }

  /** The two ends of a new channel. */
  static pair(): readonly [Endpoint, Endpoint] {
    const one = new Endpoint();
    const other = new Endpoint();
    one.#peer = other;
    other.#peer = one;
    return [one, other];
  }

  /** Sends to the other end. */
  post(message: PortMessage): void {
    this.#peer?.receive(message);
  }

  private receive(message: PortMessage): void {
    if (this.#isClosed) return;
    if (this.#seat) this.#seat.deliver(message);
    else this.#waiting.push(message);
  }

  /** Takes the endpoint: what waited is delivered at once, then whatever comes. */
  sit(seat: Seat): void {
    this.#seat = seat;
    for (const message of this.#waiting.splice(0)) seat.deliver(message);
    if (this.#isPeerClosed) seat.closed();
  }

  /** Leaves the endpoint so that another can take it; `unread` goes back to the front of its queue. */
  leave(unread: readonly PortMessage[] = []): void {
    this.#seat = undefined;
    this.#waiting.unshift(...unread);
  }

  /** Closes this end; the other end emits `close` after what was already sent. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    endpoints.delete(this.id);
    setImmediate(() => this.#peer?.peerClosed());
  }

  private peerClosed(): void {
    this.#isPeerClosed = true;
    if (!this.#isClosed) this.#seat?.closed();
  }
}

/** The live endpoint with this id. Throws if it was closed: a message can't carry a closed port. */
export function endpointById(id: number): Endpoint {
  const endpoint = endpoints.get(id);
  if (!endpoint) throw new Error(`electron double: no message port ${id}`);
  return endpoint;
}
