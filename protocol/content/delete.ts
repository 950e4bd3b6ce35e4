import { z } from 'zod';
import { messageId } from '../ids.ts';
import { limits } from '../limits.ts';
import { sentAt } from './text.ts';

/**
 * Takes an earlier message away for everyone. `edits` names the edits of it that its sender knew: what the server has erased
 * in their place is then no loss.
 */
export const deletion = {
  schema: z.object({
    type: z.literal('delete'),
    target: messageId,
    edits: z.array(messageId).max(limits.editsDeleted).optional(),
    sentAt,
  }),
  countsAsUnread: false,
  concerns: 'deletable-message',
} as const;
