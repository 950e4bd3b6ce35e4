import { expect, test } from 'vitest';
import { address, conversationId, messageId } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { waitingMessage } from '../../test/support/waiting-message.ts';
import type { Database } from '../database/database.ts';
import { addMessage, findMessage, placeMessage, setMessageState } from './message-table.ts';

const conversation = conversationId.parse('c'.repeat(43));
const mine = messageId.parse('A'.repeat(22));

function write(db: Database) {
  addMessage(
    db,
    waitingMessage({ id: mine, conversation, sender: address.parse('alice@parley.example'), device: '' }),
  );
  return read(db);
}

function read(db: Database, id = mine) {
  const row = findMessage(db, conversation, id);
  if (!row) throw new Error('there is no such message');
  return row;
}

test('a failed message keeps its code and facts until it is sent again', async () => {
  const db = await temporaryDatabase();
  const row = write(db);
  const why = { code: 'too-large', facts: { limit: 32_700, detail: 'a “text”' } } as const;
  setMessageState(db, row, 'failed', why);
  expect(read(db)).toMatchObject({ state: 'failed', why });
  setMessageState(db, row, 'sending');
  expect(read(db)).toEqual(row);
  setMessageState(db, row, 'failed', { code: 'not-allowed' });
  expect(read(db).why).toEqual({ code: 'not-allowed' });
  placeMessage(db, row, 7, 1);
  expect(read(db)).toMatchObject({ state: 'sent', why: undefined });
});

test('an unknown code leaves the rest of a message readable', async () => {
  const db = await temporaryDatabase();
  write(db);
  db.run(`UPDATE messages SET code = 'of-tomorrow'`);
  expect(read(db)).toMatchObject({ text: 'hello', why: undefined });
});
