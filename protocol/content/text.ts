import { z } from 'zod';
import { address, messageId } from '../ids.ts';
import { limits } from '../limits.ts';

/** Without NUL, at which databases and terminals end a text: every reader sees all of it. */
export const writtenText = z
  .string()
  .min(1)
  .refine((written) => !written.includes('\0'), 'holds a NUL');

/** The sender's clock, milliseconds since 1970; the server's time orders. */
export const sentAt = z.int().nonnegative();

/** Whom the text is to alert; a reader passes over those who can't read it. What it shows of them stands in the text. */
export const mentions = z.array(address).max(limits.mentions).optional();

/** Its readers are not to be notified of it: it is unread like any other. */
export const silent = z.literal(true).optional();

export const text = {
  schema: z.object({
    type: z.literal('text'),
    text: writtenText,
    replyTo: messageId.optional(),
    mentions,
    /** Its sender passes on what someone has written elsewhere; not who, or where. */
    forwarded: z.literal(true).optional(),
    silent,
    sentAt,
  }),
  countsAsUnread: true,
  concerns: 'itself',
} as const;
