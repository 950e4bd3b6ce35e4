// Runs in the preload's world. One end of a real DOM channel stays here and is relayed to the main process; the
// other end is handed on, and can be transferred by the page as it likes.
import { decode } from '../clone/decode.ts';
import { encode } from '../clone/encode.ts';
import type { Json } from '../clone/json.ts';
import type { PagePort } from './page-globals.ts';
import type { FromPage } from './page-messages.ts';

declare const MessageChannel: new () => { readonly port1: PagePort; readonly port2: PagePort };

export class RendererPorts {
  readonly #post: (message: FromPage) => void;
  readonly #ports = new Map<number, PagePort>();
  #lastOwnId = 0;

  constructor(post: (message: FromPage) => void) {
    this.#post = post;
  }

  /** Takes a port that the page sends away. Returns the id under which main will know it. */
  adopt(port: PagePort): number {
    this.#lastOwnId -= 1;
    this.#relay(this.#lastOwnId, port);
    return this.#lastOwnId;
  }

  /** A new port for the page, whose other end main holds under this id. */
  open(id: number): PagePort {
    const { port1, port2 } = new MessageChannel();
    this.#relay(id, port1);
    return port2;
  }

  deliver(id: number, message: Json, ports: readonly number[]): void {
    const carried = ports.map((carriedId) => this.open(carriedId));
    this.#ports.get(id)?.postMessage(decode(message), carried);
  }

  closed(id: number): void {
    const port = this.#ports.get(id);
    this.#ports.delete(id);
    port?.close();
  }

  #relay(id: number, port: PagePort): void {
    this.#ports.set(id, port);
    port.onmessage = ({ data, ports }) => {
      const adopted = ports.map((carried) => this.adopt(carried));
      this.#post({ kind: 'port', id, message: encode(data), ports: adopted });
    };
    port.onclose = () => {
      if (this.#ports.delete(id)) this.#post({ kind: 'port-closed', id });
    };
    port.start();
  }
}
