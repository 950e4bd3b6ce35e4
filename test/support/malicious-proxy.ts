// A proxy in front of a real server: it passes on what both sides send, except where the test replaces an answer.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io as connect, type Socket } from 'socket.io-client';
import * as parser from 'socket.io-msgpack-parser';
import { onTestFinished } from 'vitest';
import { toWire } from '../../node/wire-bytes.ts';
import type { RequestName } from '../../protocol/events.ts';

/** Given the server's answer, what the client gets instead. */
type Forge = (truth: never) => Forged | Promise<Forged>;

interface Forged {
  readonly answer: unknown;
}

export interface MaliciousProxy {
  /** For clients, in place of the server's. */
  readonly url: string;
  readonly forgeries: Map<RequestName, Forge>;
  /** What the server gets instead of a client’s request. */
  readonly rewrites: Map<RequestName, (request: never) => unknown>;
  /** When set, every handshake is refused with it. */
  turnAwayWith: unknown;
  /** Pushes to every client what the server has not. */
  push(event: string, payload: unknown): void;
  /** Breaks every connection. */
  cut(): void;
}

/** Runs until the test ends. */
export async function startMaliciousProxy(serverUrl: string): Promise<MaliciousProxy> {
  const http = createServer();
  const server = new Server(http, { parser, transports: ['websocket'], maxHttpBufferSize: 1e8 });
  const upstreams = new Map<string, Socket>();
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo; // A TCP server that listens has one.

  const proxy: MaliciousProxy = {
    url: `http://127.0.0.1:${port}`,
    forgeries: new Map(),
    rewrites: new Map(),
    turnAwayWith: undefined,
    push: (event, payload) => void server.emit(event, payload),
    cut: () => server.disconnectSockets(true),
  };

  server.use((socket, next) => {
    const { auth } = socket.handshake;
    // It must not come back by itself: it would take over the session of a client that reconnects meanwhile.
    const single = { forceNew: true, reconnection: false };
    const upstream = connect(serverUrl, { parser, auth, transports: ['websocket'], ...single });
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
    if (!upstream) throw new Error('this connection has no upstream');
    upstream.onAny((event: string, payload: unknown) => socket.emit(event, toWire(payload)));
    upstream.once('disconnect', () => socket.disconnect(true));
    socket.once('disconnect', () => upstream.disconnect());
    socket.onAny(async (name: RequestName, payload: unknown, acknowledge: (answer: unknown) => void) => {
      const rewrite = proxy.rewrites.get(name);
      const asked = upstream.emitWithAck(name, toWire(rewrite ? rewrite(payload as never) : payload));
      const truth: unknown = await asked.catch(() => undefined);
      // The connection was cut meanwhile, and no client waits for the answer.
      if (upstream.disconnected) return;
      const forged = await proxy.forgeries.get(name)?.(truth as never); // The test knows the answer of the request it names.
      acknowledge(toWire(forged ? forged.answer : truth));
    });
  });
  onTestFinished(async () => {
    for (const upstream of upstreams.values()) upstream.disconnect();
    await server.close();
  });
  return proxy;
}
