import { z } from 'zod';
import { messageId } from '../ids.ts';

/** Without NUL, at which databases and terminals end a text: every reader sees all of it. */
export const writtenText = z
  .string()
  .min(1)
  .refine((written) => !written.includes('\0'), 'holds a NUL');

/** The sender's clock, milliseconds since 1970; the server's time orders. */
export const sentAt = z.int().nonnegative();

export const text = {
  schema: z.object({ type: z.literal('text'), text: writtenText, replyTo: messageId.optional(), sentAt }),
  countsAsUnread: true,
  concerns: 'itself',
} as const;
