// Which records of a conversation's log are stored here, and the running hash after each of them. History is
// fetched newest first, so what is stored may be several ranges with gaps between; nothing above a gap is
// ever taken for the continuation of what lies below it.
import { z } from 'zod';
import { type ConversationId, conversationId } from '../../protocol/ids.ts';
import { blob } from '../database/columns.ts';
import type { Database } from '../database/database.ts';

export interface Range {
  readonly low: number;
  readonly high: number;
}

const range = z.object({ low: z.number(), high: z.number() });

/** The range that contains a position; undefined when that isn't stored. */
export function findRange(db: Database, conversation: ConversationId, seq: number): Range | undefined {
  return db.get(
    range,
    'SELECT low, high FROM ranges WHERE conversation = ? AND low <= ? AND high >= ?',
    conversation,
    seq,
    seq,
  );
}

export function findNewestRange(db: Database, conversation: ConversationId): Range | undefined {
  return db.get(
    range,
    'SELECT low, high FROM ranges WHERE conversation = ? ORDER BY low DESC LIMIT 1',
    conversation,
  );
}

/** Joins a range with all that it touches or overlaps. */
export function addRange(db: Database, conversation: ConversationId, added: Range): void {
  const touching = db.all(
    range,
    'SELECT low, high FROM ranges WHERE conversation = ? AND high >= ? AND low <= ?',
    conversation,
    added.low - 1,
    added.high + 1,
  );
  const low = Math.min(added.low, ...touching.map((one) => one.low));
  const high = Math.max(added.high, ...touching.map((one) => one.high));
  for (const one of touching) {
    db.run('DELETE FROM ranges WHERE conversation = ? AND low = ?', conversation, one.low);
  }
  db.run('INSERT INTO ranges (conversation, low, high) VALUES (?, ?, ?)', conversation, low, high);
}

const hashRow = z.object({ hash: blob });

/** The running hash after a position; 32 zero bytes before the first record. */
export function findHash(db: Database, conversation: ConversationId, seq: number): Uint8Array | undefined {
  if (seq === 0) return new Uint8Array(32);
  return db.get(hashRow, 'SELECT hash FROM log WHERE conversation = ? AND seq = ?', conversation, seq)?.hash;
}

export function putHash(db: Database, conversation: ConversationId, seq: number, hash: Uint8Array): void {
  db.run('INSERT OR REPLACE INTO log (conversation, seq, hash) VALUES (?, ?, ?)', conversation, seq, hash);
}

const seqRow = z.object({ seq: z.number() });

/** Where the running hash is known, up to a position, in order. */
export function listKnownPositions(
  db: Database,
  conversation: ConversationId,
  upTo: number,
): readonly number[] {
  const rows = db.all(
    seqRow,
    'SELECT seq FROM log WHERE conversation = ? AND seq BETWEEN 1 AND ? ORDER BY seq',
    conversation,
    upTo,
  );
  return rows.map(({ seq }) => seq);
}

/** Deletes everything after a position. */
export function cutLog(db: Database, conversation: ConversationId, seq: number): void {
  db.run('DELETE FROM log WHERE conversation = ? AND seq > ?', conversation, seq);
  db.run('DELETE FROM ranges WHERE conversation = ? AND low > ?', conversation, seq);
  db.run('UPDATE ranges SET high = min(high, ?) WHERE conversation = ?', seq, conversation);
  clearCounters(db, conversation);
}

const highRow = z.object({ conversation: conversationId, high: z.number() });

/** The last position held of each conversation of which anything is. */
export function listNewestPositions(db: Database): ReadonlyMap<ConversationId, number> {
  const rows = db.all(highRow, 'SELECT conversation, max(high) AS high FROM ranges GROUP BY conversation');
  return new Map(rows.map(({ conversation, high }) => [conversation, high]));
}

const counterRow = z.object({ counter: z.number() });

/** The last counter seen of a device in a conversation; 0 before any. */
export function findLastCounter(
  db: Database,
  conversation: ConversationId,
  device: string,
): number | undefined {
  return db.get(
    counterRow,
    'SELECT counter FROM counters WHERE conversation = ? AND device = ?',
    conversation,
    device,
  )?.counter;
}

export function putCounter(
  db: Database,
  conversation: ConversationId,
  device: string,
  counter: number,
): void {
  db.run(
    'INSERT OR REPLACE INTO counters (conversation, device, counter) VALUES (?, ?, ?)',
    conversation,
    device,
    counter,
  );
}

/** Forgets the counters when a newer range begins that doesn't touch the newest one so far. */
export function clearCounters(db: Database, conversation: ConversationId): void {
  db.run('DELETE FROM counters WHERE conversation = ?', conversation);
}

/** Deletes all that is known of a log. */
export function deleteLog(db: Database, conversation: ConversationId): void {
  cutLog(db, conversation, 0);
  db.run('DELETE FROM ranges WHERE conversation = ?', conversation);
}
