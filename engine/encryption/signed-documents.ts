// Manifests and changes: the exact bytes of a JSON text and a signature over them. Who signed is said inside,
// so a little has to be read before it can be verified; nothing of it is believed until it has been.
import type { z } from 'zod';
import { toBase64url, utf8 } from '../../protocol/bytes.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { jsonOf } from '../../protocol/frames.ts';
import { type Digest, digest } from '../../protocol/ids.ts';
import { joinSigned, signedInput, splitSigned } from '../../protocol/signed-documents.ts';
import { sha256 } from './primitives.ts';
import { sign, verify } from './signing.ts';

export function signDocument(label: string, document: object, seed: Uint8Array): Uint8Array<ArrayBuffer> {
  const body = utf8(JSON.stringify(document));
  return joinSigned({ body, signature: sign(seed, signedInput(label, body)) });
}

/** How a kind of document is verified. */
export interface DocumentRules<Hint, Document> {
  readonly label: string;
  /** The part that names the signer. */
  readonly hint: z.ZodType<Hint>;
  /** The key the signature must be of, 32 bytes; undefined when the named signer isn't known. */
  readonly keyFor: (hint: Hint) => Uint8Array | undefined;
  readonly schema: z.ZodType<Document>;
}

/** Refuses `verification-failed` with a `detail`. */
export function verifyDocument<Hint, Document>(
  bytes: Uint8Array,
  { label, hint, keyFor, schema }: DocumentRules<Hint, Document>,
): Result<Document> {
  const parts = splitSigned(bytes);
  const json = parts && jsonOf(parts.body);
  const named = hint.safeParse(json);
  if (!parts || !named.success) return unverified('it is malformed');
  const key = keyFor(named.data);
  if (!key) return unverified('the device that signed it is not known');
  if (!verify(key, signedInput(label, parts.body), parts.signature)) {
    return unverified('the signature is wrong');
  }
  const document = schema.safeParse(json);
  return document.success ? ok(document.data) : unverified('it is malformed');
}

export function unverified(detail: string) {
  return refuse('verification-failed', { detail });
}

/** What the next document of the chain names: SHA-256 of the whole, signature included. */
export function documentHash(bytes: Uint8Array): Digest {
  return digest.parse(toBase64url(sha256(bytes)));
}
