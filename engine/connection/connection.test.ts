import { createServer } from 'node:http';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Socket as TcpSocket,
} from 'node:net';
import { Server, type Socket } from 'socket.io';
import * as parser from 'socket.io-msgpack-parser';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sessionToken } from '../../protocol/accounts.ts';
import { refuse } from '../../protocol/errors.ts';
import { silentLogger } from '../../test/support/silent-logger.ts';
import type { Logger } from '../ports.ts';
import { systemClock } from '../system-clock.ts';
import { type ConnectionState, createConnection } from './connection.ts';

const token = sessionToken.parse('t'.repeat(43));
const marks = new Uint8Array(100).subarray(10, 90).fill(9);

async function startServer(onConnection: (socket: Socket) => void = () => undefined, port = 0) {
  const http = createServer();
  const io = new Server(http, { parser, transports: ['websocket'], pingInterval: 100, pingTimeout: 100 });
  io.on('connection', onConnection);
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  onTestFinished(async () => void (await io.close()));
  // A TCP server that listens has an AddressInfo.
  return { io, port: (http.address() as AddressInfo).port };
}

function connectTo(port: number, logger: Logger = silentLogger) {
  const url = `http://127.0.0.1:${port}`;
  const connection = createConnection({ url, clock: systemClock, logger });
  onTestFinished(() => connection.stop());
  const states: (ConnectionState | string)[] = [];
  connection.onState((state, refusal) => states.push(refusal ? `${state} ${refusal.code}` : state));
  connection.start();
  return { connection, states };
}

