// Runs in the preload's world: electron.ipcRenderer, and the delivery of what main sends.
import { decode } from '../clone/decode.ts';
import { encode } from '../clone/encode.ts';
import type { Json } from '../clone/json.ts';
import type { PagePort } from './page-globals.ts';
import type { FromPage, ToPage } from './page-messages.ts';
import type { RendererPorts } from './renderer-ports.ts';

type Listener = (event: object, ...args: unknown[]) => void;
interface Subscription {
  readonly listener: Listener;
  readonly once: boolean;
}

interface Invocation {
  readonly channel: string;
  readonly promise: PromiseWithResolvers<unknown>;
}

export class IpcRenderer {
  readonly #post: (message: FromPage) => void;
  readonly #ports: RendererPorts;
  readonly #subscriptions = new Map<string, readonly Subscription[]>();
  readonly #invocations = new Map<number, Invocation>();
  #lastInvocation = 0;

  constructor(post: (message: FromPage) => void, ports: RendererPorts) {
    this.#post = post;
    this.#ports = ports;
  }

  send(channel: string, ...args: unknown[]): void {
    this.#post({ kind: 'send', channel, args: encode(args), ports: [] });
  }

  postMessage(channel: string, message: unknown, transfer: readonly PagePort[] = []): void {
    const args = encode([message]);
    this.#post({ kind: 'send', channel, args, ports: transfer.map((port) => this.#ports.adopt(port)) });
  }

  invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    const encoded = encode(args);
    const { id, answer } = this.#await(channel);
    this.#post({ kind: 'invoke', id, channel, args: encoded });
    return answer;
  }

  on(channel: string, listener: Listener): this {
    return this.#subscribe(channel, { listener, once: false });
  }

  once(channel: string, listener: Listener): this {
    return this.#subscribe(channel, { listener, once: true });
  }

  off(channel: string, listener: Listener): this {
    const others = this.#of(channel).filter((subscription) => subscription.listener !== listener);
    this.#subscriptions.set(channel, others);
    return this;
  }

  addListener(channel: string, listener: Listener): this {
    return this.on(channel, listener);
  }

  removeListener(channel: string, listener: Listener): this {
    return this.off(channel, listener);
  }

  removeAllListeners(channel?: string): this {
    if (channel === undefined) this.#subscriptions.clear();
    else this.#subscriptions.delete(channel);
    return this;
  }

  listenerCount(channel: string): number {
    return this.#of(channel).length;
  }

  sendSync(): never {
    throw new Error('electron double: ipcRenderer.sendSync is not modelled');
  }

  /** The bridge to the main process; not part of Electron's API. */
  static deliver(ipc: IpcRenderer, message: ToPage): void {
    switch (message.kind) {
      case 'message':
        ipc.#emit(message.channel, message.args, message.ports);
        return;
      case 'reply':
        ipc.#finish(message.id)?.promise.resolve(decode(message.value));
        return;
      case 'failure': {
        const invocation = ipc.#finish(message.id);
        const text = `Error invoking remote method '${invocation?.channel}': ${message.reason}`;
        invocation?.promise.reject(new Error(text));
        return;
      }
      case 'port':
        ipc.#ports.deliver(message.id, message.message, message.ports);
        return;
      case 'port-closed':
        ipc.#ports.closed(message.id);
        return;
    }
  }

  /** Asks the app's permission handlers; not part of Electron's API. */
  static async ask(ipc: IpcRenderer, ask: 'request' | 'check', permission: string): Promise<boolean> {
    const { id, answer } = ipc.#await('permission');
    ipc.#post({ kind: 'permission', id, ask, permission });
    return (await answer) === true;
  }

  #await(channel: string): { readonly id: number; readonly answer: Promise<unknown> } {
    const promise = Promise.withResolvers<unknown>();
    this.#lastInvocation += 1;
    this.#invocations.set(this.#lastInvocation, { channel, promise });
    return { id: this.#lastInvocation, answer: promise.promise };
  }

  #finish(id: number): Invocation | undefined {
    const invocation = this.#invocations.get(id);
    this.#invocations.delete(id);
    return invocation;
  }

  #emit(channel: string, args: Json, ports: readonly number[]): void {
    const event = { sender: this, ports: ports.map((id) => this.#ports.open(id)) };
    for (const { listener, once } of this.#of(channel)) {
      if (once) this.off(channel, listener);
      // The main process encoded an array of arguments.
      listener(event, ...(decode(args) as unknown[]));
    }
  }

  #of(channel: string): readonly Subscription[] {
    return this.#subscriptions.get(channel) ?? [];
  }

  #subscribe(channel: string, subscription: Subscription): this {
    this.#subscriptions.set(channel, [...this.#of(channel), subscription]);
    return this;
  }
}
