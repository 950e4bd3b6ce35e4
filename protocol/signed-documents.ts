// A signed document: exact bytes of UTF-8 JSON, then the Ed25519 signature over a label and those bytes.
// It is verified before it is parsed, and passed on and hashed as the bytes that came.
import { concat, utf8 } from './bytes.ts';
import { SIGNATURE_BYTES } from './frames.ts';

export interface SignedDocument {
  readonly body: Uint8Array;
  readonly signature: Uint8Array;
}

/** What the signature covers: the label keeps one purpose's signature from serving another. */
export function signedInput(label: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat(utf8(label), body);
}

export function joinSigned({ body, signature }: SignedDocument): Uint8Array<ArrayBuffer> {
  return concat(body, signature);
}

/** Undefined when there is no room for a signature. */
export function splitSigned(document: Uint8Array): SignedDocument | undefined {
  const end = document.length - SIGNATURE_BYTES;
  if (end < 2) return;
  return { body: document.subarray(0, end), signature: document.subarray(end) };
}
