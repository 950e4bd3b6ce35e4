// Deletions as they are kept: one row for the message and for each edit that a deletion names, beside the edits. What they
// take away need not be here yet.
import { z } from 'zod';
import { type Address, address, type ConversationId, conversationId, messageId } from '../../protocol/ids.ts';
import { flag } from '../database/columns.ts';
import type { Database } from '../database/database.ts';
import type { Entry } from './content/content-rules.ts';
import { dequeue } from './outbox-table.ts';

/** In SQL, of a revision that is no deletion, no reaction and no pin. */
export const IS_EDIT = 'emoji IS NULL AND deletes IS NULL AND pin IS NULL';

const deletionRow = z.object({
  id: messageId,
  deletes: z.enum(['message', 'edit']),
  seq: z.number().optional(),
  lost: z.number(),
  sender: address,
  device: z.string(),
  failed: flag,
});
export type StoredDeletion = Readonly<z.output<typeof deletionRow>>;

/** What a deletion may take away: who wrote it under which id. */
interface Target {
  readonly conversation: ConversationId;
  readonly id: string;
  readonly sender: Address;
}

/** As for an edit: the first place of a deletion in the log counts, and one that the server has lost is none. */
export function putDeletion(
  db: Database,
  { conversation, id, seq, sender, device, at, moderates = false }: Entry,
  target: string,
  deletes: StoredDeletion['deletes'],
): void {
  db.run(
    `INSERT INTO revisions (conversation, target, id, seq, sender, device, at, text, deletes, moderates)
       VALUES (?, ?, ?, ?, ?, ?, ?, '', ?, ?)
       ON CONFLICT DO UPDATE SET seq = excluded.seq, lost = 0, at = excluded.at, failed = 0, moderates = excluded.moderates
         WHERE deletes IS NOT NULL AND (seq IS NULL OR lost > 0 OR excluded.seq < seq)`,
    ...[conversation, target, id, seq, sender, device, at, deletes, moderates],
  );
}

/** The first deletion in the log that may take something away; what waits here, or was lost, counts behind all others. */
export function findDeletion(db: Database, { conversation, id, sender }: Target): StoredDeletion | undefined {
  return db.get(
    deletionRow,
    `SELECT id, deletes, seq, lost, sender, device, failed FROM revisions
       WHERE conversation = ? AND target = ? AND deletes IS NOT NULL AND (sender = ? OR moderates = 1)
       ORDER BY seq IS NULL, lost > 0, seq, position LIMIT 1`,
    ...[conversation, id, sender],
  );
}

/** Takes the texts of a message's edits away, and what of them waits to be sent. */
export function emptyEdits(db: Database, { conversation, id, sender }: Target): void {
  const edits = `FROM revisions WHERE conversation = ? AND target = ? AND sender = ? AND ${IS_EDIT}`;
  for (const edit of db.all(idRow, `SELECT id ${edits} AND seq IS NULL`, conversation, id, sender))
    dequeue(db, conversation, edit.id);
  db.run(`DELETE ${edits} AND seq IS NULL`, conversation, id, sender);
  db.run(
    `UPDATE revisions SET text = '', mentions = NULL WHERE conversation = ? AND target = ? AND sender = ? AND ${IS_EDIT}`,
    ...[conversation, id, sender],
  );
}

const idRow = z.object({ id: messageId });
const idsOf = (rows: readonly z.output<typeof idRow>[]) => rows.map(({ id }) => id);

/** The edits of a message in the log that no deletion of this device names yet. */
export function listUnnamedEdits(
  db: Database,
  { conversation, id, sender }: Target,
  device: string,
  limit: number,
) {
  return idsOf(
    db.all(
      idRow,
      `SELECT id FROM revisions AS edit WHERE conversation = ? AND target = ? AND sender = ? AND ${IS_EDIT}
         AND seq IS NOT NULL AND lost = 0 AND NOT EXISTS (
           SELECT 1 FROM revisions WHERE conversation = edit.conversation AND target = edit.id AND deletes = 'edit'
             AND device = ? AND lost = 0)
         ORDER BY position LIMIT ?`,
      ...[conversation, id, sender, device, limit],
    ),
  );
}

