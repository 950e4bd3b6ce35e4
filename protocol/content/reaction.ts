import { z } from 'zod';
import { emoji } from '../emoji.ts';
import { messageId } from '../ids.ts';
import { sentAt } from './text.ts';

/** An emoji that a member puts on any text, or takes off again. */
export const reaction = {
  schema: z.object({
    type: z.literal('reaction'),
    target: messageId,
    emoji,
    on: z.boolean(),
    /** The id of the edit whose text its author saw; absent for the text that was written first. */
    revision: messageId.optional(),
    sentAt,
  }),
  countsAsUnread: false,
  concerns: 'any-message',
} as const;