async function unusedPort(): Promise<number> {
  const probe = createTcpServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

test('a request waits for the connection and resolves with the parsed answer', async () => {
  const received: unknown[] = [];
  const { port } = await startServer((socket) => {
    socket.on('account:save-marks', (payload, answer) => {
      received.push(payload);
      answer({ ok: true, value: {} });
    });
    socket.on('people:set-status', (_, answer) => answer(refuse('rate-limited', { retryAfterMs: 1_000 })));
    socket.on('account:sign-out', (_, answer) => answer({ ok: false, code: 'a code of the future' }));
    socket.on('people:search', (_, answer) => answer({ ok: true, value: { people: 'none' } }));
  });
  const { connection } = connectTo(port);
  expect(await connection.request('account:save-marks', { marks })).toEqual({ ok: true, value: {} });
  expect(received).toEqual([{ marks: Buffer.from(marks) }]);
  expect(await connection.request('people:set-status', { status: 'away' })).toEqual(
    refuse('rate-limited', { retryAfterMs: 1_000 }),
  );
  expect(await connection.request('account:sign-out', {})).toMatchObject({ ok: false, code: 'internal' });
  expect(await connection.request('people:search', {})).toMatchObject({ ok: false, code: 'internal' });
});

test('the client passes on a push only when it fits its schema', async () => {
  const { port } = await startServer((socket) => {
    socket.emit('people:presence', { changes: 'nonsense' });
    socket.emit('people:presence', { changes: [{ address: 'bob@parley.example', status: 'away' }] });
  });
  const { connection } = connectTo(port);
  const pushed = new Promise((resolve) => connection.onPush('people:presence', resolve));
  expect(await pushed).toEqual({ changes: [{ address: 'bob@parley.example', status: 'away' }] });
});

test('requests are refused without a server, and the client connects once the server starts', async () => {
  const port = await unusedPort();
  const { connection, states } = connectTo(port);
  expect(await connection.request('account:sign-out', {})).toEqual(refuse('server-unreachable'));
  await startServer(undefined, port);
  await vi.waitFor(() => expect(states).toEqual(['connecting', 'offline', 'online']), 10_000);
});

test('an unreachable server is logged once for all attempts, and once more after it was back', async () => {
  const port = await unusedPort();
  let attempts = 0;
  const hangsUp = createTcpServer((socket) => {
    attempts += 1;
    socket.destroy();
  });
  const hangUp = () => new Promise<void>((resolve) => hangsUp.listen(port, '127.0.0.1', resolve));
  await hangUp();
  onTestFinished(() => void hangsUp.close());
  const outages: unknown[] = [];
  const warn: Logger['warn'] = (facts, sentence) => outages.push({ ...facts, sentence });
  const { states } = connectTo(port, { ...silentLogger, warn });
  await vi.waitFor(() => expect(attempts).toBeGreaterThan(2), 10_000);
  expect(outages).toEqual([
    {
      server: `http://127.0.0.1:${port}`,
      reason: expect.stringMatching(/hang up|ECONNRESET/),
      sentence: 'the server can’t be reached; trying again until it is',
    },
  ]);
  await new Promise((resolve) => hangsUp.close(resolve));
  const { io } = await startServer(undefined, port);
  await vi.waitFor(() => expect(states.at(-1)).toBe('online'), 10_000);
  await io.close();
  await hangUp();
  await vi.waitFor(() => expect(outages).toHaveLength(2), 10_000);
});

test('a pending request is refused when the connection breaks, and the client reconnects', async () => {
  const { port } = await startServer((socket) => {
    socket.on('account:get', () => socket.conn.close());
  });
  const { connection, states } = connectTo(port);
  expect(await connection.request('account:get', {})).toEqual(refuse('server-unreachable'));
  await vi.waitFor(() => expect(states).toEqual(['connecting', 'online', 'offline', 'online']), 5_000);
});

test('the client reconnects after the server closed the connection of a session', async () => {
  let connections = 0;
  const { port } = await startServer((socket) => {
    connections += 1;
    if (connections === 1) socket.once('account:get', () => socket.disconnect(true));
  });
  const { connection, states } = connectTo(port);
  connection.setToken(token);
  expect(await connection.request('account:get', {})).toEqual(refuse('server-unreachable'));
  await vi.waitFor(() => expect(states).toEqual(['connecting', 'online', 'offline', 'online']), 5_000);
});

test('without a session the client reconnects only for the next request', async () => {
  let connections = 0;
  const { port } = await startServer((socket) => {
    connections += 1;
    socket.on('account:sign-out', (_, answer) => answer({ ok: true, value: {} }));
    if (connections === 1) socket.disconnect(true);
  });
  const { connection, states } = connectTo(port);
  await vi.waitFor(() => expect(states).toEqual(['connecting', 'online', 'offline']), 5_000);
  expect(await connection.request('account:sign-out', {})).toEqual({ ok: true, value: {} });
  expect(states).toEqual(['connecting', 'online', 'offline', 'connecting', 'online']);
  expect(connections).toBe(2);
});

test('the client sends the token in each handshake until the session has ended', async () => {
  const offered: unknown[] = [];
  const { io, port } = await startServer();
  io.use((socket, next) => {
    offered.push(socket.handshake.auth);
    if (socket.handshake.auth.token === undefined) return next();
    next(Object.assign(new Error('refused'), { data: refuse('session-ended') }));
  });
  const url = `http://127.0.0.1:${port}`;
  const connection = createConnection({ url, clock: systemClock, logger: silentLogger });
  onTestFinished(() => connection.stop());
  const states: string[] = [];
  connection.onState((state, refusal) => states.push(`${state} ${refusal?.code ?? ''}`));
  connection.setToken(token);
  connection.start();
  await vi.waitFor(() => expect(connection.state).toBe('online'), 5_000);
  expect(offered).toEqual([{ protocol: 1, token }, { protocol: 1 }]);
  expect(states).toEqual(['connecting ', 'connecting session-ended', 'online ']);
});

test('the client forgets the token of a session that the server ended by push', async () => {
  const offered: unknown[] = [];
  const { port } = await startServer((socket) => {
    offered.push(socket.handshake.auth.token);
    if (offered.length === 1) socket.emit('account:session-ended', { reason: 'revoked' });
  });
  const { connection, states } = connectTo(port);
  connection.setToken(token);
  await vi.waitFor(() => expect(offered).toEqual([token, undefined]), 5_000);
  await vi.waitFor(
    () => expect(states).toEqual(['connecting', 'online', 'offline', 'connecting session-ended', 'online']),
    10_000,
  );
});

test('a refused handshake is reported with its reason', async () => {
  const { io, port } = await startServer();
  const refusal = refuse('protocol-version', { offered: 1, expected: 2 });
  io.use((_, next) => next(Object.assign(new Error(refusal.code), { data: refusal })));
  const { states } = connectTo(port);
  await vi.waitFor(() => expect(states).toEqual(['connecting', 'offline protocol-version']), 10_000);
});

test('the client notices a server that has gone silent', async () => {
  const { port } = await startServer();
  const sockets: TcpSocket[] = [];
  const proxy = createTcpServer((near) => {
    const far = connect(port, '127.0.0.1');
    sockets.push(near, far);
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  const { states } = connectTo((proxy.address() as AddressInfo).port);
  await vi.waitFor(() => expect(states).toContain('online'), 10_000);
  for (const socket of sockets) socket.unpipe().pause();
  await vi.waitFor(() => expect(states).toContain('offline'), 5_000);
});

test('stopping refuses pending requests and leaves no timer', async () => {
  const { port } = await startServer();
  const { connection } = connectTo(port);
  await vi.waitFor(() => expect(connection.state).toBe('online'), 10_000);
  const answer = connection.request('account:get', {});
  await Promise.resolve();
  connection.stop();
  expect(await answer).toEqual(refuse('server-unreachable'));
  await vi.waitFor(() => expect(process.getActiveResourcesInfo()).not.toContain('TCPSocketWrap'), 10_000);
});
