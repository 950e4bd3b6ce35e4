// How many messages count as unread, and whose they are. The first count of a conversation walks all of them; from then
// on counting costs as much as has come or has been read since: see database/unread-counts.ts.
import { z } from 'zod';
import { type Address, address, type ConversationId } from '../../protocol/ids.ts';
import type { Database } from '../database/database.ts';
import { BLOCKED } from '../decisions/decision-table.ts';

/** The part of the database that counting needs. */
type Counting = Pick<Database, 'all' | 'get' | 'run' | 'transaction'>;

/** What people say whom the user has blocked is not for the user to read. */
const OTHERS = `sender <> ? AND sender NOT IN (${BLOCKED})`;

const countRow = z.object({ count: z.number() });

/** How many frames of others after a position count as unread, among those held here. */
export function countUnread(
  db: Counting,
  conversation: ConversationId,
  after: number,
  reader: Address,
): number {
  countAfter(db, conversation, after);
  const row = db.get(
    countRow,
    `SELECT coalesce(sum(count), 0) AS count FROM unread WHERE conversation = ? AND ${OTHERS}`,
    conversation,
    reader,
  );
  return row?.count ?? 0;
}

/** How many of the frames of others after a position mention the reader, among those held here. */
export function countMentions(
  db: Counting,
  conversation: ConversationId,
  after: number,
  reader: Address,
): number {
  const row = db.get(
    countRow,
    `SELECT count(*) AS count FROM messages WHERE conversation = ? AND seq > ? AND mentions IS NOT NULL AND counts = 1
       AND ${OTHERS} AND EXISTS (SELECT 1 FROM json_each(mentions) WHERE value = ?)`,
    conversation,
    after,
    reader,
    reader,
  );
  return row?.count ?? 0;
}

const senderRow = z.object({ sender: address });

/** Whose they are, the most recent first. */
export function listUnreadSenders(
  db: Counting,
  conversation: ConversationId,
  after: number,
  reader: Address,
): readonly Address[] {
  countAfter(db, conversation, after);
  return db
    .all(
      senderRow,
      `SELECT sender FROM unread WHERE conversation = ? AND ${OTHERS} ORDER BY last DESC`,
      conversation,
      reader,
    )
    .map((row) => row.sender);
}

const afterRow = z.object({ after: z.number() });

/** Makes the counts those of what lies after a position: subtracts what has been read since they were made. */
function countAfter(db: Counting, conversation: ConversationId, after: number): void {
  const before = db.get(
    afterRow,
    'SELECT after FROM unread_after WHERE conversation = ?',
    conversation,
  )?.after;
  if (before === after) return;
  db.transaction(() => {
    if (before === undefined) {
      db.run('DELETE FROM unread WHERE conversation = ?', conversation);
      addBetween(db, conversation, after, Number.MAX_SAFE_INTEGER, 1);
    } else if (before < after) addBetween(db, conversation, before, after, -1);
    else addBetween(db, conversation, after, before, 1);
    db.run('DELETE FROM unread WHERE conversation = ? AND count = 0', conversation);
    db.run(
      'INSERT INTO unread_after VALUES (?, ?) ON CONFLICT DO UPDATE SET after = excluded.after',
      conversation,
      after,
    );
  });
}

/** Counts those with `after` < seq ≤ `upTo` once more, or once less. */
function addBetween(
  db: Counting,
  conversation: ConversationId,
  after: number,
  upTo: number,
  times: 1 | -1,
): void {
  db.run(
    `INSERT INTO unread SELECT conversation, sender, count(*) * ?, max(seq) FROM messages
       WHERE conversation = ? AND seq > ? AND seq <= ? AND counts = 1 GROUP BY sender
       ON CONFLICT DO UPDATE SET count = count + excluded.count, last = max(last, excluded.last)`,
    times,
    conversation,
    after,
    upTo,
  );
}
