// Verifies Ed25519 signatures (RFC 8032). A public key is its 32 bytes.
import { createPublicKey, verify as ed25519Verify, type KeyObject } from 'node:crypto';

const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
/** What precedes the raw key in its DER encoding (RFC 8410, section 4). */
export const PUBLIC_KEY_PREFIX = Uint8Array.of(0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0);

// Importing costs about as much as verifying, so that the keys used last stay imported.
const importedKeys = new Map<string, KeyObject>();
const KEYS_KEPT = 256;

/** False for anything but a valid signature, also when key or signature are not of their length. */
export function verify(publicKey: Uint8Array, input: Uint8Array, signature: Uint8Array): boolean {
  return areOfLength(publicKey, signature) && ed25519Verify(null, input, importKey(publicKey), signature);
}

/** The same, off the main thread. */
export async function verifyInBackground(
  publicKey: Uint8Array,
  input: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (!areOfLength(publicKey, signature)) return false;
  const key = importKey(publicKey);
  return new Promise((resolve, reject) => {
    ed25519Verify(null, input, key, signature, (error, valid) => (error ? reject(error) : resolve(valid)));
  });
}

function areOfLength(publicKey: Uint8Array, signature: Uint8Array): boolean {
  return publicKey.length === KEY_BYTES && signature.length === SIGNATURE_BYTES;
}

function importKey(publicKey: Uint8Array): KeyObject {
  const name = Buffer.from(publicKey).toString('base64url');
  const key = importedKeys.get(name) ?? createPublicKey(spkiOf(publicKey));
  importedKeys.delete(name);
  importedKeys.set(name, key);
  for (const oldest of importedKeys.keys()) {
    if (importedKeys.size <= KEYS_KEPT) break;
    importedKeys.delete(oldest);
  }
  return key;
}

function spkiOf(publicKey: Uint8Array) {
  const key = Buffer.concat([PUBLIC_KEY_PREFIX, publicKey]);
  return { key, format: 'der', type: 'spki' } as const;
}
