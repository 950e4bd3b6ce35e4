// A pin shows a message above its conversation. Of one message's the last one in the order of the log holds, whichever member made it;
// what waits to be sent stands behind all of them.
import { z } from 'zod';
import type { ContentOf } from '../../../protocol/content/content.ts';
import { address, type ConversationId, messageId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Database } from '../../database/database.ts';
import { LATEST_FIRST } from '../message-table.ts';
import type { ContentRules } from './content-rules.ts';
import { forgetRefused, putRevision } from './revision-table.ts';

export const pin: ContentRules<ContentOf<'pin'>> = {
  apply(db, entry, { target, on }) {
    putRevision(db, entry, { target, pin: on });
    return {};
  },

  progress: forgetRefused,
};

const pinRow = z.object({ target: messageId, sender: address });
export type Pin = Readonly<z.output<typeof pinRow>>;

/** What is pinned, the latest pin first: texts that are here and, unless the conversation `isWhole` here, what may come yet. */
export function listPins(db: Database, conversation: ConversationId, isWhole: boolean): readonly Pin[] {
  return db.all(
    pinRow,
    `SELECT target, sender FROM (
       SELECT *, row_number() OVER (PARTITION BY target ORDER BY ${LATEST_FIRST}) AS nth
         FROM revisions WHERE conversation = ? AND pin IS NOT NULL
     ) AS pins WHERE nth = 1 AND pin = 1 AND coalesce(
       (SELECT kind FROM messages WHERE conversation = pins.conversation AND id = pins.target), ?) = 'text'
       ORDER BY ${LATEST_FIRST} LIMIT ?`,
    conversation,
    isWhole ? 'missing' : 'text',
    limits.pinnedMessages,
  );
}

const foundRow = z.object({ found: z.number() });

export function hasPins(db: Database, conversation: ConversationId): boolean {
  const row = db.get(
    foundRow,
    'SELECT 1 AS found FROM revisions WHERE conversation = ? AND pin IS NOT NULL LIMIT 1',
    conversation,
  );
  return row !== undefined;
}
