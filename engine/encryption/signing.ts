// Ed25519 (RFC 8032). A private key is its 32-byte seed, a public key its 32 bytes.
import {
  createPrivateKey,
  createPublicKey,
  sign as ed25519Sign,
  verify as ed25519Verify,
  type KeyObject,
} from 'node:crypto';
import { concat, toBase64url } from '../../protocol/bytes.ts';
import { SIGNATURE_BYTES } from '../../protocol/frames.ts';
import { randomBytes } from './primitives.ts';

export interface SigningKey {
  readonly seed: Uint8Array<ArrayBuffer>;
  readonly publicKey: Uint8Array<ArrayBuffer>;
}

const KEY_BYTES = 32;
/** What precedes the raw key in its DER encoding (RFC 8410, sections 4 and 7). */
const PUBLIC_PREFIX = Uint8Array.of(0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0);
const PRIVATE_PREFIX = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);

// Importing costs about as much as signing, so that imported keys are kept: private ones no longer than
// their seed, the public ones that were used last.
const privateKeys = new WeakMap<Uint8Array, KeyObject>();
const publicKeys = new Map<string, KeyObject>();
const PUBLIC_KEYS_KEPT = 256;

export function generateSigningKey(): SigningKey {
  return signingKeyOf(randomBytes(KEY_BYTES));
}

/** The key pair of a seed. */
export function signingKeyOf(seed: Uint8Array<ArrayBuffer>): SigningKey {
  const encoded = createPublicKey(importPrivateKey(seed)).export({ type: 'spki', format: 'der' });
  return { seed, publicKey: new Uint8Array(encoded.subarray(PUBLIC_PREFIX.length)) };
}

/** Returns the 64-byte signature. A seed array must not be refilled with another seed. */
export function sign(seed: Uint8Array, input: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(ed25519Sign(null, input, importPrivateKey(seed)));
}

/** False for anything but a valid signature, also when key or signature are not of their length. */
export function verify(publicKey: Uint8Array, input: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  return ed25519Verify(null, input, importPublicKey(publicKey), signature);
}

function importPrivateKey(seed: Uint8Array): KeyObject {
  const kept = privateKeys.get(seed);
  if (kept) return kept;
  const der = concat(PRIVATE_PREFIX, seed);
  const imported = createPrivateKey({ key: Buffer.from(der.buffer), format: 'der', type: 'pkcs8' });
  privateKeys.set(seed, imported);
  return imported;
}

function importPublicKey(publicKey: Uint8Array): KeyObject {
  const name = toBase64url(publicKey);
  const imported = publicKeys.get(name) ?? createPublicKey(spkiOf(publicKey));
  publicKeys.delete(name);
  publicKeys.set(name, imported);
  for (const oldest of publicKeys.keys()) {
    if (publicKeys.size <= PUBLIC_KEYS_KEPT) break;
    publicKeys.delete(oldest);
  }
  return imported;
}

function spkiOf(publicKey: Uint8Array) {
  const der = concat(PUBLIC_PREFIX, publicKey);
  return { key: Buffer.from(der.buffer), format: 'der', type: 'spki' } as const;
}
