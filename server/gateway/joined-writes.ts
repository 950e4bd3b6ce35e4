// What one connection is sent in one turn of the event loop leaves in one system call: the first write
// corks the network socket, and one setImmediate a turn uncorks all that were corked.
import type { Socket as NetworkSocket } from 'node:net';

/** The parts of engine.io's WebSocket transport, and of the ws socket in it, that its types leave out. */
export interface WebSocketTransport {
  send(packets: unknown): void;
  readonly socket: { readonly _socket: NetworkSocket | undefined };
}

/** Returns the function that joins the writes of a transport; all that it is given to share its turns. */
export function joinWrites(): (transport: WebSocketTransport) => void {
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

  function joinedSend(this: WebSocketTransport, packets: unknown): void {
    if (this.socket._socket) cork(this.socket._socket);
    const plain = Object.getPrototypeOf(this) as WebSocketTransport; // the class whose method is shadowed here
    plain.send.call(this, packets);
  }

  return (transport) => {
    transport.send = joinedSend;
  };
}
