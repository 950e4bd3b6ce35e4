// Runs in the utility process: process.parentPort, and the ports that arrive through it.
import { decode } from '../clone/decode.ts';
import { encode } from '../clone/encode.ts';
import { StrictEmitter } from '../strict.ts';
import type { ParentMessage, PortMail, UtilityMessage } from './utility-messages.ts';

type Send = (message: UtilityMessage) => void;

class UtilityPort extends StrictEmitter {
  readonly #id: number;
  readonly #ports: UtilityPorts;
  #isStarted = false;
  #held: PortMail[] = [];

  constructor(id: number, ports: UtilityPorts) {
    super();
    this.#id = id;
    this.#ports = ports;
  }

  start(): void {
    this.#isStarted = true;
    for (const message of this.#held.splice(0)) this.#emitLater(message);
  }

  postMessage(message: unknown, transfer: UtilityPort[] = []): void {
    if (!this.#ports.has(this.#id)) return;
    const ports = transfer.map((port) => port.#leave());
    this.#ports.send({ kind: 'port', id: this.#id, message: encode(message), ports });
  }

  close(): void {
    if (this.#ports.forget(this.#id)) this.#ports.send({ kind: 'port-closed', id: this.#id });
    setImmediate(() => this.emit('close'));
  }

  static receive(port: UtilityPort, message: PortMail): void {
    if (port.#isStarted) port.#emitLater(message);
    else port.#held.push(message);
  }

  #leave(): number {
    this.#ports.forget(this.#id);
    this.#ports.send({ kind: 'port-left', id: this.#id, unread: this.#held.splice(0) });
    return this.#id;
  }

  #emitLater({ message, ports }: PortMail): void {
    const event = { data: decode(message), ports: ports.map((id) => this.#ports.open(id)) };
    setImmediate(() => this.emit('message', event));
  }
}

/** The ports that this process holds. */
class UtilityPorts {
  readonly #live = new Map<number, UtilityPort>();
  readonly send: Send;

  constructor(send: Send) {
    this.send = send;
  }

  has(id: number): boolean {
    return this.#live.has(id);
  }

  open(id: number): UtilityPort {
    const port = new UtilityPort(id, this);
    this.#live.set(id, port);
    return port;
  }

  forget(id: number): boolean {
    return this.#live.delete(id);
  }

  deliver(message: PortMail): void {
    const port = this.#live.get(message.id);
    if (port) UtilityPort.receive(port, message);
  }

  closed(id: number): void {
    const port = this.#live.get(id);
    // After the messages before it, which are on their way by setImmediate.
    if (this.forget(id)) setImmediate(() => port?.emit('close'));
  }
}

/** The way to the main process. Messages wait for the first listener, as in Electron. */
export class ParentPort extends StrictEmitter {
  readonly #ports: UtilityPorts;
  #early: ParentMessage[] = [];

  constructor(send: Send) {
    super();
    this.#ports = new UtilityPorts(send);
    this.on('newListener', (name) => {
      if (name === 'message') setImmediate(() => this.#flush());
    });
  }

  postMessage(message: unknown): void {
    this.#ports.send({ kind: 'message', message: encode(message), ports: [] });
  }

  /** Takes in what the main process sent. */
  static receive(port: ParentPort, message: UtilityMessage): void {
    switch (message.kind) {
      case 'message':
        port.#early.push(message);
        if (port.listenerCount('message') > 0) port.#flush();
        return;
      case 'port':
        port.#ports.deliver(message);
        return;
      case 'port-closed':
        port.#ports.closed(message.id);
        return;
      case 'port-left':
        throw new Error('electron double: only a utility process leaves ports');
    }
  }

  #flush(): void {
    for (const { message, ports } of this.#early.splice(0)) {
      this.emit('message', { data: decode(message), ports: ports.map((id) => this.#ports.open(id)) });
    }
  }
}
