// What the server took and this computer failed to take over is not taken for something else afterwards.
import { expect, test, vi } from 'vitest';
import type { EngineApi } from '../engine/api/api.ts';
import type { Clock } from '../engine/ports.ts';
import { systemClock } from '../engine/system-clock.ts';
import { conversationId } from '../protocol/ids.ts';
import { registerTestEngine } from './support/test-engine.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { unwrap } from './support/unwrap.ts';

/** What waits seconds waits a moment. */
const hasty: Clock = {
  ...systemClock,
  after: (milliseconds, action) => systemClock.after(Math.min(milliseconds, 100), action),
};

async function person(home: TestServer, username: string) {
  const engine = await registerTestEngine(home, { username, clock: hasty });
  const notices: string[] = [];
  engine.on('notice', ({ code }) => notices.push(code));
  return { engine, notices };
}

test('a message is placed once and makes no fork when taking it over fails midway', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob'] });
  const alice = await person(home, 'alice');
  const bob = await person(home, 'bob');
  const id = conversationId.parse(unwrap(await alice.engine.call('openDirect', { user: 'bob' })).id);
  const say = async (engine: EngineApi, text: string) =>
    unwrap(await engine.call('send', { conversation: id, text }));
  const texts = async (engine: EngineApi) => {
    const { messages } = unwrap(await engine.call('history', { conversation: id }));
    return messages.map(({ seq, text }) => `${seq} ${text}`);
  };
  const shows = (engine: EngineApi, expected: string[]) =>
    vi.waitFor(async () => expect(await texts(engine)).toEqual(expected), 10_000);

  unwrap(await bob.engine.call('setStatus', { status: 'away' }));
  // Emitted between the server's answer and the placing of the message.
  const stop = alice.engine.on('notice', () => {
    stop();
    throw new Error('a face that fails');
  });
  await say(alice.engine, 'one');
  await shows(bob.engine, ['2 one']);
  await say(alice.engine, 'two');
  await shows(alice.engine, ['2 one', '3 two']);
  await say(bob.engine, 'three');
  const all = ['2 one', '3 two', '4 three'];
  await shows(alice.engine, all);
  await say(alice.engine, 'four');
  for (const { engine } of [alice, bob]) await shows(engine, [...all, '5 four']);
  for (const { notices } of [alice, bob]) expect(notices).not.toContain('log-forked');
});
