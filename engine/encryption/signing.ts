// Ed25519 (RFC 8032). A private key is its 32-byte seed, a public key its 32 bytes.
import { createPrivateKey, createPublicKey, sign as ed25519Sign, type KeyObject } from 'node:crypto';
import { PUBLIC_KEY_PREFIX } from '../../node/ed25519.ts';
import { concat } from '../../protocol/bytes.ts';
import { randomBytes } from './primitives.ts';

export interface SigningKey {
  readonly seed: Uint8Array<ArrayBuffer>;
  readonly publicKey: Uint8Array<ArrayBuffer>;
}

const KEY_BYTES = 32;
/** What precedes the seed in its DER encoding (RFC 8410, section 7). */
const PRIVATE_PREFIX = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);

// Importing costs about as much as signing, so that imported keys are kept, no longer than their seed.
const privateKeys = new WeakMap<Uint8Array, KeyObject>();

export function generateSigningKey(): SigningKey {
  return signingKeyOf(randomBytes(KEY_BYTES));
}

/** The key pair of a seed. */
export function signingKeyOf(seed: Uint8Array<ArrayBuffer>): SigningKey {
  const encoded = createPublicKey(importPrivateKey(seed)).export({ type: 'spki', format: 'der' });
  return { seed, publicKey: new Uint8Array(encoded.subarray(PUBLIC_KEY_PREFIX.length)) };
}

/** Returns the 64-byte signature. A seed array must not be refilled with another seed. */
export function sign(seed: Uint8Array, input: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(ed25519Sign(null, input, importPrivateKey(seed)));
}

function importPrivateKey(seed: Uint8Array): KeyObject {
  const kept = privateKeys.get(seed);
  if (kept) return kept;
  const der = concat(PRIVATE_PREFIX, seed);
  const imported = createPrivateKey({ key: Buffer.from(der.buffer), format: 'der', type: 'pkcs8' });
  privateKeys.set(seed, imported);
  return imported;
}
