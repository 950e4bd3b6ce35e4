// A text is a message of its own. Under a message id stands what was first in the log under it.
import type { ContentOf } from '../../../protocol/content/content.ts';
import type { Database } from '../../database/database.ts';
import { addMessage, findMessage, type MessageRow, placeMessage, setMessageState } from '../message-table.ts';
import type { Outgoing } from '../outbox-table.ts';
import type { Applied, ContentRules, Entry, Progress } from './content-rules.ts';

export const text: ContentRules<ContentOf<'text'>> = {
  apply(db, entry, { text: written, replyTo, mentions, forwarded, silent }) {
    const { at, ...place } = entry;
    const state = entry.seq === undefined ? 'sending' : 'sent';
    const added = addMessage(db, {
      ...place,
      kind: 'text',
      text: written,
      replyTo,
      mentions,
      forwarded,
      silent,
      sentAt: at,
      state,
      why: undefined,
    });
    return added ? { added } : settle(db, entry);
  },

  progress: progressOfMessage,
};

/** Of a message of its own. */
export function progressOfMessage(
  db: Database,
  { conversation, message }: Outgoing,
  _: unknown,
  progress: Progress,
): MessageRow | undefined {
  const row = findMessage(db, conversation, message);
  return row && setMessageState(db, row, progress.state, 'why' in progress ? progress.why : undefined);
}

/** Its id is already there: it is a replay, or one's own coming back. */
export function settle(db: Database, { conversation, id, seq, at, sender, device, counts }: Entry): Applied {
  const held = findMessage(db, conversation, id);
  if (!held || held.device !== device || held.sender !== sender) return { refused: 'reused-id' };
  if (seq === undefined) return {};
  const heldAt = held.lost === 0 ? held.seq : undefined;
  if (heldAt === seq) return {};
  const isRepeated = heldAt !== undefined && { refused: 'repeated' as const };
  if (heldAt !== undefined && heldAt < seq) return { ...isRepeated };
  const placed = placeMessage(db, held, seq, at, counts);
  return { ...isRepeated, ...(placed && { placed }) };
}
