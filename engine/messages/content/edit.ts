// An edit is one more revision of a message by its author. The last one in the order of the log is shown, whenever any of
// them or the message itself comes; what waits to be sent stands behind all of them.
import { z } from 'zod';
import type { ContentOf } from '../../../protocol/content/content.ts';
import { type Address, messageId } from '../../../protocol/ids.ts';
import { flag } from '../../database/columns.ts';
import type { Database } from '../../database/database.ts';
import { IS_EDIT } from '../deletion-table.ts';
import { findMessage, LATEST_FIRST, type MessageRow, mentioned, showRevision } from '../message-table.ts';
import type { ContentRules } from './content-rules.ts';
import { putRevision } from './revision-table.ts';

type Edit = ContentOf<'edit'>;

export const edit: ContentRules<Edit> = {
  apply(db, entry, content) {
    const { target, text, mentions } = content;
    const message = findMessage(db, entry.conversation, target);
    const mentionedNow = message?.kind === 'text' && mentions ? whomNew(db, message, mentions) : undefined;
    putRevision(db, entry, { target, text, mentions });
    if (message?.kind === 'deleted') return { deletes: true };
    return { revised: message && showLastRevision(db, message), mentions: mentionedNow };
  },

  progress(db, { conversation, message: id }, { target }, progress) {
    const message = findMessage(db, conversation, target);
    if (!message) return;
    const { state } = progress;
    const why = state === 'failed' ? progress.why : undefined;
    db.run(
      'UPDATE revisions SET failed = ? WHERE conversation = ? AND target = ? AND sender = ? AND id = ?',
      state === 'failed',
      conversation,
      target,
      message.sender,
      id,
    );
    return showLastRevision(db, message, why);
  },

  complete: showLastRevision,

  /** They, reactions and deletions keep their order, and stand before whatever the log has behind that position from now on. */
  lose(db, conversation, seq) {
    db.run(
      `UPDATE revisions SET seq = ?, lost = moved.place FROM (
         SELECT position AS moving, row_number() OVER (ORDER BY seq, lost) AS place FROM revisions
           WHERE conversation = ? AND (seq, lost) > (?, 0)
       ) AS moved WHERE position = moved.moving`,
      seq,
      conversation,
      seq,
    );
    const targets = db.all(
      targetRow,
      `SELECT DISTINCT target FROM revisions WHERE conversation = ? AND seq = ? AND lost > 0 AND ${IS_EDIT}`,
      conversation,
      seq,
    );
    return targets.flatMap(({ target }) => {
      const message = findMessage(db, conversation, target);
      const isHeld = message?.seq !== undefined && message.seq <= seq && message.lost === 0;
      return isHeld ? (showLastRevision(db, message) ?? []) : [];
    });
  },
};

const targetRow = z.object({ target: messageId });

const revisionRow = z.object({
  id: messageId,
  seq: z.number().optional(),
  lost: z.number(),
  at: z.number(),
  text: z.string(),
  mentions: mentioned.optional(),
  failed: flag,
});

/** The text that is shown is an edit that the server has lost. */
const notOnServer = { code: 'not-on-server' } as const;

/** The edit whose text a message shows; undefined for one that was never edited, or that none can edit. */
export function findShownRevision(db: Database, message: MessageRow) {
  return message.kind === 'text' ? findLastRevision(db, message) : undefined;
}

/** The last of the edits that the author of a message has made. */
export function findLastRevision(
  db: Database,
  { conversation, id, sender }: Pick<MessageRow, 'conversation' | 'id' | 'sender'>,
): z.output<typeof revisionRow> | undefined {
  return db.get(
    revisionRow,
    `SELECT id, seq, lost, at, text, mentions, failed FROM revisions
       WHERE conversation = ? AND target = ? AND sender = ? AND ${IS_EDIT}
       ORDER BY ${LATEST_FIRST} LIMIT 1`,
    conversation,
    id,
    sender,
  );
}

function showLastRevision(
  db: Database,
  message: MessageRow,
  why?: MessageRow['why'],
): MessageRow | undefined {
  const last = findLastRevision(db, message);
  if (!last) return;
  const editing = last.seq !== undefined ? undefined : last.failed ? 'failed' : 'sending';
  const remark = last.lost > 0 ? notOnServer : why;
  return showRevision(db, message, {
    text: last.text,
    mentions: last.mentions,
    edited: last.at,
    editing,
    why: remark,
  });
}

const textRow = z.object({ text: z.string(), at: z.number() });
const countRow = z.object({ count: z.number() });
const OF_MESSAGE = `FROM revisions WHERE conversation = ? AND target = ? AND sender = ? AND ${IS_EDIT}`;

/** What an edited message has said, the latest `limit` texts, oldest first. The last one is what it says now. */
export function listTexts(
  db: Database,
  { position, conversation, id, sender }: MessageRow,
  limit: number,
): readonly Readonly<z.output<typeof textRow>>[] {
  const edits = db.all(
    textRow,
    `SELECT text, at ${OF_MESSAGE} ORDER BY ${LATEST_FIRST} LIMIT ?`,
    conversation,
    id,
    sender,
    limit,
  );
  const first =
    edits.length < limit
      ? db.all(
          textRow,
          'SELECT original AS text, sent_at AS at FROM messages WHERE position = ? AND original IS NOT NULL',
          position,
        )
      : [];
  return [...first, ...edits.reverse()];
}

export function countEdits(db: Database, { conversation, id, sender }: MessageRow): number {
  return db.get(countRow, `SELECT count(*) AS count ${OF_MESSAGE}`, conversation, id, sender)?.count ?? 0;
}

const mentionsRow = z.object({ mentions: mentioned });

/** Those of them whom no text of the message has mentioned before. */
function whomNew(db: Database, message: MessageRow, mentions: readonly Address[]): readonly Address[] {
  const { conversation, id, sender, mentions: shown = [], firstMentions = [] } = message;
  const edits = db.all(
    mentionsRow,
    `SELECT mentions FROM revisions WHERE conversation = ? AND target = ? AND sender = ? AND mentions IS NOT NULL`,
    conversation,
    id,
    sender,
  );
  const before = new Set([...shown, ...firstMentions, ...edits.flatMap((edited) => edited.mentions)]);
  return mentions.filter((person) => !before.has(person));
}

/** A later edit takes their place. */
export function dropFailedEdits(db: Database, { conversation, id, sender }: MessageRow): void {
  db.run(
    `DELETE FROM outbox WHERE conversation = ? AND message IN
       (SELECT id FROM revisions WHERE conversation = ? AND target = ? AND sender = ? AND failed = 1)`,
    conversation,
    conversation,
    id,
    sender,
  );
  db.run(
    'DELETE FROM revisions WHERE conversation = ? AND target = ? AND sender = ? AND failed = 1',
    conversation,
    id,
    sender,
  );
}

export function sendEditsAgain(db: Database, message: MessageRow): MessageRow | undefined {
  const { conversation, id, sender } = message;
  db.run(
    `UPDATE outbox SET failed = 0 WHERE conversation = ? AND message IN
       (SELECT id FROM revisions WHERE conversation = ? AND target = ? AND sender = ? AND failed = 1)`,
    conversation,
    conversation,
    id,
    sender,
  );
  db.run(
    'UPDATE revisions SET failed = 0 WHERE conversation = ? AND target = ? AND sender = ?',
    conversation,
    id,
    sender,
  );
  return showLastRevision(db, message);
}
