import { expect, test } from 'vitest';
import { ok, refuse } from '../../protocol/errors.ts';
import { messageId } from '../../protocol/ids.ts';
import { createIdentity } from '../../test/support/identities.ts';
import { readingDevice } from '../../test/support/reading-device.ts';
import { unwrap } from '../../test/support/unwrap.ts';
import { writeLog } from '../../test/support/written-log.ts';
import { type ConversationRow, findConversation, raiseRead } from '../conversations/conversation-table.ts';
import { addRange, clearCounters, findNewestRange, findRange } from '../log/log-table.ts';
import { listMessagesBetween, listUnplacedMessages, placeMessage } from '../messages/message-table.ts';
import { writeMessage } from '../messages/write-message.ts';
import { HistoryReader } from './history-reader.ts';
import type { Sync } from './sync.ts';

const PAGE = 5;

function idOf(nth: number) {
  return messageId.parse(Buffer.from(String(nth).padStart(16, '0')).toString('base64url'));
}

/** Bob holds the oldest and the newest messages of twenty, and the server has those between. */
async function bobMissedSome() {
  const alice = await createIdentity('alice@home.example');
  const bob = await createIdentity('bob@home.example');
  const log = await writeLog(alice, bob);
  for (let nth = 1; nth <= 20; nth += 1) log.say(alice, `number ${nth}`, { message: idOf(nth) });
  const { incoming, dependencies } = await readingDevice(bob, [alice, bob], log);
  const { conversation: id } = log;
  const take = (first: number, last: number, direction: 'forward' | 'backward') =>
    incoming.take(id, log.page(first, last), direction);
  unwrap(await take(1, 4, 'forward'));
  clearCounters(dependencies.db, id);
  unwrap(await take(19, 21, 'forward'));

  const meanwhile: { catchUp?: () => void; older?: () => void; isOffline?: boolean } = {};
  const server: Pick<Sync, 'catchUp' | 'older'> = {
    async catchUp() {
      meanwhile.catchUp?.();
      return ok(undefined);
    },
    async older(_, below) {
      meanwhile.older?.();
      if (meanwhile.isOffline) return refuse('server-unreachable');
      const low = findRange(dependencies.db, id, below)?.low ?? below;
      const taken = await take(Math.max(1, low - PAGE), low - 1, 'backward');
      return taken.ok ? ok(undefined) : taken;
    },
  };
  const row = findConversation(dependencies.db, id)!; // it has records
  const reader = new HistoryReader(dependencies, server);
  return { dependencies, row, reader, meanwhile };
}

test('reads from the first unread message on, across a gap', async () => {
  const { dependencies, row, reader } = await bobMissedSome();
  raiseRead(dependencies.db, row.id, 3);
  const page = unwrap(await reader.unread(row, PAGE));
  expect(page.rows.map(({ text }) => text)).toEqual([3, 4, 5, 6, 7].map((nth) => `number ${nth}`));
  expect(page.more).toBe(true);
});

test('reads the messages after another one across a gap, pending ones last', async () => {
  const { dependencies, row, reader } = await bobMissedSome();
  unwrap(writeMessage(dependencies, { conversation: row.id, text: 'waits' }));
  const [first] = listMessagesBetween(dependencies.db, row.id, 1, 4, 4);
  expect(first?.text).toBe('number 1');
  const texts = [first?.text];
  for (let after = first!.id, more = true; more; ) {
    const page = unwrap(await reader.after(row, after, PAGE));
    expect(page.rows.length).toBeLessThanOrEqual(PAGE);
    texts.push(...page.rows.map(({ text }) => text));
    after = page.rows.at(-1)!.id;
    more = page.more;
  }
  expect(texts).toEqual([...Array.from({ length: 20 }, (_, index) => `number ${index + 1}`), 'waits']);
  expect(findNewestRange(dependencies.db, row.id)?.low).toBe(1);
});

test('reads around a message, which it looks for where it is not held', async () => {
  const { dependencies, row, reader } = await bobMissedSome();
  const around = async (nth: number) => {
    const { rows, more, newer } = unwrap(await reader.around(row, idOf(nth), PAGE));
    return { texts: rows.map(({ text }) => text), more, newer };
  };
  const texts = (...nths: readonly number[]) => nths.map((nth) => `number ${nth}`);
  expect(await around(8)).toEqual({ texts: texts(6, 7, 8, 9, 10), more: true, newer: true });
  expect(await around(20)).toEqual({ texts: texts(18, 19, 20), more: true, newer: false });
  expect(await reader.around(row, idOf(99), PAGE)).toMatchObject({ code: 'no-such-message' });
  expect(findNewestRange(dependencies.db, row.id)?.low).toBe(1);
});

/** The server's time of a message in a written log. */
const timeOf = (nth: number) => 1_001 + nth;

async function goesTo(reader: HistoryReader, row: ConversationRow, moment: number) {
  const { rows, found } = unwrap(await reader.at(row, moment, PAGE));
  return rows.find(({ id }) => id === found)?.text;
}

test('goes to the first message of a moment or later, which it looks for where it is not held, else to the newest', async () => {
  const { row, reader } = await bobMissedSome();
  expect(await goesTo(reader, row, timeOf(8))).toBe('number 8');
  expect(await goesTo(reader, row, 0)).toBe('number 1');
  expect(await goesTo(reader, row, timeOf(21))).toBe('number 20');
});

test('goes no further up than to where it is held without a gap, while that can’t be had', async () => {
  const { row, reader, meanwhile } = await bobMissedSome();
  meanwhile.isOffline = true;
  expect(await goesTo(reader, row, timeOf(2))).toBe('number 18');
  meanwhile.isOffline = false;
  expect(await goesTo(reader, row, timeOf(2))).toBe('number 2');
});

test.each(['catchUp', 'older'] as const)(
  'a message that gets its place during %s is read once',
  async (step) => {
    const { dependencies, row, reader, meanwhile } = await bobMissedSome();
    unwrap(writeMessage(dependencies, { conversation: row.id, text: 'waits' }));
    meanwhile[step] = () => {
      const [waits] = listUnplacedMessages(dependencies.db, row.id);
      if (!waits) return;
      placeMessage(dependencies.db, waits, 22, dependencies.clock.now());
      addRange(dependencies.db, row.id, { low: 22, high: 22 });
    };
    const { rows } = unwrap(await reader.before(row, undefined, 10));
    const newest = Array.from({ length: 9 }, (_, index) => `number ${index + 12}`);
    expect(rows.map(({ text }) => text)).toEqual([...newest, 'waits']);
  },
);
