// As much of a Socket.IO client as the load needs: it connects, sends prepared requests, and reports what came back.
// The same code talks to the relay and to the server.
import type { Socket } from 'node:net';
import { Decoder, PacketType } from 'socket.io-msgpack-parser';
import { encodePacket, type PreparedRequest } from './prepared-request.ts';
import { encodeFrame, openWebSocket } from './web-socket.ts';

export interface ClientListener {
  onAcknowledged(id: number, answer: unknown): void;
  onEvent(name: string, payload: unknown): void;
}

export interface Client {
  send(request: PreparedRequest, id: number, counter: number): void;
  close(): void;
}

interface Packet {
  readonly type: number;
  readonly data: unknown;
  readonly id?: number;
}

/** `auth` is what the handshake carries. Rejects when the server refuses it. */
export async function connectClient(url: string, auth: object, listener: ClientListener): Promise<Client> {
  const connected = Promise.withResolvers<undefined>();
  const decoder = new Decoder();
  decoder.on('decoded', (packet: Packet) => {
    if (packet.type === PacketType.CONNECT) connected.resolve(undefined);
    else if (packet.type === PacketType.CONNECT_ERROR)
      connected.reject(new Error(JSON.stringify(packet.data)));
    else dispatch(listener, packet);
  });
  const address = new URL('/socket.io/?EIO=4&transport=websocket', url);
  const socket = await openWebSocket(address, (payload) => {
    if (typeof payload !== 'string') decoder.add(payload);
    // Engine.IO's ping and pong.
    else if (payload === '2') socket.write(encodeFrame('3'));
  });
  socket.on('close', () => connected.reject(new Error('the connection was closed')));
  socket.write(encodeFrame(encodePacket({ type: PacketType.CONNECT, data: auth, nsp: '/' })));
  await connected.promise;
  return {
    send: (request, id, counter) => writeJoined(socket, request.stamped(id, counter)),
    close: () => socket.destroy(),
  };
}

const CONNECTING_AT_ONCE = 50;

/** One connection for each handshake, some at a time. */
export async function connectAll(
  url: string,
  auths: readonly object[],
  listener: ClientListener,
): Promise<readonly Client[]> {
  const clients: Client[] = [];
  for (let at = 0; at < auths.length; at += CONNECTING_AT_ONCE) {
    const some = auths.slice(at, at + CONNECTING_AT_ONCE);
    clients.push(...(await Promise.all(some.map((auth) => connectClient(url, auth, listener)))));
  }
  return clients;
}

function dispatch(listener: ClientListener, { type, id, data }: Packet): void {
  const values = data as readonly unknown[]; // the decoder has checked it
  if (type === PacketType.ACK && id !== undefined) listener.onAcknowledged(id, values[0]);
  else if (type === PacketType.EVENT) listener.onEvent(String(values[0]), values[1]);
}

function writeJoined(socket: Socket, bytes: Buffer): void {
  if (socket.writableCorked === 0) {
    socket.cork();
    setImmediate(() => socket.uncork());
  }
  socket.write(bytes);
}
