// The cryptography of docs/vectors/README.md a second time, straight from node:crypto and OpenSSL and sharing
// nothing with engine/encryption: the vectors come from here, and the engine has to come to the same bytes.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  decapsulate,
  diffieHellman,
  sign,
} from 'node:crypto';
import { fromHex } from '../support/hex.ts';

type Bytes = Uint8Array;

export function join(...parts: readonly (Bytes | string)[]): Buffer {
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

export function u32(value: number): Buffer {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(value);
  return four;
}

/** `len(x)`: the length as u32, then the bytes. */
export function len(part: Bytes | string): Buffer {
  const bytes = Buffer.from(part);
  return join(u32(bytes.length), bytes);
}

export function sha256(...parts: readonly (Bytes | string)[]): Buffer {
  return createHash('sha256')
    .update(join(...parts))
    .digest();
}

function hmac(key: Bytes, ...parts: readonly (Bytes | string)[]): Buffer {
  return createHmac('sha256', key)
    .update(join(...parts))
    .digest();
}

/** RFC 5869, section 2.3. */
function hkdfExpand(prk: Bytes, info: Bytes, length: number): Buffer {
  let block: Buffer = Buffer.alloc(0);
  let output: Buffer = Buffer.alloc(0);
  for (let counter = 1; output.length < length; counter += 1) {
    block = hmac(prk, block, info, Uint8Array.of(counter));
    output = join(output, block);
  }
  return output.subarray(0, length);
}

export function hkdf(key: Bytes, salt: Bytes, info: Bytes, length: number): Buffer {
  return hkdfExpand(hmac(salt, key), info, length);
}

export interface BoxKeys {
  readonly info: Buffer;
  readonly key: Buffer;
  readonly nonce: Buffer;
  readonly commitment: Buffer;
}

export function boxKeys(key: Bytes, label: string, context: Bytes, salt: Bytes): BoxKeys {
  const info = join(label, len(context));
  const derived = hkdf(key, salt, info, 76);
  return {
    info,
    key: derived.subarray(0, 32),
    nonce: derived.subarray(32, 44),
    commitment: derived.subarray(44),
  };
}

export function box(keys: BoxKeys, salt: Bytes, plaintext: Bytes): Buffer {
  const cipher = createCipheriv('aes-256-gcm', keys.key, keys.nonce);
  const ciphertext = join(cipher.update(plaintext), cipher.final());
  return join(salt, keys.commitment, ciphertext, cipher.getAuthTag());
}

function importPkcs8(prefix: string, raw: Bytes) {
  return createPrivateKey({ key: join(fromHex(prefix), raw), format: 'der', type: 'pkcs8' });
}

const ED25519 = '302e020100300506032b657004220420';

export function ed25519PublicKey(seed: Bytes): Buffer {
  const spki = createPublicKey(importPkcs8(ED25519, seed)).export({ format: 'der', type: 'spki' });
  return spki.subarray(-32);
}

export function ed25519Sign(seed: Bytes, input: Bytes): Buffer {
  return sign(null, input, importPkcs8(ED25519, seed));
}

/** X-Wing's private key in parts (draft-connolly-cfrg-xwing-kem, section 5.2). */
function xWingKeys(privateKey: Bytes) {
  const expanded = createHash('shake256', { outputLength: 96 }).update(privateKey).digest();
  const mlKem = importPkcs8('3054020100300b060960864801650304040204428040', expanded.subarray(0, 64));
  const x25519 = importPkcs8('302e020100300506032b656e04220420', expanded.subarray(64));
  return { mlKem, x25519 };
}

function rawPublicKey(privateKey: ReturnType<typeof importPkcs8>, length: number): Buffer {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-length);
}

export function xWingPublicKey(privateKey: Bytes): Buffer {
  const { mlKem, x25519 } = xWingKeys(privateKey);
  return join(rawPublicKey(mlKem, 1_184), rawPublicKey(x25519, 32));
}

/** X-Wing's decapsulation, section 5.5 of the draft. */
function xWingDecapsulate(privateKey: Bytes, encapsulation: Bytes): Buffer {
  const { mlKem, x25519 } = xWingKeys(privateKey);
  const ephemeral = encapsulation.subarray(1_088);
  const spki = join(fromHex('302a300506032b656e032100'), ephemeral);
  const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  const shared = [
    decapsulate(mlKem, encapsulation.subarray(0, 1_088)),
    diffieHellman({ privateKey: x25519, publicKey }),
  ];
  const combined = join(...shared, ephemeral, rawPublicKey(x25519, 32), '\\.//^\\');
  return createHash('sha3-256').update(combined).digest();
}

/** HPKE's key schedule (RFC 9180, section 5.1) and one opening, in base mode for X-Wing, SHA-256, AES-256-GCM. */
export function hpkeOpen(privateKey: Bytes, info: Bytes, sealed: Bytes) {
  const suite = join('HPKE', fromHex('647a 0001 0002'));
  const extract = (salt: Bytes, label: string, input: Bytes) => hmac(salt, 'HPKE-v1', suite, label, input);
  const expand = (secret: Bytes, label: string, context: Bytes, length: number) =>
    hkdfExpand(secret, join(u32(length).subarray(2), 'HPKE-v1', suite, label, context), length);
  const none = Buffer.alloc(0);
  const sharedSecret = xWingDecapsulate(privateKey, sealed.subarray(0, 1_120));
  const context = join(
    Uint8Array.of(0),
    extract(none, 'psk_id_hash', none),
    extract(none, 'info_hash', info),
  );
  const secret = extract(sharedSecret, 'secret', none);
  const key = expand(secret, 'key', context, 32);
  const nonce = expand(secret, 'base_nonce', context, 12);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  const plaintext = join(decipher.update(sealed.subarray(1_120, -16)), decipher.final());
  return { sharedSecret, key, nonce, plaintext };
}
