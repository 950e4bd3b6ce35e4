// A reaction puts an emoji on a message, or takes it off. Of one person's with one emoji the last one in the order of the
// log holds, as of edits; what waits to be sent stands behind all of them.
import { z } from 'zod';
import type { ContentOf } from '../../../protocol/content/content.ts';
import { type Address, address, messageId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Database } from '../../database/database.ts';
import { findMessage, LATEST_FIRST, type MessageRow } from '../message-table.ts';
import type { ContentRules } from './content-rules.ts';
import { forgetRefused, putRevision } from './revision-table.ts';

export const reaction: ContentRules<ContentOf<'reaction'>> = {
  apply(db, entry, { target, emoji, on, revision }) {
    putRevision(db, entry, { target, emoji, shown: on, seen: revision });
    return { reacted: findMessage(db, entry.conversation, target) };
  },

  progress: forgetRefused,
};

const reactionRow = z.object({ emoji: z.string(), sender: address, seen: messageId.optional() });
export type Reaction = Readonly<z.output<typeof reactionRow>>;

/** The emoji that are on a message, in the order in which they were put there; of each person only the latest. */
export function listReactions(
  db: Database,
  { conversation, id }: Pick<MessageRow, 'conversation' | 'id'>,
): readonly Reaction[] {
  const all = db.all(
    reactionRow,
    `SELECT emoji, sender, seen FROM (
       SELECT *, row_number() OVER (PARTITION BY sender, emoji ORDER BY ${LATEST_FIRST}) AS nth
         FROM revisions WHERE conversation = ? AND target = ? AND emoji IS NOT NULL
     ) WHERE nth = 1 AND shown = 1 ORDER BY seq IS NULL, seq, lost, position`,
    conversation,
    id,
  );
  const counts = new Map<Address, number>();
  const latest = all.toReversed().filter(({ sender }) => {
    const count = (counts.get(sender) ?? 0) + 1;
    counts.set(sender, count);
    return count <= limits.reactionsPerPerson;
  });
  return latest.reverse();
}
