import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { decodeContent } from '../../protocol/content/content.ts';
import { conversationId, messageId, type Username, username } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { waitingMessage } from '../../test/support/waiting-message.ts';
import { type Database, openDatabase, type Parameter } from '../database/database.ts';
import {
  addMessage,
  countUnread,
  messageOf,
  placeMessage,
  setMessageState,
  unreadSenders,
} from './message-table.ts';
import { countQueued, findQueued } from './outbox-table.ts';

const conversation = conversationId.parse('c'.repeat(43));
const mine = messageId.parse('A'.repeat(22));
const theirs = messageId.parse('B'.repeat(21).concat('A'));

function write(db: Database) {
  addMessage(db, waitingMessage({ id: mine, conversation, sender: username.parse('alice'), device: '' }));
  return read(db);
}

function read(db: Database, id = mine) {
  const row = messageOf(db, conversation, id);
  if (!row) throw new Error('there is no such message');
  return row;
}

test('why a message failed is kept with its facts, until it is sent again', async () => {
  const db = await temporaryDatabase();
  const row = write(db);
  const why = { code: 'too-large', facts: { limit: 32_700, detail: 'a “text”' } } as const;
  setMessageState(db, row, 'failed', why);
  expect(read(db)).toMatchObject({ state: 'failed', why, oldReason: undefined });
  setMessageState(db, row, 'sending');
  expect(read(db)).toEqual(row);
  setMessageState(db, row, 'failed', { code: 'not-allowed' });
  expect(read(db).why).toEqual({ code: 'not-allowed' });
  placeMessage(db, row, 7, 1);
  expect(read(db)).toMatchObject({ state: 'sent', why: undefined });
});

test('a code that isn’t known here takes nothing else of a message away', async () => {
  const db = await temporaryDatabase();
  write(db);
  db.run(`UPDATE messages SET code = 'of-tomorrow'`);
  expect(read(db)).toMatchObject({ text: 'hello', why: undefined });
});

/** The database, which notes how it finds what it is asked for. */
function explaining(db: Database) {
  const plans: string[] = [];
  const detail = z.object({ detail: z.string() });
  const explain = (sql: string, parameters: readonly Parameter[]) =>
    plans.push(db.all(detail, `EXPLAIN QUERY PLAN ${sql}`, ...parameters)[0]?.detail ?? 'nothing');
  const explained: Database = {
    ...db,
    all(row, sql, ...parameters) {
      explain(sql, parameters);
      return db.all(row, sql, ...parameters);
    },
    get(row, sql, ...parameters) {
      explain(sql, parameters);
      return db.get(row, sql, ...parameters);
    },
  };
  return { explained, plans };
}

test('what is unread is counted in an index, whatever else the messages hold', async () => {
  const db = await temporaryDatabase();
  placeMessage(db, write(db), 7, 1);
  const { explained, plans } = explaining(db);
  const [alice, bob] = ['alice', 'bob'].map((name) => username.parse(name)) as [Username, Username];
  expect([
    countUnread(explained, conversation, 6, bob),
    countUnread(explained, conversation, 6, alice),
  ]).toEqual([1, 0]);
  expect(unreadSenders(explained, conversation, 6, bob)).toEqual([alice]);
  expect(plans).toHaveLength(3);
  for (const plan of plans) expect(plan).toContain('COVERING INDEX messages_by_seq');
});

test('what was written before there were codes keeps its sentence, until it is sent again, and its body is made', async () => {
  const path = join(await temporaryFolder(), 'old.db');
  const key = new Uint8Array(32);
  const old = openDatabase(path, key);
  for (const undo of [
    'DROP TABLE revisions',
    ...['original', 'edited', 'editing'].map((column) => `ALTER TABLE messages DROP COLUMN ${column}`),
    'DROP TABLE outbox',
    'DROP INDEX messages_unplaced',
    `CREATE INDEX messages_waiting ON messages (position) WHERE state = 'sending'`,
    'DROP INDEX messages_by_seq',
    'ALTER TABLE messages DROP COLUMN lost',
    'CREATE INDEX messages_by_seq ON messages (conversation, seq)',
    'ALTER TABLE marks DROP COLUMN restores',
    'ALTER TABLE conversations DROP COLUMN stopped',
    'ALTER TABLE conversations ADD COLUMN forked INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE messages DROP COLUMN code',
    'ALTER TABLE messages DROP COLUMN facts',
  ]) {
    old.run(undo);
  }
  old.run('PRAGMA user_version = 2');
  const insert = `INSERT INTO messages (id, conversation, sender, device, kind, counts, text, sent_at, state, reason)
    VALUES (?, ?, 'alice', '', ?, 1, 'a “text”\n', 0, ?, ?)`;
  old.run(insert, mine, conversation, 'text', 'failed', 'You’re not allowed to do this.');
  old.run(insert, theirs, conversation, 'unreadable', 'sent', 'no-key');
  old.close();

  const db = openDatabase(path, key);
  onTestFinished(() => db.close());
  const queued = findQueued(db, conversation, mine);
  expect(queued).toMatchObject({ counts: true, failed: true });
  expect(decodeContent(queued!.body)).toEqual({ type: 'text', text: 'a “text”\n', sentAt: 0 });
  expect(countQueued(db)).toBe(1);
  expect(read(db)).toMatchObject({ oldReason: 'You’re not allowed to do this.', why: undefined });
  expect(read(db, theirs)).toMatchObject({ oldReason: undefined, why: { code: 'no-key' } });
  setMessageState(db, read(db), 'sending');
  expect(read(db).oldReason).toBeUndefined();
});
