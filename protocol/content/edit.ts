import { z } from 'zod';
import { messageId } from '../ids.ts';
import { mentions, sentAt, writtenText } from './text.ts';

/** Another text for an earlier message of the same author. */
export const edit = {
  schema: z.object({ type: z.literal('edit'), target: messageId, text: writtenText, mentions, sentAt }),
  countsAsUnread: false,
  concerns: 'own-message',
} as const;
