// What a frame's body says, as UTF-8 JSON. The server sees it in public conversations only.
import { z } from 'zod';
import { messageId } from './ids.ts';

const text = z.object({
  type: z.literal('text'),
  text: z.string().min(1),
  replyTo: messageId.optional(),
  /** The sender's clock, milliseconds since 1970; the server's time orders. */
  sentAt: z.int().nonnegative(),
});

export const content = z.discriminatedUnion('type', [text]);
export type Content = z.infer<typeof content>;
