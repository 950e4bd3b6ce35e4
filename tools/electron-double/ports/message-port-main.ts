import { decode } from '../clone/decode.ts';
import { encode } from '../clone/encode.ts';
import { Strict, StrictEmitter } from '../strict.ts';
import { Endpoint, endpointById, type PortMessage } from './endpoint.ts';

/** A port held by the main process. Messages wait until `start`, as in Electron. */
export class MessagePortMain extends StrictEmitter {
  #endpoint: Endpoint | undefined;
  #isStarted = false;
  #held: PortMessage[] = [];

  constructor(endpoint: Endpoint) {
    super();
    this.#endpoint = endpoint;
    endpoint.sit({
      deliver: (message) => (this.#isStarted ? this.#emitLater(message) : this.#held.push(message)),
      closed: () => this.#end(),
    });
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    for (const message of this.#held.splice(0)) this.#emitLater(message);
  }

  postMessage(message: unknown, transfer: MessagePortMain[] = []): void {
    if (!this.#endpoint) return;
    const sourceAt = transfer.indexOf(this);
    if (sourceAt >= 0) throw new TypeError(`Port at index ${sourceAt} contains the source port`);
    this.#endpoint.post({ message: encode(message), ports: release(transfer) });
  }

  close(): void {
    this.#endpoint?.close();
    setImmediate(() => this.#end());
  }

  /** Gives the endpoint away and returns it; the port is neutered, as after any transfer. */
  static release(port: MessagePortMain, index: number): Endpoint {
    const endpoint = port.#endpoint;
    if (!endpoint) throw new TypeError(`Port at index ${index} is already neutered`);
    port.#endpoint = undefined;
    endpoint.leave(port.#held.splice(0));
    return endpoint;
  }

  #emitLater({ message, ports }: PortMessage): void {
    setImmediate(() => this.emit('message', { data: decode(message), ports: ports.map(portById) }));
  }

  #end(): void {
    if (!this.#endpoint) return;
    this.#endpoint.close();
    this.#endpoint = undefined;
    this.emit('close');
  }
}

/** Takes the endpoints out of ports that are being transferred. Returns their ids. */
export function release(ports: readonly MessagePortMain[]): readonly number[] {
  return ports.map((port, index) => MessagePortMain.release(port, index).id);
}

/** A port of the main process at the endpoint with this id. */
export function portById(id: number): MessagePortMain {
  return new MessagePortMain(endpointById(id));
}

export class MessageChannelMain extends Strict {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;

  constructor() {
    super();
    const [one, other] = Endpoint.pair();
    this.port1 = new MessagePortMain(one);
    this.port2 = new MessagePortMain(other);
  }
}
