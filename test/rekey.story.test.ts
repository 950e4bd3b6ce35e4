// A key that has served its time is replaced before the next message, also when both sides do it at once.
import { expect, test, vi } from 'vitest';
import type { EngineApi } from '../engine/api/api.ts';
import type { Clock } from '../engine/ports.ts';
import { systemClock } from '../engine/system-clock.ts';
import { conversationId } from '../protocol/ids.ts';
import { registerTestEngine } from './support/test-engine.ts';
import { startTestServer } from './support/test-server.ts';
import { unwrap } from './support/unwrap.ts';

const EIGHT_DAYS = 8 * 24 * 60 * 60 * 1_000;

/** Days pass when the test says so; everything else takes as long as it does. */
function leapingClock() {
  let leap = 0;
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + leap };
  return {
    clock,
    leap: (milliseconds: number) => {
      leap += milliseconds;
    },
  };
}

test('after a week both write at once: one new key wins, and both messages are read', async () => {
  const home = await startTestServer();
  const time = leapingClock();
  const alice = await registerTestEngine(home, { username: 'alice', clock: time.clock });
  const bob = await registerTestEngine(home, { username: 'bob', clock: time.clock });
  const id = conversationId.parse(unwrap(await alice.call('openDirect', { user: 'bob' })).id);
  const texts = async (engine: EngineApi) => {
    const { messages } = unwrap(await engine.call('history', { conversation: id }));
    return messages.flatMap(({ seq, text }) => (seq === undefined ? [] : [`${seq} ${text}`]));
  };

  unwrap(await alice.call('send', { conversation: id, text: 'before' }));
  await vi.waitFor(async () => expect(await texts(bob)).toEqual(['2 before']), 10_000);
  time.leap(EIGHT_DAYS);
  unwrap(await alice.call('send', { conversation: id, text: 'from alice' }));
  unwrap(await bob.call('send', { conversation: id, text: 'from bob' }));

  await vi.waitFor(async () => expect(await texts(alice)).toHaveLength(3), 10_000);
  const read = await texts(alice);
  await vi.waitFor(async () => expect(await texts(bob)).toEqual(read), 10_000);
  expect(read.map((line) => line.replace(/^\d+ /, '')).sort()).toEqual(['before', 'from alice', 'from bob']);
  // The change that set the second key has a place of its own between them.
  expect(read.at(-1)).toMatch(/^5 /);
});

test('a key from before a clock was set back by more than a week is replaced once', async () => {
  const home = await startTestServer();
  const time = leapingClock();
  const alice = await registerTestEngine(home, { username: 'alice', clock: time.clock });
  await registerTestEngine(home, { username: 'bob', clock: time.clock });
  const id = conversationId.parse(unwrap(await alice.call('openDirect', { user: 'bob' })).id);
  const say = async (text: string) => {
    unwrap(await alice.call('send', { conversation: id, text }));
    return vi.waitFor(async () => {
      const { messages } = unwrap(await alice.call('history', { conversation: id }));
      const seq = messages.find((message) => message.text === text)?.seq;
      expect(seq).toBeDefined();
      return seq;
    }, 10_000);
  };
  expect(await say('before')).toBe(2);
  time.leap(-EIGHT_DAYS);
  // The change that sets the second key has a place of its own.
  expect(await say('after')).toBe(4);
  expect(await say('once more')).toBe(5);
});
