import { z } from 'zod';
import { messageId } from '../ids.ts';
import { sentAt } from './text.ts';

/** Pins a text to the conversation, or takes the pin off, by a member who may. */
export const pin = {
  schema: z.object({ type: z.literal('pin'), target: messageId, on: z.boolean(), sentAt }),
  countsAsUnread: false,
  concerns: 'pinnable-message',
} as const;
