// `JSON ‖ signature(64)`: manifests (3.4) and changes (4.5).
import { ed25519Sign, ed25519Verify, join } from '../vectors/reference.ts';
import { verified } from './refusals.ts';

export function signDocument(label: string, document: object, seed: Uint8Array): Buffer {
  const json = Buffer.from(JSON.stringify(document));
  return join(json, ed25519Sign(seed, join(label, json)));
}

/** What it says; nothing is verified yet. */
export function readDocument<Document>(bytes: Uint8Array): Document {
  return JSON.parse(Buffer.from(bytes.subarray(0, -64)).toString()) as Document;
}

export function verifySignature(label: string, bytes: Uint8Array, publicKey: Uint8Array): void {
  const input = join(label, bytes.subarray(0, -64));
  verified(ed25519Verify(publicKey, input, bytes.subarray(-64)), `the signature of a ${label}`);
}
