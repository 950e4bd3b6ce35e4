// A client of the Chrome DevTools Protocol over --remote-debugging-pipe: quicker than a socket, and Chromium ends
// by itself when this process dies. Messages are JSON, each ended by a zero byte.
import type { Readable, Writable } from 'node:stream';

/** An event or answer of Chromium. The protocol has no schema at run time; its readers state the shapes. */
// biome-ignore lint/suspicious/noExplicitAny: hundreds of messages, typed by the protocol's documentation only.
export type CdpObject = Record<string, any>;

export interface CdpEvent {
  readonly method: string;
  readonly params: CdpObject;
  readonly sessionId?: string;
}

type Listener = (event: CdpEvent) => void;
interface Waiting {
  readonly resolve: (result: CdpObject) => void;
  readonly reject: (error: Error) => void;
}

export class Connection {
  readonly #output: Writable;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<Listener>();
  #lastId = 0;
  #isClosed = false;

  constructor(input: Readable, output: Writable) {
    this.#output = output;
    readMessages(input, (message) => this.#receive(message));
    for (const stream of [input, output]) {
      stream.on('close', () => this.#end());
      stream.on('error', () => this.#end());
    }
  }

  /** Sends one command, to the browser or to a session. Rejects with Chromium's words, or when Chromium is gone. */
  send(method: string, params: object = {}, sessionId?: string): Promise<CdpObject> {
    if (this.#isClosed) return Promise.reject(new Error('Chromium is gone'));
    return new Promise((resolve, reject) => {
      this.#lastId += 1;
      this.#waiting.set(this.#lastId, { resolve, reject });
      this.#output.write(`${JSON.stringify({ id: this.#lastId, method, params, sessionId })}\0`);
    });
  }

  /** Calls the listener for every event of every session. Returns the way to stop. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #receive(message: CdpObject): void {
    if (message.id === undefined) {
      // An event, by the protocol's definition of a message without id.
      for (const listener of this.#listeners) listener(message as CdpEvent);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(message.error.message));
    else waiting?.resolve(message.result);
  }

  #end(): void {
    this.#isClosed = true;
    for (const { reject } of this.#waiting.values()) reject(new Error('Chromium is gone'));
    this.#waiting.clear();
  }
}

function readMessages(input: Readable, receive: (message: CdpObject) => void): void {
  let parts: Buffer[] = [];
  input.on('data', (chunk: Buffer) => {
    let from = 0;
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, from)) {
      parts.push(chunk.subarray(from, end));
      const text = Buffer.concat(parts).toString('utf8');
      parts = [];
      from = end + 1;
      receive(JSON.parse(text));
    }
    parts.push(chunk.subarray(from));
  });
}
