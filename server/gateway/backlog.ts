// The packets that wait to be sent. A packet that waits takes more memory than its bytes, so that each has a price besides:
// many small ones count as well as a few large ones.
import type { Socket } from 'socket.io';
import type { WebSocketTransport } from './joined-writes.ts';
import { type Packet, priceOf } from './packet-price.ts';

/** A smaller backlog is not worth adding to the sum of all. */
const LARGE_BYTES = 262_144;

/** The bytes that wait on one connection: a running sum, in which each packet is looked at once. */
export class Backlog {
  readonly #engineSocket: { readonly writeBuffer: readonly Packet[] };
  readonly #transport: WebSocketTransport;
  #sends = 0;
  #counted = 0;
  #queued = 0;

  constructor(engineSocket: Socket['conn'], transport: WebSocketTransport) {
    // Private in engine.io's types: the packets that wait for the transport.
    this.#engineSocket = engineSocket as unknown as { readonly writeBuffer: readonly Packet[] };
    this.#transport = transport;
  }

  get bytes(): number {
    const { sends, sending, writable } = this.#transport;
    if (sends !== this.#sends) {
      this.#sends = sends;
      this.#counted = 0;
      this.#queued = 0;
    }
    const { writeBuffer } = this.#engineSocket;
    for (; this.#counted < writeBuffer.length; this.#counted += 1) {
      this.#queued += priceOf(writeBuffer[this.#counted] ?? {});
    }
    return this.#queued + (writable ? 0 : sending);
  }

  /** Calls once, after more has been handed to the network. A connection that ends never calls. */
  onSent(listener: () => void): void {
    this.#transport.once('ready', listener);
  }
}

/** The large backlogs of all connections together. */
export class LargeBacklogs {
  readonly #known = new Map<Backlog, number>();
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  /** Returns whether the backlog is a large one; from then on it is watched until it isn't. */
  note(backlog: Backlog, bytes: number): boolean {
    const isLarge = bytes > LARGE_BYTES;
    const before = this.#known.get(backlog);
    if (!isLarge && before === undefined) return false;
    this.#bytes += (isLarge ? bytes : 0) - (before ?? 0);
    if (isLarge) this.#known.set(backlog, bytes);
    else this.#known.delete(backlog);
    if (isLarge && before === undefined) this.#watch(backlog);
    return isLarge;
  }

  forget(backlog: Backlog): void {
    this.note(backlog, 0);
  }

  #watch(backlog: Backlog): void {
    backlog.onSent(() => {
      if (this.#known.has(backlog) && this.note(backlog, backlog.bytes)) this.#watch(backlog);
    });
  }
}
