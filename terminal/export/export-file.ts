// What `parley export --json` writes and `parley verify-export` reads (docs/export.md).
import { z } from 'zod';
import { conversationKind } from '../../protocol/conversations.ts';
import { address, conversationId, digest } from '../../protocol/ids.ts';

const base64url = z.string().regex(/^[A-Za-z0-9_-]*$/);

/** A message as its reader saw it; for people and programs to read. What it says counts as far as a record proves it. */
const message = z.looseObject({
  id: z.string(),
  seq: z.int().optional(),
  sender: z.string(),
  kind: z.string(),
  text: z.string().optional(),
});

export const exportFile = z.object({
  format: z.literal('parley-export'),
  v: z.literal(1),
  conversation: z.object({ id: conversationId, kind: conversationKind, title: z.string() }),
  exportedBy: address,
  exportedAt: z.iso.datetime(),
  messages: z.array(message),
  /** By address: the present manifest, then those of former keys. */
  manifests: z.record(z.string(), z.array(base64url)),
  /** The running hash before the first record, and after the last. */
  hashBefore: digest,
  hashAfter: digest,
  records: z.array(z.object({ record: base64url, key: base64url.optional() })),
});
export type ExportFile = z.output<typeof exportFile>;
