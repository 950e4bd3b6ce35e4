import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { conversationId, messageId } from '../../protocol/ids.ts';
import { decryptedIndex } from '../../test/support/database.ts';
import { manualClock } from '../../test/support/manual-clock.ts';
import { silentLogger } from '../../test/support/silent-logger.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { waitingMessage } from '../../test/support/waiting-message.ts';
import { addMessage, findMessage, showRevision } from '../messages/message-table.ts';
import { findIndexedTime, MessageIndex } from '../search/message-index.ts';
import { type Damage, type Database, openDatabase } from './database.ts';
import { writeSetting } from './settings.ts';

const PAGE_BYTES = 8_192;

const key = new Uint8Array(32).fill(7);
const conversation = conversationId.parse('a'.repeat(43));
/** Three characters that nothing else has: they stand in the index as they are. */
const UNUSUAL = '龘龘龘';

function idOf(seq: number) {
  return messageId.parse(Buffer.from(String(seq).padStart(16, '0')).toString('base64url'));
}

function write(db: Database, seq: number, text: string): void {
  const named = { id: idOf(seq), conversation, sender: 'alice@home.example' as never, device: 'one' };
  addMessage(db, { ...waitingMessage(named), text, seq, sentAt: seq * 1_000, state: 'sent' });
}

async function opened(path?: string) {
  const at = path ?? join(await temporaryFolder(), 'test.db');
  const damages: Damage[] = [];
  const db = openDatabase(at, key, (damage) => damages.push(damage));
  onTestFinished(() => db.close());
  return { path: at, db, damages };
}

/** Lets so much time pass that the index is filled and, after removals, merged. */
function letPass(db: Database, milliseconds = 10 * 60_000): void {
  const clock = manualClock();
  const index = new MessageIndex({ db, clock, logger: silentLogger });
  clock.advance(milliseconds);
  index.close();
}

const keyRow = z.object({ key: z.number() });

function found(db: Database, word: string): number {
  return db.all(keyRow, 'SELECT rowid AS key FROM message_words WHERE message_words MATCH ?', `"${word}"`)
    .length;
}

test('an erased or edited text leaves nothing in the index, once what was removed is merged', async () => {
  const { path, db } = await opened();
  for (let seq = 1; seq <= 40; seq += 1) write(db, seq, `number ${seq}${seq % 20 === 0 ? UNUSUAL : ''}`);
  expect((await decryptedIndex(path, key)).includes(UNUSUAL)).toBe(true);
  db.run('DELETE FROM messages WHERE seq = 20');
  const edited = findMessage(db, conversation, idOf(40));
  if (edited)
    showRevision(db, edited, { text: 'other words', edited: 1, editing: undefined, why: undefined });
  expect([found(db, UNUSUAL), found(db, 'oth'), found(db, 'num')]).toEqual([0, 1, 38]);
  letPass(db);
  expect((await decryptedIndex(path, key)).includes(UNUSUAL)).toBe(false);
  expect([found(db, 'oth'), found(db, 'num')]).toEqual([1, 38]);
});

test('erasing the database leaves an index that no former key opens', async () => {
  const { path, db } = await opened();
  write(db, 1, `once ${UNUSUAL}`);
  db.run('DELETE FROM messages');
  db.run('DELETE FROM settings');
  db.erase();
  expect((await decryptedIndex(path, key)).includes(UNUSUAL)).toBe(false);
  write(db, 2, 'what is new');
  expect(found(db, 'new')).toBe(1);
});

test('is kept over a restart, and made anew after a crash between its commit and that of the messages', async () => {
  const { path, db } = await opened();
  write(db, 1, 'kept words');
  db.close();
  await copyFile(`${path}-search`, `${path}-search.before`);
  const again = await opened(path);
  expect(findIndexedTime(again.db)).toBeUndefined();
  expect(found(again.db, 'kep')).toBe(1);
  write(again.db, 2, 'later words');
  again.db.close();
  await copyFile(`${path}-search.before`, `${path}-search`);
  const { db: recovered } = await opened(path);
  expect([findIndexedTime(recovered) !== undefined, found(recovered, 'lat')]).toEqual([true, 0]);
  letPass(recovered);
  expect([findIndexedTime(recovered), found(recovered, 'lat'), found(recovered, 'kep')]).toEqual([
    undefined,
    1,
    1,
  ]);
});

test('is filled in steps, from the newest on, and continues after an interruption', async () => {
  const { db } = await opened();
  db.transaction(() => {
    for (let seq = 1; seq <= 500; seq += 1) write(db, seq, `number ${seq}`);
  });
  db.erase();
  expect(found(db, 'num')).toBe(0);
  letPass(db, 100);
  const partly = found(db, 'num');
  expect(partly).toBeGreaterThan(0);
  expect(partly).toBeLessThan(400);
  expect(findIndexedTime(db)).toBe((500 - partly + 1) * 1_000);
  // What comes, changes and goes meanwhile is in its place.
  write(db, 501, 'number of the newest');
  db.run('DELETE FROM messages WHERE seq IN (3, 499)');
  expect(found(db, 'num')).toBe(partly);
  letPass(db);
  expect([findIndexedTime(db), found(db, 'num')]).toEqual([undefined, 499]);
});

test('damage to the index costs no message: it is made anew, without a word', async () => {
  const { path, db } = await opened();
  db.transaction(() => {
    for (let seq = 1; seq <= 300; seq += 1) write(db, seq, `number ${seq} ${'x'.repeat(seq)} ${seq * 7919}`);
  });
  db.close();
  const whole = await readFile(`${path}-search`);
  const main = await readFile(path);
  for (let page = 0; page < whole.length / PAGE_BYTES; page += 3) {
    const flipped = Buffer.from(whole);
    flipped[page * PAGE_BYTES + 1_000] = (flipped[page * PAGE_BYTES + 1_000] ?? 0) ^ 1;
    await writeFile(path, main);
    await writeFile(`${path}-search`, flipped);
    const again = await opened(path);
    write(again.db, 301, 'one more');
    writeSetting(again.db, 'drafts', z.string(), 'a thought');
    // Reads all of it.
    for (const word of ['num', 'xxx', 'one']) found(again.db, word);
    expect(again.damages).toEqual([]);
    letPass(again.db);
    expect([found(again.db, 'num'), found(again.db, 'one')]).toEqual([300, 1]);
    again.db.close();
  }
}, 60_000);

test('a replaced database gets an index of what could be read of it', async () => {
  const { path, db } = await opened();
  db.transaction(() => {
    for (let seq = 1; seq <= 300; seq += 1) write(db, seq, `number ${seq} ${'.'.repeat(300)}`);
  });
  db.close();
  const bytes = await readFile(path);
  for (let page = 26; page < bytes.length / PAGE_BYTES; page += 3) bytes[page * PAGE_BYTES + 100]! ^= 1;
  await writeFile(path, bytes);
  const { db: replaced, damages } = await opened(path);
  const count = () =>
    replaced.get(
      z.object({ count: z.number() }),
      "SELECT count(*) AS count FROM messages WHERE text LIKE 'number%'",
    )?.count;
  count();
  expect(damages).toHaveLength(1);
  letPass(replaced);
  expect(count()).toBeGreaterThan(10);
  expect(found(replaced, 'num')).toBe(count());
});
