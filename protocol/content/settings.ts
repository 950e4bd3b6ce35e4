import { z } from 'zod';
import { limits } from '../limits.ts';
import { sentAt } from './text.ts';

/** Seconds after which what is written from now on disappears; 0 for never. */
export const disappearing = z
  .int()
  .min(0)
  .max(limits.longestLifetime)
  .refine((seconds) => seconds === 0 || seconds >= limits.shortestLifetime, 'is too short');

/** How a conversation is from now on. */
export const settings = {
  schema: z.object({ type: z.literal('settings'), disappearing, sentAt }),
  countsAsUnread: false,
  concerns: 'conversation',
} as const;
