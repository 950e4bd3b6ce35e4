// Manifests and changes: the exact bytes of a JSON text and a signature over them. The document itself names its
// signer, so a part is read before it can be verified; nothing of it counts until the signature holds.
import type { z } from 'zod';
import { jsonOf } from '../protocol/frames.ts';
import { signedInput, splitSigned } from '../protocol/signed-documents.ts';
import { verify } from './ed25519.ts';

/** How a kind of document is verified. */
export interface DocumentRules<Hint, Document> {
  readonly label: string;
  /** The part that names the signer. */
  readonly hint: z.ZodType<Hint>;
  /** The key that must have signed, 32 bytes; undefined when the named signer isn't known. */
  readonly keyFor: (hint: Hint) => Uint8Array | undefined;
  readonly schema: z.ZodType<Document>;
}

export type VerifiedDocument<Document> =
  | { readonly ok: true; readonly document: Document }
  | { readonly ok: false; readonly fault: 'malformed' | 'unknown-signer' | 'wrong-signature' };

export function verifySignedDocument<Hint, Document>(
  bytes: Uint8Array,
  { label, hint, keyFor, schema }: DocumentRules<Hint, Document>,
): VerifiedDocument<Document> {
  const parts = splitSigned(bytes);
  const json = parts && jsonOf(parts.body);
  const named = hint.safeParse(json);
  if (!parts || !named.success) return { ok: false, fault: 'malformed' };
  const key = keyFor(named.data);
  if (!key) return { ok: false, fault: 'unknown-signer' };
  if (!verify(key, signedInput(label, parts.body), parts.signature)) {
    return { ok: false, fault: 'wrong-signature' };
  }
  const parsed = schema.safeParse(json);
  return parsed.success ? { ok: true, document: parsed.data } : { ok: false, fault: 'malformed' };
}
