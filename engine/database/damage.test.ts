import { existsSync } from 'node:fs';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { address, type ConversationId, conversationId, messageId } from '../../protocol/ids.ts';
import { decrypted } from '../../test/support/database.ts';
import { storedEpoch } from '../../test/support/epochs.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { queueMessage } from '../../test/support/waiting-message.ts';
import { addConversation, listConversations } from '../conversations/conversation-table.ts';
import { putEpoch } from '../conversations/epoch-table.ts';
import { addRange, findHash, putCounter, putHash } from '../log/log-table.ts';
import {
  addMessage,
  listMessagesBetween,
  listUnplacedMessages,
  type NewMessage,
} from '../messages/message-table.ts';
import { findQueued } from '../messages/outbox-table.ts';
import { type Damage, type Database, openDatabase } from './database.ts';
import { writeSetting } from './settings.ts';

const PAGE_BYTES = 8_192;
const key = new Uint8Array(32).fill(7);
const alice = address.parse('alice@parley.example');
const conversations = ['a', 'b', 'c'].map((letter) => conversationId.parse(letter.repeat(43)));
const RECORDS = 150;

function idOf(conversation: ConversationId, seq: number) {
  const number = conversations.indexOf(conversation) * 1_000 + seq;
  return messageId.parse(Buffer.from(String(number).padStart(16, '0')).toString('base64url'));
}

/** Three logs as a device that has caught up stores them: a change first, then messages of up to a page. */
function fill(db: Database): void {
  writeSetting(db, 'drafts', z.string(), 'half a thought');
  for (const conversation of conversations) {
    addConversation(db, conversation, 'direct', [alice]);
    putEpoch(db, conversation, storedEpoch());
    putHash(db, conversation, 1, new Uint8Array(32).fill(1));
    for (let seq = 2; seq <= RECORDS; seq += 1) write(db, conversation, seq);
    addRange(db, conversation, { low: 1, high: RECORDS });
    putCounter(db, conversation, 'a device', RECORDS);
    queueMessage(db, message(conversation, 0));
  }
}

function write(db: Database, conversation: ConversationId, seq: number): void {
  putHash(db, conversation, seq, new Uint8Array(32).fill(seq));
  addMessage(db, message(conversation, seq));
}

function message(conversation: ConversationId, seq: number): NewMessage {
  return {
    ...{ id: idOf(conversation, seq), conversation, seq, sender: alice, device: 'a device' },
    ...{ kind: 'text' as const, counts: true, text: `number ${seq} ${'.'.repeat((seq * 37) % 900)}` },
    ...{ replyTo: undefined, sentAt: seq, state: 'sent' as const, why: undefined },
  };
}

/** Holds every page in one file, as after closing. */
async function filled(): Promise<{ path: string; whole: Buffer; pages: number }> {
  const path = join(await temporaryFolder(), 'test.db');
  const db = openDatabase(path, key);
  db.transaction(() => fill(db));
  db.close();
  const whole = await readFile(path);
  return { path, whole, pages: whole.length / PAGE_BYTES };
}

interface Read {
  readonly db: Database;
  readonly damages: readonly Damage[];
}

function openCounting(path: string): Read {
  const damages: Damage[] = [];
  const db = openDatabase(path, key, (damage) => damages.push(damage));
  onTestFinished(() => db.close());
  return { db, damages };
}

const rangeRow = z.object({ conversation: conversationId, low: z.number(), high: z.number() });

/** Meets what damage there is: what was read just before may be lost a moment later. */
function touchAll(db: Database): void {
  const count = z.object({ total: z.number().optional() });
  for (const column of [
    'conversations.members',
    'ranges.low',
    'log.hash',
    'epochs.key',
    'messages.text',
    'outbox.body',
    'settings.value',
  ]) {
    const [table] = column.split('.');
    db.all(count, `SELECT sum(length(${column})) AS total FROM ${table}`);
  }
}

/** Reads all there is, as it is shown. Fails where something else is shown than was written. */
function readAll(db: Database) {
  const ranges = db.all(rangeRow, 'SELECT conversation, low, high FROM ranges');
  const held = ranges.flatMap(({ conversation, low, high }) => {
    const rows = listMessagesBetween(db, conversation, low, high, RECORDS);
    // What counts as held is there without a gap, but for the change at the beginning.
    expect(rows.map(({ seq }) => seq)).toEqual(positions(Math.max(low, 2), high));
    for (const row of rows) expect(row).toMatchObject(message(conversation, row.seq ?? 0));
    expect(findHash(db, conversation, high)).toEqual(new Uint8Array(32).fill(high));
    return rows;
  });
  const waiting = conversations.flatMap((conversation) => listUnplacedMessages(db, conversation));
  for (const { conversation, id } of waiting) expect(findQueued(db, conversation, id)).toBeDefined();
  return { held: held.length, waiting: waiting.length };
}

function positions(low: number, high: number): number[] {
  return Array.from({ length: Math.max(0, high - low + 1) }, (_, index) => low + index);
}

const everything = { held: conversations.length * (RECORDS - 1), waiting: conversations.length };