const targetRow = z.object({ target: messageId });

/** What is deleted by deletions that the server has lost behind a position. */
export function listTargetsOfLost(db: Database, conversation: ConversationId, seq: number) {
  return db
    .all(
      targetRow,
      `SELECT DISTINCT target FROM revisions
         WHERE conversation = ? AND seq = ? AND lost > 0 AND deletes = 'message'`,
      ...[conversation, seq],
    )
    .map(({ target }) => target);
}

/** A deletion of this device has failed, or waits once more. */
export function setDeletionFailed(
  db: Database,
  conversation: ConversationId,
  id: string,
  failed: boolean,
): void {
  db.run(
    'UPDATE revisions SET failed = ? WHERE conversation = ? AND id = ? AND deletes IS NOT NULL',
    ...[failed, conversation, id],
  );
}

const conversationRow = z.object({ conversation: conversationId });

/** Where this device has ever deleted something. */
export function listConversationsWithDeletions(db: Database, device: string): readonly ConversationId[] {
  return db
    .all(
      conversationRow,
      'SELECT DISTINCT conversation FROM revisions WHERE deletes IS NOT NULL AND device = ?',
      device,
    )
    .map(({ conversation }) => conversation);
}

/** What this device has deleted, in the log, and of which there are edits there that it has not named. */
export function listDeletedWithUnnamedEdits(db: Database, conversation: ConversationId, device: string) {
  return db
    .all(
      targetRow,
      `SELECT DISTINCT target FROM revisions AS deletion
         WHERE conversation = ? AND deletes = 'message' AND seq IS NOT NULL AND lost = 0 AND device = ? AND EXISTS (
           SELECT 1 FROM revisions AS edit JOIN messages AS message
               ON message.conversation = edit.conversation AND message.id = edit.target AND message.sender = edit.sender
             WHERE edit.conversation = deletion.conversation AND edit.target = deletion.target
               AND edit.deletes IS NULL AND edit.emoji IS NULL AND edit.pin IS NULL AND edit.seq IS NOT NULL AND edit.lost = 0 AND NOT EXISTS (
                 SELECT 1 FROM revisions AS named WHERE named.conversation = edit.conversation
                   AND named.target = edit.id AND named.deletes = 'edit' AND named.device = deletion.device
                   AND named.lost = 0))`,
      ...[conversation, device],
    )
    .map(({ target }) => target);
}

const dueRow = z.object({ position: z.number(), id: messageId, target: messageId, seq: z.number() });

/** What is to be erased in a conversation, with the deletion and the position of each; what isn't here yet is left out. */
export function listErasuresDue(db: Database, conversation: ConversationId, device: string, limit: number) {
  return db.all(
    dueRow,
    `SELECT due.position, due.id, due.target, coalesce(message.seq, edit.seq) AS seq FROM revisions AS due
       LEFT JOIN messages AS message ON due.deletes = 'message' AND message.lost = 0
         AND message.conversation = due.conversation AND message.id = due.target
       LEFT JOIN revisions AS edit ON due.deletes = 'edit' AND edit.deletes IS NULL AND edit.lost = 0
         AND edit.conversation = due.conversation AND edit.id = due.target
       WHERE due.conversation = ? AND due.deletes IS NOT NULL AND due.erased = 0 AND due.seq IS NOT NULL
         AND due.lost = 0 AND due.device = ? AND coalesce(message.seq, edit.seq) IS NOT NULL
       ORDER BY due.position LIMIT ?`,
    ...[conversation, device, limit],
  );
}

export function markErased(db: Database, position: number): void {
  db.run('UPDATE revisions SET erased = 1 WHERE position = ?', position);
}
