import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { conversationId, messageId, username } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { type Database, openDatabase } from './database.ts';
import { addMessage, messageOf, placeMessage, setMessageState } from './messages.ts';

const conversation = conversationId.parse('c'.repeat(43));
const mine = messageId.parse('A'.repeat(22));
const theirs = messageId.parse('B'.repeat(21).concat('A'));

function write(db: Database) {
  addMessage(db, {
    id: mine,
    conversation,
    seq: undefined,
    sender: username.parse('alice'),
    device: '',
    kind: 'text',
    counts: true,
    text: 'hello',
    replyTo: undefined,
    sentAt: 0,
    state: 'sending',
    why: undefined,
  });
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

test('what was written before there were codes keeps its sentence, until it is sent again', async () => {
  const path = join(await temporaryFolder(), 'old.db');
  const key = new Uint8Array(32);
  const old = openDatabase(path, key);
  for (const column of ['code', 'facts']) old.run(`ALTER TABLE messages DROP COLUMN ${column}`);
  old.run('PRAGMA user_version = 2');
  const insert = `INSERT INTO messages (id, conversation, sender, device, kind, counts, sent_at, state, reason)
    VALUES (?, ?, 'alice', '', ?, 1, 0, ?, ?)`;
  old.run(insert, mine, conversation, 'text', 'failed', 'You are not allowed to do that.');
  old.run(insert, theirs, conversation, 'unreadable', 'sent', 'no-key');
  old.close();

  const db = openDatabase(path, key);
  onTestFinished(() => db.close());
  expect(read(db)).toMatchObject({ oldReason: 'You are not allowed to do that.', why: undefined });
  expect(read(db, theirs)).toMatchObject({ oldReason: undefined, why: { code: 'no-key' } });
  setMessageState(db, read(db), 'sending');
  expect(read(db).oldReason).toBeUndefined();
});
