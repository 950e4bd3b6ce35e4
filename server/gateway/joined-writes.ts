// What one connection is sent in one turn of the event loop leaves in one system call: the first write
// corks the network socket, and one setImmediate a turn uncorks all that were corked.
import type { Socket as NetworkSocket } from 'node:net';
import { priceOf } from './packet-price.ts';

/** What is joined of a transport, and noted at it. */
export interface JoinedTransport {
  send(packets: readonly object[]): void;
  readonly socket: { readonly _socket: NetworkSocket | undefined };
  /** How often it was given something, and what it was given last, as a backlog counts it. */
  sends: number;
  sending: number;
}

/** The parts of engine.io's WebSocket transport, and of the ws socket in it, that its types leave out. */
export interface WebSocketTransport extends JoinedTransport {
  once(event: 'ready', listener: () => void): void;
  /** Whether everything it was given has been handed to the network. */
  readonly writable: boolean;
  readonly socket: JoinedTransport['socket'] & {
    pause(): void;
    resume(): void;
    terminate(): void;
    on(event: 'ping', listener: () => void): void;
  };
}

/** Returns the function that joins the writes of a transport; all that it is given to share its turns. */
export function joinWrites(): (transport: JoinedTransport) => void {
  let corked: NetworkSocket[] = [];

  function uncorkAll(): void {
    const sockets = corked;
    corked = [];
    for (const socket of sockets) socket.uncork();
  }

  function cork(socket: NetworkSocket): void {
    if (socket.writableCorked > 0 || socket.destroyed) return;
    socket.cork();
    if (corked.push(socket) === 1) setImmediate(uncorkAll);
  }

  function joinedSend(this: JoinedTransport, packets: readonly object[]): void {
    if (this.socket._socket) cork(this.socket._socket);
    this.sends += 1;
    this.sending = 0;
    for (const packet of packets) this.sending += priceOf(packet);
    const plain = Object.getPrototypeOf(this) as JoinedTransport; // the class whose method is shadowed here
    plain.send.call(this, packets);
  }

  return (transport) => {
    transport.sends = 0;
    transport.sending = 0;
    transport.send = joinedSend;
  };
}
