import { once } from 'node:events';
import { request } from 'node:http';
import { expect, test, vi } from 'vitest';
import { ok } from '../../protocol/errors.ts';
import { address } from '../../protocol/ids.ts';
import { rates } from '../../protocol/limits.ts';
import { otherToken, session, startGateway, token } from '../../test/support/gateway.ts';
import { connectWire, type WireClient } from '../../test/support/wire-client.ts';

const search = 'people:search';

test('a handshake of another protocol version is refused with both versions', async () => {
  const { url } = await startGateway();
  await expect(connectWire(url, { protocol: 99 })).rejects.toMatchObject({
    data: { ok: false, code: 'protocol-version', facts: { offered: 99, expected: 1 } },
  });
  await expect(connectWire(url, { protocol: 'one' })).rejects.toMatchObject({
    data: { code: 'bad-request' },
  });
});

test('a token that stands for no session is refused', async () => {
  const { url } = await startGateway();
  const offer = connectWire(url, { token: 'x'.repeat(43) });
  await expect(offer).rejects.toMatchObject({ data: { code: 'session-ended' } });
});

test('a malformed token is named as such, after the version', async () => {
  const { url } = await startGateway();
  const token = 'not 43 letters';
  await expect(connectWire(url, { token })).rejects.toMatchObject({
    data: { code: 'session-ended', facts: { reason: 'malformed-token' } },
  });
  await expect(connectWire(url, { token, protocol: 99 })).rejects.toMatchObject({
    data: { code: 'protocol-version' },
  });
});

test('only the app, listed pages and clients without an Origin may connect', async () => {
  const { url } = await startGateway();
  await expect(connectWire(url, { headers: { origin: 'https://evil.example' } })).rejects.toThrow();
  await expect(connectWire(url, { headers: { origin: 'app://evil' } })).rejects.toThrow();
  await expect(connectWire(url, { headers: { origin: 'app://parley.evil.example' } })).rejects.toThrow();
  await connectWire(url, { headers: { origin: 'app://parley' } });
  await connectWire(url, { headers: { origin: 'https://allowed.example' } });
});

test('long polling is refused', async () => {
  const { url } = await startGateway();
  const asked = request(`${url}/socket.io/?EIO=4&transport=polling`).end();
  const [response] = await once(asked, 'response');
  response.resume();
  expect(response.statusCode).toBe(400);
});

test('an unknown event, a missing session and a wrong payload are answered with their codes', async () => {
  const { url } = await startGateway();
  const stranger = await connectWire(url);
  expect(await stranger.askAnything('people:teleport', {})).toEqual({ ok: false, code: 'unknown-event' });
  expect(await stranger.askAnything('__proto__', {})).toEqual({ ok: false, code: 'unknown-event' });
  expect(await stranger.ask(search, {})).toEqual({ ok: false, code: 'not-signed-in' });
  const member = await connectWire(url, { token });
  expect(await member.askAnything(search, { colour: 'red' })).toMatchObject({
    code: 'bad-request',
    facts: { detail: 'unknown field colour' },
  });
  expect(await member.askAnything(search, {}, {})).toMatchObject({ code: 'bad-request' });
  expect(await member.ask(search, {})).toEqual({ ok: false, code: 'not-supported' });
});

test('a request without an acknowledgement is not carried out', async () => {
  const handle = vi.fn(async () => ok({ people: [], more: false }));
  const { url } = await startGateway({ own: { [search]: handle } });
  const { socket, ask } = await connectWire(url, { token });
  socket.emit(search, {});
  await ask(search, {});
  expect(handle).toHaveBeenCalledTimes(1);
});

test('an error thrown by a handler is answered with internal, and the connection stays open', async () => {
  const { url } = await startGateway({
    own: {
      [search]: () => {
        throw new Error('secret detail');
      },
    },
  });
  const { ask } = await connectWire(url, { token });
  expect(await ask(search, {})).toEqual({ ok: false, code: 'internal' });
  expect(await ask('account:sessions', {})).toEqual({ ok: false, code: 'not-supported' });
});

test('requests of one connection reach the handlers in the order in which they came', async () => {
  const seen: (string | undefined)[] = [];
  const { url } = await startGateway({
    own: {
      [search]: async ({ query }) => {
        seen.push(query);
        return ok({ people: [], more: false });
      },
    },
  });
  const { ask } = await connectWire(url, { token });
  const queries = Array.from({ length: 200 }, (_, index) => String(index));
  await Promise.all(queries.map((query) => ask(search, { query })));
  expect(seen).toEqual(queries);
});

