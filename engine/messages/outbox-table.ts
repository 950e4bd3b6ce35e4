// Bodies of frames that were written here and are not in the log yet. The outbox seals them.
import { z } from 'zod';
import { type ConversationId, conversationId, type MessageId, messageId } from '../../protocol/ids.ts';
import { blob, flag } from '../database/columns.ts';
import type { Database } from '../database/database.ts';

const queuedRow = z.object({
  position: z.number(),
  conversation: conversationId,
  message: messageId,
  counts: flag,
  body: blob,
  failed: flag,
  /** Seconds for which it lasts in the log. */
  lifetime: z.number(),
});
/** With whether the user can still take it back. */
const waitingRow = queuedRow.extend({ undoable: flag.optional() });
export type Queued = Readonly<z.output<typeof queuedRow>>;
export type Outgoing = Omit<Queued, 'position' | 'failed'>;

/** Puts a body in, or another one in its place, which keeps its turn and may have failed. */
export function enqueue(db: Database, { conversation, message, counts, body, lifetime }: Outgoing): void {
  db.run(
    `INSERT INTO outbox (conversation, message, counts, body, lifetime) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET body = excluded.body, failed = 0`,
    conversation,
    message,
    counts,
    body,
    lifetime,
  );
}

export function findQueued(
  db: Database,
  conversation: ConversationId,
  message: MessageId,
): Queued | undefined {
  return db.get(
    queuedRow,
    'SELECT * FROM outbox WHERE conversation = ? AND message = ?',
    conversation,
    message,
  );
}

/** The next bodies to send in a conversation, in the order of writing: up to one that the user can still take back. */
export function listWaiting(db: Database, conversation: ConversationId, limit: number): readonly Queued[] {
  const next = db.all(
    waitingRow,
    `SELECT outbox.*, (SELECT undoable FROM messages WHERE conversation = outbox.conversation AND id = outbox.message) AS undoable
       FROM outbox WHERE conversation = ? AND failed = 0 ORDER BY position LIMIT ?`,
    conversation,
    limit,
  );
  const held = next.findIndex(({ undoable }) => undoable);
  return held < 0 ? next : next.slice(0, held);
}

export function markFailed(db: Database, { position }: Queued): void {
  db.run('UPDATE outbox SET failed = 1 WHERE position = ?', position);
}

/** Removes a body once its record is in the log. */
export function dequeue(db: Database, conversation: ConversationId, message: MessageId): void {
  db.run('DELETE FROM outbox WHERE conversation = ? AND message = ?', conversation, message);
}

const idRow = z.object({ conversation: conversationId });

export function listWaitingConversations(db: Database): readonly ConversationId[] {
  return db
    .all(idRow, 'SELECT DISTINCT conversation FROM outbox WHERE failed = 0')
    .map((row) => row.conversation);
}

const newestRow = z.object({ newest: z.number().optional() });

/** Whatever is written from now on has a higher `position`. */
export function findNewestQueued(db: Database): number {
  return db.get(newestRow, 'SELECT max(position) AS newest FROM outbox')?.newest ?? 0;
}

const countRow = z.object({ count: z.number() });

export function countWaiting(db: Database, conversation: ConversationId): number {
  const sql = 'SELECT count(*) AS count FROM outbox WHERE conversation = ? AND failed = 0';
  return db.get(countRow, sql, conversation)?.count ?? 0;
}

/** Counts pending and failed messages in all conversations. */
export function countQueued(db: Database): number {
  return db.get(countRow, 'SELECT count(*) AS count FROM outbox')?.count ?? 0;
}
