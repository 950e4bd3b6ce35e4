// Signs manifests and changes, and verifies those of others (protocol.md 3.4, 4.5).
import { type DocumentRules, verifySignedDocument } from '../../node/signed-documents.ts';
import { toBase64url, utf8 } from '../../protocol/bytes.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { type Digest, digest } from '../../protocol/ids.ts';
import { joinSigned, signedInput } from '../../protocol/signed-documents.ts';
import { sha256 } from './primitives.ts';
import { sign } from './signing.ts';

export function signDocument(label: string, document: object, seed: Uint8Array): Uint8Array<ArrayBuffer> {
  const body = utf8(JSON.stringify(document));
  return joinSigned({ body, signature: sign(seed, signedInput(label, body)) });
}

const faults = {
  malformed: 'it is malformed',
  'unknown-signer': 'the device that signed it is not known',
  'wrong-signature': 'the signature is wrong',
} as const;

/** Refuses `verification-failed` with a `detail`. */
export function verifyDocument<Hint, Document>(
  bytes: Uint8Array,
  rules: DocumentRules<Hint, Document>,
): Result<Document> {
  const verified = verifySignedDocument(bytes, rules);
  return verified.ok ? ok(verified.document) : unverified(faults[verified.fault]);
}

export function unverified(detail: string) {
  return refuse('verification-failed', { detail });
}

/** What the next document of the chain names: SHA-256 of the whole, signature included. */
export function documentHash(bytes: Uint8Array): Digest {
  return digest.parse(toBase64url(sha256(bytes)));
}
