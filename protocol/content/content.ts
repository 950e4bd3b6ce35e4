// What a frame's body says, as UTF-8 JSON. The server sees it in public conversations only.
import { z } from 'zod';
import { messageId } from '../ids.ts';

const text = z.object({
  type: z.literal('text'),
  /** Without NUL, at which databases and terminals end a text: nobody shall see less of it than others. */
  text: z
    .string()
    .min(1)
    .refine((written) => !written.includes('\0'), 'holds a NUL'),
  replyTo: messageId.optional(),
  /** The sender's clock, milliseconds since 1970; the server's time orders. */
  sentAt: z.int().nonnegative(),
});

export const content = z.discriminatedUnion('type', [text]);
export type Content = z.infer<typeof content>;
