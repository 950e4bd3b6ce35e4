// What changes how an earlier message looks: edits, reactions, which have an emoji, pins and deletions (deletion-table.ts). Every one is kept that has come or
// waits to be sent, also of messages that aren't here yet; which of them holds is decided when they are read.
import type { Address, MessageId } from '../../../protocol/ids.ts';
import type { Database } from '../../database/database.ts';
import { findDeletion } from '../deletion-table.ts';
import { findMessage, type MessageRow, mentionsColumn } from '../message-table.ts';
import { dequeue, type Outgoing } from '../outbox-table.ts';
import { type Entry, expiryOfEntry, type Progress } from './content-rules.ts';

export interface NewRevision {
  readonly target: MessageId;
  readonly text?: string;
  readonly mentions?: readonly Address[] | undefined;
  readonly emoji?: string;
  readonly shown?: boolean;
  readonly seen?: MessageId | undefined;
  readonly pin?: boolean;
}

/**
 * Under an id stands what was first in the log under it; a place that the server has lost is none. Of an edit of what is deleted
 * only its place is kept.
 */
export function putRevision(
  db: Database,
  entry: Entry,
  { target, text: written = '', mentions, emoji, shown, seen, pin }: NewRevision,
): void {
  const isDeleted = written !== '' && findDeletion(db, { ...entry, id: target }) !== undefined;
  db.run(
    `INSERT INTO revisions (conversation, target, id, seq, sender, device, at, text, mentions, emoji, shown, seen, pin, expires)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET seq = excluded.seq, lost = 0, at = excluded.at, text = excluded.text, failed = 0,
         mentions = excluded.mentions, emoji = excluded.emoji, shown = excluded.shown, seen = excluded.seen, pin = excluded.pin,
         expires = excluded.expires
         WHERE deletes IS NULL AND (seq IS NULL OR lost > 0 OR excluded.seq < seq)`,
    entry.conversation,
    target,
    entry.id,
    entry.seq,
    entry.sender,
    entry.device,
    entry.at,
    isDeleted ? '' : written,
    isDeleted ? undefined : mentionsColumn(mentions),
    emoji,
    shown,
    seen,
    pin,
    expiryOfEntry(entry),
  );
}

/** Forgets one that the server refuses for good: its message looks as it did before. Returns that. */
export function forgetRefused(
  db: Database,
  { conversation, message }: Outgoing,
  { target }: { readonly target: MessageId },
  { state }: Progress,
): MessageRow | undefined {
  if (state !== 'failed') return;
  db.run(
    'DELETE FROM revisions WHERE conversation = ? AND target = ? AND id = ? AND seq IS NULL',
    conversation,
    target,
    message,
  );
  dequeue(db, conversation, message);
  return findMessage(db, conversation, target);
}