test('a view of a larger memory arrives as the bytes it shows', async () => {
  const whole = new Uint8Array(1_000).fill(7);
  const alice = address.parse('alice@parley.example');
  const { url } = await startGateway({
    own: {
      'people:manifests': async () =>
        ok({ manifests: [{ address: alice, manifest: whole.subarray(10, 13) }], answered: 1 }),
    },
  });
  const { ask } = await connectWire(url, { token });
  const answer = await ask('people:manifests', { addresses: [alice] });
  expect(answer).toMatchObject({ value: { manifests: [{ manifest: Buffer.of(7, 7, 7) }] } });
});

test('a rate-limited caller gets the time after which it can try again', async () => {
  const { url } = await startGateway({ rateLimits: true });
  const { ask } = await connectWire(url, { token });
  const answers = await Promise.all(Array.from({ length: 40 }, () => ask('account:sessions', {})));
  const refused = answers.filter((answer) => !answer.ok && answer.code === 'rate-limited');
  expect(refused.length).toBeGreaterThanOrEqual(9);
  expect(refused[0]).toMatchObject({ facts: { retryAfterMs: expect.any(Number) } });
  expect(await ask(search, {})).toMatchObject({ code: 'not-supported' });
});

test('limits: signing in again renews none, and credentials count by network', async () => {
  const { url } = await startGateway({ rateLimits: true });
  /** Whether some of as many requests as are allowed at once are refused. */
  const isLimited = async (
    client: WireClient,
    name: 'account:sessions' | 'account:pre-login',
    burst: number,
  ) => {
    const payload = name === 'account:pre-login' ? { username: 'bob' } : {};
    const asked = Array.from({ length: burst }, () => client.askAnything(name, payload));
    return JSON.stringify(await Promise.all(asked)).includes('rate-limited');
  };
  const first = await connectWire(url, { token });
  expect(await isLimited(first, 'account:sessions', rates.account.burst)).toBe(false);
  const second = await connectWire(url, { token: otherToken });
  expect(await isLimited(second, 'account:sessions', rates.account.burst)).toBe(true);
  const stranger = await connectWire(url);
  expect(await isLimited(stranger, 'account:pre-login', rates.credentials.burst)).toBe(false);
  expect(await isLimited(first, 'account:pre-login', rates.credentials.burst)).toBe(true);
});

test('the second socket of a session takes the place of the first', async () => {
  const { url, connections } = await startGateway();
  const first = await connectWire(url, { token });
  const sessionEnded = first.next('account:session-ended');
  const closed = first.next('disconnect');
  await connectWire(url, { token });
  expect(await sessionEnded).toEqual({ reason: 'replaced' });
  await closed;
  await vi.waitFor(() => expect(connections.of(session.username)).toHaveLength(1), 10_000);
});

test('presence follows the first connection that comes and the last that goes', async () => {
  const { url, connections } = await startGateway();
  const changes: boolean[] = [];
  connections.onPresence((_, present) => changes.push(present));
  const { socket } = await connectWire(url, { token });
  await vi.waitFor(() => expect(changes).toEqual([true]), 10_000);
  socket.close();
  await vi.waitFor(() => expect(changes).toEqual([true, false]), 10_000);
});

test('a client can’t fake its own disconnection', async () => {
  const { url, connections } = await startGateway();
  const { socket, next } = await connectWire(url, { token });
  const closed = next('disconnect');
  // The library refuses reserved names; what sends the packet is private in its types.
  const manager = socket.io as unknown as { _packet(packet: object): void };
  manager._packet({ type: 2, data: ['disconnect', 'transport close'], nsp: '/', options: {} });
  await closed;
  await vi.waitFor(() => expect(connections.isPresent(session.username)).toBe(false), 10_000);
});

test('closing answers the requests under way and refuses later ones', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { url, gateway } = await startGateway({
    own: {
      [search]: async () => {
        await promise;
        return ok({ people: [], more: false });
      },
    },
  });
  const { ask }: WireClient = await connectWire(url, { token });
  const underWay = ask(search, {});
  await ask('account:sessions', {});
  const closing = gateway.close();
  expect(await ask(search, {})).toEqual({ ok: false, code: 'server-stopping' });
  resolve();
  expect(await underWay).toMatchObject({ ok: true });
  await closing;
});
