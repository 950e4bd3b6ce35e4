import { expect, test } from 'vitest';
import type { EngineApi } from '../../engine/api/api.ts';
import { ok, refuse } from '../../protocol/errors.ts';
import { engineHandle } from './rpc-methods.ts';

/** Answers every call with what `answer` says, and keeps what it was called with. */
function engineThat(answer: () => unknown) {
  const calls: unknown[] = [];
  const call = async (method: string, parameters: unknown) => {
    calls.push([method, parameters]);
    return answer();
  };
  // The results are not of the methods' types: what is under test passes them on unseen.
  const engine = { call, on: () => () => undefined, close: async () => undefined } as unknown as EngineApi;
  const logged: unknown[] = [];
  const log = (facts: unknown) => logged.push(facts);
  const logger = { debug: log, info: log, warn: log, error: log };
  return { calls, logged, handle: engineHandle(engine, logger, 'token-of-the-link') };
}

const registration = { username: 'alice', password: 'long enough' };

test('passes a request on and its result back', async () => {
  const { handle, calls } = engineThat(() => ok([]));
  expect(await handle('people', { query: 'a' })).toEqual({ result: [] });
  expect(await handle('people', undefined)).toEqual({ result: [] });
  expect(calls).toEqual([
    ['people', { query: 'a' }],
    ['people', undefined],
  ]);
});

test('the invite of the server link is used where a registration brings none', async () => {
  const { handle, calls } = engineThat(() => ok({}));
  await handle('register', registration);
  await handle('register', { ...registration, invite: 'mine' });
  expect(calls).toEqual([
    ['register', { ...registration, invite: 'token-of-the-link' }],
    ['register', { ...registration, invite: 'mine' }],
  ]);
});

test('a refusal keeps its code and facts', async () => {
  const { handle } = engineThat(() => refuse('account-locked', { retryAfterMs: 299_000 }));
  expect(await handle('signIn', registration)).toMatchObject({
    error: { code: -32000, data: { code: 'account-locked', retryAfterMs: 299_000 } },
  });
});

test.each([
  ['signIn', { username: 'alice' }],
  ['signIn', undefined],
  ['signIn', ['alice', 'password']],
  ['signOut', { now: true }],
  ['send', { conversation: 'not an id', text: 'x' }],
  ['send', { conversation: 'c'.repeat(43), text: 'x', secret: { passphrase: '' } }],
])('%s with %j is refused before it reaches the engine', async (method, parameters) => {
  const { handle, calls } = engineThat(() => ok({}));
  expect(await handle(method, parameters)).toMatchObject({
    error: { code: -32602, data: { code: 'bad-request', detail: expect.any(String) } },
  });
  expect(calls).toEqual([]);
});

test.each(['fly', 'toString', '__proto__', ''])('there is no method “%s”', async (method) => {
  const { handle } = engineThat(() => ok({}));
  expect(await handle(method, {})).toMatchObject({ error: { code: -32601 } });
});

test('a bug in the engine becomes `internal` and is logged with its cause', async () => {
  const cause = new Error('a bug');
  const { handle, logged } = engineThat(() => {
    throw cause;
  });
  expect(await handle('status', undefined)).toMatchObject({ error: { data: { code: 'internal' } } });
  expect(logged).toEqual([{ error: cause, method: 'status' }]);
});
