// How long messages last, and what has expired.
import { z } from 'zod';
import { type ConversationId, conversationId, type MessageId, messageId } from '../../protocol/ids.ts';
import type { Database } from '../database/database.ts';
import { emptyEdits } from './deletion-table.ts';
import { findMessage, LATEST_FIRST, removeMessage } from './message-table.ts';

const lifetimeRow = z.object({ lifetime: z.number() });

/**
 * For how many seconds what is written now lasts, 0 without end: as the last line about it says. Where none is here, the newest
 * message shows what its sender knew: the line may be further up than what this computer has.
 */
export function findLifetime(db: Database, conversation: ConversationId): number {
  return db.get(lifetimeRow, LIFETIME, conversation, conversation)?.lifetime ?? 0;
}

const LIFETIME = `SELECT coalesce(
  (SELECT lifetime FROM messages WHERE conversation = ? AND expires = 0 AND state <> 'failed'
    ORDER BY ${LATEST_FIRST} LIMIT 1),
  (SELECT coalesce(lifetime, 0) FROM messages WHERE conversation = ? AND seq IS NOT NULL AND kind IN ('text', 'locked')
    ORDER BY seq DESC, lost DESC LIMIT 1),
  0) AS lifetime`;

/** Whole seconds from now on until a message goes, for what changes it. */
export function remainingLifetime(
  db: Database,
  conversation: ConversationId,
  target: MessageId,
  now: number,
): number {
  const message = findMessage(db, conversation, target);
  const { expires, lifetime } = message ?? { expires: undefined, lifetime: 0 };
  return !expires ? (lifetime ?? 0) : Math.max(1, Math.ceil((expires - now) / 1_000));
}

const nextRow = z.object({ next: z.number().optional() });

/** When the next message expires. */
export function findNextExpiry(db: Database): number | undefined {
  return db.get(nextRow, 'SELECT min(expires) AS next FROM messages WHERE expires > 0')?.next;
}

const expiredRow = z.object({ conversation: conversationId, id: messageId });

/** Takes away what has expired, with everything that was said about it. Returns the messages. */
export function removeExpired(db: Database, now: number): readonly z.output<typeof expiredRow>[] {
  const expired = db.all(
    expiredRow,
    'SELECT conversation, id FROM messages WHERE expires > 0 AND expires <= ?',
    now,
  );
  for (const { conversation, id } of expired) removeWithRevisions(db, conversation, id);
  db.run('DELETE FROM revisions WHERE expires > 0 AND expires <= ? AND deletes IS NULL', now);
  db.run('UPDATE revisions SET expires = NULL WHERE expires > 0 AND expires <= ?', now);
  return expired;
}

/** Deletions stay: they say nothing, and the server may still have to erase. */
export function removeWithRevisions(db: Database, conversation: ConversationId, id: MessageId): void {
  const message = findMessage(db, conversation, id);
  if (!message) return;
  emptyEdits(db, message);
  db.run('DELETE FROM revisions WHERE conversation = ? AND target = ? AND deletes IS NULL', conversation, id);
  removeMessage(db, message);
}
