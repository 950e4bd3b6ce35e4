// Attacks in miniature: clients that read no answers, that are refused without end, that connect and send nothing.
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ok } from '../../protocol/errors.ts';
import { otherToken, session, startGateway, token } from '../../test/support/gateway.ts';
import { connectWire, type WireClient } from '../../test/support/wire-client.ts';
import { descriptorLimit } from './descriptor-limit.ts';
import type { Handlers } from './handlers.ts';

const search = 'people:search';
const queries = Array.from({ length: 100 }, (_, index) => String(index));

/** The ws socket and the network socket under a client, which the library keeps private. */
function underneath({ socket }: WireClient) {
  const transport = socket.io.engine.transport as unknown as {
    readonly ws: { ping(): void; readonly _socket: Socket };
  };
  return { ws: transport.ws, network: transport.ws._socket };
}

/** Resolves when a number has stayed the same for many answers to another connection. */
async function settled(value: () => number, bystander: WireClient): Promise<number> {
  let last = value();
  for (let unchanged = 0; unchanged < 30; unchanged += 1) {
    await bystander.ask('account:sessions', {});
    if (value() !== last) unchanged = 0;
    last = value();
  }
  return last;
}

async function idleSocket(port: number) {
  const socket = createConnection(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  return { socket, closed };
}

/** Answers of 200 kB, and how many of them were asked for. */
function heavySearch() {
  const seen: (string | undefined)[] = [];
  const own: Partial<Handlers> = {
    'account:sessions': async () => ok({ sessions: [] }),
    [search]: async ({ query }) => {
      seen.push(query);
      return ok({ people: [], more: false, padding: Buffer.alloc(200_000) });
    },
  };
  return { seen, own };
}

test('requests wait while their client reads no answers, and all are answered in the end', async () => {
  const { seen, own } = heavySearch();
  const { url } = await startGateway({ own, limits: { pauseBytes: 400_000, requestsUnderWay: 4 } });
  const [greedy, bystander] = [
    await connectWire(url, { token }),
    await connectWire(url, { token: otherToken }),
  ];
  underneath(greedy).network.pause();
  const answers = Promise.all(queries.map((query) => greedy.ask(search, { query })));
  // What the operating system takes in for a client that doesn't read is some megabytes.
  expect(await settled(() => seen.length, bystander)).toBeLessThan(70);
  underneath(greedy).network.resume();
  expect(await answers).toHaveLength(queries.length);
  expect(seen).toEqual(queries);
});

test('requests over a connection’s limit wait in order', async () => {
  const seen: (string | undefined)[] = [];
  const gate = Promise.withResolvers<void>();
  const own: Partial<Handlers> = {
    'account:sessions': async () => ok({ sessions: [] }),
    [search]: async ({ query }) => {
      seen.push(query);
      await gate.promise;
      return ok({ people: [], more: false });
    },
  };
  const { url } = await startGateway({ own, limits: { requestsUnderWay: 4 } });
  const [greedy, bystander] = [
    await connectWire(url, { token }),
    await connectWire(url, { token: otherToken }),
  ];
  const answers = Promise.all(queries.map((query) => greedy.ask(search, { query })));
  expect(await settled(() => seen.length, bystander)).toBe(4);
  gate.resolve();
  await answers;
  expect(seen).toEqual(queries);
});

test.each([
  ['on one connection', { closeBytes: 1_000_000 }],
  ['on all together', { closeBytesOfAll: 1_000_000 }],
])('a connection that reads no pushes is closed when too much waits %s', async (_, limits) => {
  const { url, connections } = await startGateway({ limits });
  const [deaf, alive] = [await connectWire(url, { token }), await connectWire(url, { token: otherToken })];
  const { network } = underneath(deaf);
  network.pause();
  const closed = once(network, 'close');
  const payload = { changes: [], padding: Buffer.alloc(100_000) };
  let pushes = 0;
  while (connections.of(session.username).length > 1) {
    pushes += 1;
    const received = alive.next('people:presence');
    for (const one of connections.of(session.username)) one.push('people:presence', payload);
    await received;
  }
  // The usual bound for one connection is more than three times as much.
  expect(pushes).toBeLessThan(150);
  network.resume();
  await closed;
  expect(await alive.ask(search, {})).toMatchObject({ code: 'not-supported' });
});

const refusals = { burst: 5, perSecond: 0.001 };

test.each<[string, (client: WireClient) => void]>([
  ['asks for what does not exist', ({ socket }) => socket.emit('people:teleport', {}, () => undefined)],
  ['asks without a session', ({ socket }) => socket.emit(search, {}, () => undefined)],
  ['asks without an acknowledgement', ({ socket }) => socket.emit('account:pre-login', {})],
  ['asks for nonsense', ({ socket }) => socket.emit('account:pre-login', { colour: 'red' }, () => undefined)],
  ['pings', (client) => underneath(client).ws.ping()],
])('a client that %s again and again is closed', async (_, refused) => {
  const { url } = await startGateway({ rateLimits: true, limits: { refusals } });
  const client = await connectWire(url);
  const closed = client.next('disconnect');
  for (let count = 0; count < 5; count += 1) refused(client);
  expect(await client.ask('account:pre-login', { username: session.username })).toMatchObject({ ok: false });
  refused(client);
  await closed;
});

test('a connection without a session is closed in time; one with a session or a request under way is not', async () => {
  const gate = Promise.withResolvers<void>();
  const own: Partial<Handlers> = {
    'account:pre-login': async () => {
      await gate.promise;
      return ok(undefined as never); // the test only looks whether it is answered
    },
  };
  const { url, port } = await startGateway({ own, limits: { signInMilliseconds: 500 } });
  const [member, waiting] = [await connectWire(url, { token }), await connectWire(url)];
  const answer = waiting.ask('account:pre-login', { username: session.username });
  const left = waiting.next('disconnect');
  const stranger = await connectWire(url);
  expect(await stranger.next('disconnect')).toBe('io server disconnect');
  await (await idleSocket(port)).closed;
  gate.resolve();
  expect(await answer).toMatchObject({ ok: true });
  expect(await member.ask(search, {})).toMatchObject({ code: 'not-supported' });
  expect(await left).toBe('io server disconnect');
});

test('connections without a session are limited per network; one that closes or signs in frees its place', async () => {
  const { url, port } = await startGateway({ limits: { withoutSession: 2 } });
  await connectWire(url, { token });
  const [first] = [await idleSocket(port), await idleSocket(port)];
  await (await idleSocket(port)).closed;
  first.socket.destroy();
  await vi.waitFor(() => connectWire(url, { token: otherToken }), 10_000);
  await idleSocket(port);
});

test('the number of all connections is limited', async () => {
  const { url, port } = await startGateway({ limits: { inAll: 2 } });
  await connectWire(url, { token });
  const held = await idleSocket(port);
  await expect(connectWire(url, { token: otherToken })).rejects.toThrow();
  held.socket.destroy();
  await vi.waitFor(() => connectWire(url, { token: otherToken }), 10_000);
});

test('a client that leaves its namespace is closed', async () => {
  const { url } = await startGateway();
  const client = await connectWire(url);
  const closed = once(underneath(client).network, 'close');
  // The library closes by itself; what only sends the packet is private in its types.
  (client.socket.io as unknown as { _packet(packet: object): void })._packet({
    type: 1,
    nsp: '/',
    options: {},
  });
  await closed;
});

test('neither a silent network socket nor one that never says goodbye keeps a gateway from closing', async () => {
  const { url, port, gateway } = await startGateway();
  const idle = await idleSocket(port);
  const rude = underneath(await connectWire(url, { token })).network;
  rude.pause();
  await gateway.close();
  await idle.closed;
});

test.runIf(process.platform === 'linux')('the limit of descriptors is the one of this process', () => {
  expect(descriptorLimit()).toBeGreaterThan(100);
});
