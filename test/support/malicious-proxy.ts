// A proxy in front of a real server: it passes on what both sides say, except where the test has put a lie.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io as connect, type Socket } from 'socket.io-client';
import * as parser from 'socket.io-msgpack-parser';
import { onTestFinished } from 'vitest';
import { toWire } from '../../node/wire-bytes.ts';
import type { RequestName } from '../../protocol/events.ts';

/** Given the true answer, what is told instead. */
type Lie = (truth: never) => { readonly told: unknown };

export interface MaliciousProxy {
  /** For clients, in place of the server's. */
  readonly url: string;
  readonly lies: Map<RequestName, Lie>;
  /** When set, whoever connects is turned away with it. */
  turnAwayWith: unknown;
  /** Tells everybody something that the server has not. */
  push(event: string, payload: unknown): void;
  /** Breaks every connection. */
  cut(): void;
}

/** Lies until the test ends. */
export async function startMaliciousProxy(serverUrl: string): Promise<MaliciousProxy> {
  const http = createServer();
  const server = new Server(http, { parser, transports: ['websocket'], maxHttpBufferSize: 1e8 });
  const upstreams = new Map<string, Socket>();
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo; // A TCP server that listens has one.

  const proxy: MaliciousProxy = {
    url: `http://127.0.0.1:${port}`,
    lies: new Map(),
    turnAwayWith: undefined,
    push: (event, payload) => void server.emit(event, payload),
    cut: () => server.disconnectSockets(true),
  };

  server.use((socket, next) => {
    const { auth } = socket.handshake;
    const upstream = connect(serverUrl, { parser, auth, transports: ['websocket'], forceNew: true });
    upstreams.set(socket.id, upstream);
    upstream.once('connect', () => next());
    upstream.once('connect_error', next);
  });
  // After that wait: what was cut meanwhile would otherwise come through.
  server.use((_, next) => {
    const { turnAwayWith } = proxy;
    if (turnAwayWith === undefined) next();
    else next(Object.assign(new Error('turned away'), { data: turnAwayWith }));
  });
  server.on('connection', (socket) => {
    const upstream = upstreams.get(socket.id);
    if (!upstream) throw new Error('nobody is behind this connection');
    upstream.onAny((event: string, payload: unknown) => socket.emit(event, toWire(payload)));
    upstream.once('disconnect', () => socket.disconnect(true));
    socket.once('disconnect', () => upstream.disconnect());
    socket.onAny(async (name: RequestName, payload: unknown, answer: (told: unknown) => void) => {
      const truth: unknown = await upstream.emitWithAck(name, toWire(payload));
      const lie = proxy.lies.get(name)?.(truth as never); // Whoever lies knows what is true.
      answer(toWire(lie ? lie.told : truth));
    });
  });
  onTestFinished(async () => {
    for (const upstream of upstreams.values()) upstream.disconnect();
    await server.close();
  });
  return proxy;
}
