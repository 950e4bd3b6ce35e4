// Runs in the page. What contextBridge stands on: calls between the page's own world and the preload's, made
// synchronously through events on the document that both worlds share.
import { decode } from '../clone/decode.ts';
import { encode } from '../clone/encode.ts';
import type { Json, Tagged } from '../clone/json.ts';
import type { PageDocument } from './page-globals.ts';

declare const document: PageDocument;

type Callable = (...args: unknown[]) => unknown;
type BridgeMessage =
  | { readonly kind: 'call'; readonly id: number; readonly args: Json }
  | { readonly kind: 'reply'; readonly value?: Json; readonly error?: Json }
  | { readonly kind: 'settle'; readonly id: number; readonly value?: Json; readonly error?: Json }
  | { readonly kind: 'expose'; readonly key: string; readonly api: Json };
type Reply = Extract<BridgeMessage, { kind: 'reply' }>;

export class Bridge {
  readonly #outward: string;
  readonly #onExpose: ((key: string, api: unknown) => void) | undefined;
  readonly #functions = new Map<number, Callable>();
  readonly #idOf = new WeakMap<object, number>();
  readonly #remotes = new Map<number, Callable>();
  readonly #promises = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;
  #reply: Reply | undefined;

  // Kept from the document's start: the page may replace the globals later.
  readonly #dispatch = EventTarget.prototype.dispatchEvent;
  readonly #Event = CustomEvent;
  readonly #json = { parse: JSON.parse, stringify: JSON.stringify };

  constructor(outward: string, inward: string, onExpose?: (key: string, api: unknown) => void) {
    this.#outward = outward;
    this.#onExpose = onExpose;
    document.addEventListener(
      inward,
      (event) => {
        event.stopImmediatePropagation();
        // Only the other world's bridge knows the event's name.
        this.#receive(this.#json.parse((event as CustomEvent<string>).detail));
      },
      true,
    );
  }

  /** Makes `api` available in the other world under `key`. */
  expose(key: string, api: unknown): void {
    this.#send({ kind: 'expose', key, api: this.#encode(api) });
  }

  #send(message: BridgeMessage): void {
    this.#dispatch.call(document, new this.#Event(this.#outward, { detail: this.#json.stringify(message) }));
  }

  #receive(message: BridgeMessage): void {
    switch (message.kind) {
      case 'reply':
        this.#reply = message;
        return;
      case 'call':
        this.#send(this.#answer(message.id, message.args));
        return;
      case 'settle':
        this.#settle(message.id, message.value, message.error);
        return;
      case 'expose':
        this.#onExpose?.(message.key, deepFreeze(this.#decode(message.api)));
        return;
    }
  }

  #answer(id: number, args: Json): Reply {
    try {
      // The encoder of the other world wrote an array of arguments.
      const value = this.#functions.get(id)?.(...(this.#decode(args) as unknown[]));
      return { kind: 'reply', value: this.#encode(value) };
    } catch (error) {
      return { kind: 'reply', error: this.#encode(asError(error)) };
    }
  }

  #settle(id: number, value: Json | undefined, error: Json | undefined): void {
    const promise = this.#promises.get(id);
    this.#promises.delete(id);
    if (error !== undefined) promise?.reject(this.#decode(error));
    else if (value !== undefined) promise?.resolve(this.#decode(value));
  }

  #call(id: number, args: unknown[]): unknown {
    // A call may be made while another one is being answered: each keeps its own reply.
    const outer = this.#reply;
    this.#reply = undefined;
    this.#send({ kind: 'call', id, args: this.#encode(args) });
    const reply = this.#takeReply();
    this.#reply = outer;
    if (reply?.error !== undefined) throw this.#decode(reply.error);
    if (reply?.value === undefined) throw new Error('the other world is gone');
    return this.#decode(reply.value);
  }

  // Written by #receive during #send, which the compiler can't know.
  #takeReply(): Reply | undefined {
    return this.#reply;
  }

  #encode(value: unknown): Json {
    return encode(value, (part) => {
      if (typeof part === 'function') return { $: 'function', v: this.#register(part as Callable) };
      return part instanceof Promise ? { $: 'promise', v: this.#follow(part) } : undefined;
    });
  }

  #register(callable: Callable): number {
    const known = this.#idOf.get(callable);
    if (known !== undefined) return known;
    this.#lastId += 1;
    this.#idOf.set(callable, this.#lastId);
    this.#functions.set(this.#lastId, callable);
    return this.#lastId;
  }

  #follow(promise: Promise<unknown>): number {
    this.#lastId += 1;
    const id = this.#lastId;
    promise.then(
      (value) => this.#send({ kind: 'settle', id, value: this.#encode(value) }),
      (error) => this.#send({ kind: 'settle', id, error: this.#encode(asError(error)) }),
    );
    return id;
  }

  #decode(json: Json): unknown {
    return decode(json, ({ $, v }: Tagged) => {
      const id = Number(v);
      if ($ === 'function') return this.#remote(id);
      if ($ !== 'promise') throw new Error(`unknown bridge tag ${$}`);
      const promise = Promise.withResolvers<unknown>();
      this.#promises.set(id, promise);
      return promise.promise;
    });
  }

  #remote(id: number): Callable {
    const known = this.#remotes.get(id);
    if (known) return known;
    const remote: Callable = (...args) => this.#call(id, args);
    this.#remotes.set(id, remote);
    return remote;
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function deepFreeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