test('damage to any one page costs only the rows on it, and never shows other content', async () => {
  const { path, whole, pages } = await filled();
  expect(pages).toBeGreaterThan(40);
  const losses: number[] = [];
  for (let page = 2; page < pages; page += 5) {
    const flipped = Buffer.from(whole);
    const at = page * PAGE_BYTES + ((page * 997) % PAGE_BYTES);
    flipped[at] = (whole[at] ?? 0) ^ (1 << (page % 8));
    await writeFile(path, flipped);
    const { db, damages } = openCounting(path);
    touchAll(db);
    const read = readAll(db);
    losses.push(everything.held - read.held);
    // Nothing is lost without a word; a page that nothing is on may stay unread.
    if (read.held < everything.held || read.waiting < everything.waiting) expect(damages).toHaveLength(1);
    for (const { keptAs } of damages) expect(await readFile(keptAs)).toEqual(flipped);
    // What is fetched again is taken.
    db.transaction(() => fill(db));
    expect(readAll(db)).toEqual(everything);
    db.close();
  }
  // One leaf of messages or of hashes, each of them; the other pages hold indices, which are made again.
  expect(losses.filter((loss) => loss > 0).length).toBeGreaterThan(losses.length / 3);
  for (const loss of losses) expect(loss).toBeLessThan(60);
}, 60_000);

test('several damaged pages, or a truncated file, leave the rows between and before them', async () => {
  const { path, whole, pages } = await filled();
  const flipped = Buffer.from(whole);
  for (let page = 8; page < pages; page += 8) flipped[page * PAGE_BYTES + 1_000]! ^= 1;
  await writeFile(path, flipped);
  const damaged = openCounting(path).db;
  touchAll(damaged);
  expect(readAll(damaged).held).toBeGreaterThan(everything.held / 3);
  damaged.close();
  await writeFile(path, whole.subarray(0, Math.floor(pages / 2) * PAGE_BYTES - 100));
  const cut = openCounting(path).db;
  touchAll(cut);
  expect(readAll(cut).held).toBeGreaterThan(0);
});

test('damage to the first page of an open database loses nothing and is noticed at the next opening', async () => {
  const { path, whole } = await filled();
  whole[2_000]! ^= 1;
  await writeFile(path, whole);
  const { db, damages } = openCounting(path);
  expect(damages).toEqual([{ keptAs: `${path}.damaged-1`, lost: undefined }]);
  expect(listConversations(db)).toEqual([]);
  db.transaction(() => fill(db));
  expect(readAll(db)).toEqual(everything);
});

test('a transaction that meets damage is repeated as a whole', async () => {
  const { path, whole, pages } = await filled();
  for (let page = 30; page < pages; page += 1) whole[page * PAGE_BYTES + 5]! ^= 1;
  await writeFile(path, whole);
  const { db, damages } = openCounting(path);
  let runs = 0;
  const total = db.transaction(() => {
    runs += 1;
    writeSetting(db, `run ${runs}`, z.number(), runs);
    return db.get(z.object({ total: z.number() }), 'SELECT sum(length(text)) AS total FROM messages')?.total;
  });
  expect([runs, damages.length, (total ?? 0) > 0]).toEqual([2, 1, true]);
  const written = db.all(z.object({ key: z.string() }), `SELECT key FROM settings WHERE key LIKE 'run%'`);
  expect(written).toEqual([{ key: 'run 2' }]);
});

test('an interrupted replacement is finished at the next opening, or started again', async () => {
  const { path, whole } = await filled();
  await copyFile(path, `${path}.salvaged`);
  await writeFile(path, 'damaged');
  await writeFile(`${path}-wal`, 'of the damaged one');
  const { db } = openCounting(path);
  expect(readAll(db)).toEqual(everything);
  db.close();
  expect((await readdir(dirname(path))).sort()).toEqual([
    'test.db',
    'test.db-search',
    'test.db.damaged-1',
    'test.db.damaged-1-wal',
  ]);

  await writeFile(`${path}.salvaging`, whole.subarray(0, 5_000));
  const again = openCounting(path).db;
  expect(readAll(again)).toEqual(everything);
  expect(existsSync(`${path}.salvaging`)).toBe(false);
});

test('erasing leaves no deleted row on disk, not even in SQLite’s log', async () => {
  const { path } = await filled();
  const { db } = openCounting(path);
  await writeFile(`${path}.damaged-1`, 'kept');
  db.run('DELETE FROM messages WHERE conversation = ?', conversations[0]);
  db.run('DELETE FROM settings');
  db.erase();
  // The log is read before closing would remove it.
  const files = (await readdir(dirname(path))).sort();
  expect(files).toEqual([
    'test.db',
    'test.db-search',
    'test.db-search-shm',
    'test.db-search-wal',
    'test.db-shm',
    'test.db-wal',
  ]);
  expect((await readFile(`${path}-wal`)).length).toBe(0);
  const plain = await decrypted(path, key);
  expect(plain.includes(idOf(conversations[1]!, 2))).toBe(true);
  expect(plain.includes(idOf(conversations[0]!, 2))).toBe(false);
  expect(plain.includes('half a thought')).toBe(false);
});
