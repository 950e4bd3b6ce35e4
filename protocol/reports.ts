// A report hands one message to the owners of the server, with the keys of these frames alone: it proves itself, and shows
// nobody else's words (protocol.md 7.3).
import { z } from 'zod';
import { bytes } from './bytes.ts';
import { conversationKind } from './conversations.ts';
import { frameBytes } from './frames.ts';
import { address, conversationId, reportId } from './ids.ts';
import { limits } from './limits.ts';

/** AES key (32) and nonce (12) of one box. */
export const BOX_KEY_BYTES = 44;
const frameKey = bytes(BOX_KEY_BYTES, BOX_KEY_BYTES).meta({ title: 'frame key' });

const seq = z.int().positive();

/** `reported` is one of the positions; the others are what the same account wrote before, and its edits. */
export const file = {
  request: z.strictObject({
    conversation: conversationId,
    reported: seq,
    frames: z
      .array(z.strictObject({ seq, key: frameKey.optional() }))
      .min(1)
      .max(limits.reportFrames),
  }),
  response: z.object({}),
};

export const report = z
  .object({
    id: reportId,
    at: z.int(),
    reporter: address,
    conversation: conversationId,
    kind: conversationKind,
    /** Who wrote all of it. */
    sender: address,
    reported: seq,
    frames: z.array(z.object({ seq, at: z.int(), frame: frameBytes, key: frameKey.optional() })),
  })
  .meta({ title: 'report' });
export type FiledReport = z.infer<typeof report>;

/** For owners, in the order of the ids; `after` is the last id of the page before. */
export const list = {
  request: z.strictObject({ after: reportId.optional() }),
  response: z.object({ reports: z.array(report), more: z.boolean() }),
};

export const remove = { request: z.strictObject({ report: reportId }), response: z.object({}) };
