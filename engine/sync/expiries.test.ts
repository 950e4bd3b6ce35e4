import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { address, conversationId, messageId } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { createIdentity, type Identity } from '../../test/support/identities.ts';
import type { ManualClock } from '../../test/support/manual-clock.ts';
import { readingDevice } from '../../test/support/reading-device.ts';
import { writeLog } from '../../test/support/written-log.ts';
import { applyContent } from '../messages/content/content.ts';
import { findLifetime } from '../messages/lifetime-table.ts';
import { listMessagesBetween } from '../messages/message-table.ts';
import { Expiries } from './expiries.ts';

let alice: Identity;
let bob: Identity;
beforeAll(async () => {
  alice = await createIdentity('alice@home.example');
  bob = await createIdentity('bob@home.example');
});

const conversation = conversationId.parse('c'.repeat(43));
const countRow = z.object({ count: z.number() });

/** Written in 1970: a lifetime of so many seconds ends a day after the clock's beginning. */
const ONE_DAY = Date.UTC(2026, 0, 2) / 1_000;

test('a message, its edits and what was put on it go when it expires, and nothing else does', async () => {
  const log = await writeLog(alice, bob);
  const device = await readingDevice(bob, [alice, bob], log);
  const { db } = device.dependencies;
  const clock = device.dependencies.clock as ManualClock;
  const target = messageId.parse('A'.repeat(22));
  log.say(alice, 'lasts a day', { lifetime: ONE_DAY, message: target });
  const edit = { type: 'edit', target, text: 'lasts a day, too', sentAt: 0 };
  log.say(alice, edit, { lifetime: ONE_DAY, countsAsUnread: false });
  const reaction = { type: 'reaction', target, emoji: '👍', on: true, sentAt: 0 };
  log.say(bob, reaction, { lifetime: ONE_DAY, countsAsUnread: false });
  log.say(
    bob,
    { type: 'pin', target, on: true, sentAt: 0 },
    { lifetime: 2 * ONE_DAY, countsAsUnread: false },
  );
  log.say(alice, 'stays');
  log.say(alice, 'answers', { lifetime: 2 * ONE_DAY });
  const expiries = new Expiries(device.dependencies, device.changes);
  await device.incoming.take(log.conversation, log.page(1), 'forward');
  expiries.plan();
  const shown = () => listMessagesBetween(db, log.conversation, 1, 99, 99).map(({ text }) => text);
  expect(shown()).toEqual(['lasts a day, too', 'stays', 'answers']);
  clock.advance(86_390_000);
  expect(shown()).toHaveLength(3);
  clock.advance(20_000);
  expect(shown()).toEqual(['stays', 'answers']);
  expect(db.get(countRow, 'SELECT count(*) AS count FROM revisions')?.count).toBe(0);
  expiries.close();
});

test('what expired while the engine was off is gone before anything is read, edits without their message too', async () => {
  const log = await writeLog(alice, bob);
  const device = await readingDevice(bob, [alice, bob], log);
  const { db } = device.dependencies;
  const target = messageId.parse('B'.repeat(22));
  log.say(alice, 'lasts a day', { lifetime: ONE_DAY });
  const edit = { type: 'edit', target, text: 'of a message that never comes', sentAt: 0 };
  log.say(alice, edit, { lifetime: ONE_DAY, countsAsUnread: false });
  await device.incoming.take(log.conversation, log.page(1), 'forward');
  expect(db.get(countRow, 'SELECT count(*) AS count FROM revisions')?.count).toBe(1);
  (device.dependencies.clock as ManualClock).advance(86_420_000);
  new Expiries(device.dependencies, device.changes).close();
  expect(listMessagesBetween(db, log.conversation, 1, 99, 99)).toEqual([]);
  expect(db.get(countRow, 'SELECT count(*) AS count FROM revisions')?.count).toBe(0);
});

test('the last setting in the log holds, in whatever order settings come, and only of those who may', async () => {
  const db = await temporaryDatabase();
  const set = (seq: number | undefined, disappearing: number, maySet = true) =>
    applyContent(
      db,
      {
        conversation,
        id: messageId.parse(Buffer.from(String(seq ?? 99).padStart(16, '0')).toString('base64url')),
        ...{ seq, at: 1, sender: address.parse('bob@home.example'), device: 'one', counts: false, maySet },
      },
      { type: 'settings', disappearing, sentAt: 0 },
    );
  expect(findLifetime(db, conversation)).toBe(0);
  set(5, 3_600);
  set(3, 86_400);
  expect(findLifetime(db, conversation)).toBe(3_600);
  expect(set(7, 60, false)).toEqual({ refused: 'not-its-author' });
  expect(findLifetime(db, conversation)).toBe(3_600);
  set(undefined, 0);
  expect(findLifetime(db, conversation)).toBe(0);
});
