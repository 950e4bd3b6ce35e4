// A server that alters the change which sets a conversation's keys is found out, and does not end the conversation.
import { expect, test, vi } from 'vitest';
import type { EngineApi } from '../engine/api/api.ts';
import type { Clock } from '../engine/ports.ts';
import { systemClock } from '../engine/system-clock.ts';
import { ok, refuse } from '../protocol/errors.ts';
import type { ResponseOf } from '../protocol/events.ts';
import { conversationId } from '../protocol/ids.ts';
import { startMaliciousProxy } from './support/malicious-proxy.ts';
import { registerTestEngine } from './support/test-engine.ts';
import { startTestServer } from './support/test-server.ts';
import { unwrap } from './support/unwrap.ts';

/** What waits seconds waits a moment. */
const hasty: Clock = {
  ...systemClock,
  after: (milliseconds, action) => systemClock.after(Math.min(milliseconds, 100), action),
};

function altered(page: Uint8Array): Uint8Array {
  const copy = page.slice();
  // Within the signed change of the first record; the sealed key stands behind it.
  if (copy.length > 0) copy[200]! ^= 1;
  return copy;
}

type Changes = ResponseOf<'conversations:changes'>;
type CatchUp = ResponseOf<'conversations:catch-up'>;

test('an altered change stops the conversation by name, and the user goes on with new keys', async () => {
  const home = await startTestServer();
  const proxy = await startMaliciousProxy(home.url);
  proxy.forgeries.set('conversations:changes', ({ value }: { value: Changes }) => ({
    answer: ok({ ...value, page: altered(value.page) }),
  }));
  proxy.forgeries.set('conversations:catch-up', ({ value }: { value: CatchUp }) => ({
    answer: ok({
      ...value,
      conversations: value.conversations.map((one) => ({
        ...one,
        changes: { ...one.changes, page: altered(one.changes.page) },
      })),
    }),
  }));
  const alice = await registerTestEngine(home, { username: 'alice', clock: hasty });
  const bob = await registerTestEngine(proxy, { username: 'bob', clock: hasty });
  const noticed: unknown[] = [];
  bob.on('notice', ({ code, facts }) => noticed.push({ code, ...facts }));
  const conversation = conversationId.parse(unwrap(await alice.call('openDirect', { user: 'bob' })).id);
  const send = (engine: EngineApi, text: string) => engine.call('send', { conversation, text });
  const stopped = async () =>
    unwrap(await bob.call('conversations', undefined)).find(({ id }) => id === conversation)?.stopped;
  const shows = (engine: EngineApi, ...expected: readonly string[]) =>
    vi.waitFor(async () => {
      const { messages } = unwrap(await engine.call('history', { conversation }));
      expect(messages.map(({ text, code, seq }) => (seq ? (text ?? code) : 'waits'))).toEqual(expected);
    }, 10_000);

  unwrap(await send(alice, 'one'));
  await vi.waitFor(async () => expect(await stopped()).toBe('change-altered'), 10_000);
  expect(noticed).toEqual([{ code: 'change-altered', user: 'alice' }]);
  expect(await send(bob, 'refused')).toEqual(refuse('history-changed'));

  // The server still says nothing else: what bob writes waits, and he is asked again.
  unwrap(await bob.call('acceptHistory', { conversation }));
  await shows(bob, 'unknown-epoch');
  unwrap(await send(bob, 'two'));
  await vi.waitFor(async () => expect(await stopped()).toBe('change-altered'), 10_000);
  await shows(bob, 'unknown-epoch', 'waits');

  proxy.forgeries.clear();
  unwrap(await bob.call('acceptHistory', { conversation }));
  await shows(alice, 'one', 'two');
  await shows(bob, 'unknown-epoch', 'two');
});
