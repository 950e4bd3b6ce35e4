import { expect, onTestFinished, test, vi } from 'vitest';
import { nextLogHash } from '../../node/log-hash.ts';
import { utf8 } from '../../protocol/bytes.ts';
import { ok, refuse } from '../../protocol/errors.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { decodePage, decodeRecord } from '../../protocol/records.ts';
import { type ConversationUser, startConversations } from '../../test/support/conversation-server.ts';
import { silentLogger } from '../../test/support/silent-logger.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { filesIn, tracesOf } from '../../test/support/traces.ts';
import type { Store } from '../store/store.ts';
import { Expiries } from './expiries.ts';

const SECRET = 'a secret that lasts an hour';
const HOUR = 3_600;

async function recordsOf(reader: ConversationUser, conversation: ConversationId) {
  const answer = await reader.get('conversations:history', { conversation, limit: 200 });
  const records = decodePage(answer.page) ?? [];
  const hash = records.reduce<Uint8Array>(nextLogHash, new Uint8Array(32));
  return { kinds: records.map((record) => decodeRecord(record)?.kind), hash };
}

async function isIn(folder: string): Promise<boolean> {
  return tracesOf(SECRET, await filesIn(folder)).length > 0;
}

/** Only the date is another one: timers go on as they do. */
function dateOf(): { pass(seconds: number): void } {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  onTestFinished(() => void vi.useRealTimers());
  return { pass: (seconds) => vi.setSystemTime(Date.now() + seconds * 1_000) };
}

test('5.10 a frame is erased once its lifetime has passed, no earlier, by a server that was off meanwhile too', async () => {
  const date = dateOf();
  const folder = await temporaryFolder();
  const server = await startConversations(folder);
  const [alice, bob] = [await server.person('alice'), await server.person('bob')];
  const conversation = await alice.open([bob]);
  await alice.send(conversation, { body: utf8(SECRET.padEnd(320)), lifetime: HOUR });
  await alice.send(conversation, { lifetime: 24 * HOUR });
  await alice.send(conversation);
  const before = await recordsOf(bob, conversation);
  await server.stop();

  date.pass(HOUR - 60);
  const early = await startConversations(folder);
  const bobThen = await bob.returnTo(early);
  expect((await recordsOf(bobThen, conversation)).kinds).toEqual(['change', 'frame', 'frame', 'frame']);
  expect(await isIn(folder)).toBe(true);
  await early.crash();

  date.pass(61);
  const late = await startConversations(folder);
  const bobNow = await bob.returnTo(late);
  const after = await recordsOf(bobNow, conversation);
  expect(after).toEqual({ ...before, kinds: ['change', 'erased', 'frame', 'frame'] });
  await late.stop();
  expect(await isIn(folder)).toBe(false);
});

test('5.10 nothing with a lifetime is taken in the Lobby', async () => {
  const server = await startConversations(await temporaryFolder());
  onTestFinished(server.stop);
  const alice = await server.person('alice');
  expect(await alice.say('gone tomorrow', { lifetime: HOUR })).toMatchObject({
    ok: false,
    code: 'bad-request',
  });
});

test('a store that takes nothing is asked again after a minute, and then has erased everything', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let isFull = true;
  const commit = vi.fn(async () => (isFull ? refuse('storage-full') : ok({})));
  const store = {
    ...{ commit, read: async () => [] },
    async *scan() {
      yield { partition: 'a log', key: '1', value: { at: 1 } };
    },
  } as unknown as Store;
  const expiries = await Expiries.open(store, silentLogger);
  await vi.advanceTimersByTimeAsync(59_000);
  expect(commit).toHaveBeenCalledTimes(1);
  isFull = false;
  await vi.advanceTimersByTimeAsync(600_000);
  expect(commit).toHaveBeenCalledTimes(2);
  await expiries.close();
});
