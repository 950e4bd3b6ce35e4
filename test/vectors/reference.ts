// The cryptography of docs/vectors/README.md a second time, straight from node:crypto and OpenSSL and sharing
// nothing with engine/encryption: the vectors come from here, and the engine has to come to the same bytes.
// test/second-client stands on it.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  decapsulate,
  diffieHellman,
  encapsulate,
  generateKeyPairSync,
  type KeyObject,
  sign,
  timingSafeEqual,
  verify,
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
  return join(salt, keys.commitment, encrypt(keys, plaintext));
}

function encrypt(keys: Pick<BoxKeys, 'key' | 'nonce'>, plaintext: Bytes): Buffer {
  const cipher = createCipheriv('aes-256-gcm', keys.key, keys.nonce);
  return join(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
}

/** The plaintext; undefined where commitment or tag refuse the box. */
export function openBox(key: Bytes, label: string, context: Bytes, sealed: Bytes): Buffer | undefined {
  if (sealed.length < 80) return undefined;
  const keys = boxKeys(key, label, context, sealed.subarray(0, 32));
  if (!timingSafeEqual(keys.commitment, sealed.subarray(32, 64))) return undefined;
  return decrypt(keys, sealed.subarray(64));
}

function decrypt(keys: Pick<BoxKeys, 'key' | 'nonce'>, sealed: Bytes): Buffer | undefined {
  const decipher = createDecipheriv('aes-256-gcm', keys.key, keys.nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  const plaintext = decipher.update(sealed.subarray(0, -16));
  try {
    return join(plaintext, decipher.final());
  } catch {
    // OpenSSL throws for one reason only: the tag is another.
    return undefined;
  }
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

export function ed25519Verify(publicKey: Bytes, input: Bytes, signature: Bytes): boolean {
  return publicKey.length === 32 && verify(null, input, importSpki(ED25519_PUBLIC, publicKey), signature);
}

function importSpki(prefix: string, raw: Bytes): KeyObject {
  return createPublicKey({ key: join(fromHex(prefix), raw), format: 'der', type: 'spki' });
}

const ED25519_PUBLIC = '302a300506032b6570032100';
const X25519_PUBLIC = '302a300506032b656e032100';
const ML_KEM_768_PUBLIC = '308204b2300b0609608648016503040402038204a100';

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
  const publicKey = importSpki(X25519_PUBLIC, ephemeral);
  return combined(
    decapsulate(mlKem, encapsulation.subarray(0, 1_088)),
    diffieHellman({ privateKey: x25519, publicKey }),
    ephemeral,
    rawPublicKey(x25519, 32),
  );
}

/** X-Wing's encapsulation, section 5.4 of the draft, with OpenSSL's random bytes. */
function xWingEncapsulate(publicKey: Bytes) {
  const [mlKem, x25519] = [publicKey.subarray(0, 1_184), publicKey.subarray(1_184)];
  const ephemeral = generateKeyPairSync('x25519');
  const { sharedKey, ciphertext } = encapsulate(importSpki(ML_KEM_768_PUBLIC, mlKem));
  const shown = rawPublicKey(ephemeral.privateKey, 32);
  const agreed = diffieHellman({
    privateKey: ephemeral.privateKey,
    publicKey: importSpki(X25519_PUBLIC, x25519),
  });
  return { encapsulation: join(ciphertext, shown), sharedSecret: combined(sharedKey, agreed, shown, x25519) };
}

function combined(mlKem: Bytes, x25519: Bytes, ephemeral: Bytes, publicKey: Bytes): Buffer {
  return createHash('sha3-256')
    .update(join(mlKem, x25519, ephemeral, publicKey, '\\.//^\\'))
    .digest();
}

/** HPKE's key schedule (RFC 9180, section 5.1) in base mode for X-Wing, SHA-256, AES-256-GCM. */
function hpkeKeys(sharedSecret: Bytes, info: Bytes) {
  const suite = join('HPKE', fromHex('647a 0001 0002'));
  const extract = (salt: Bytes, label: string, input: Bytes) => hmac(salt, 'HPKE-v1', suite, label, input);
  const expand = (secret: Bytes, label: string, context: Bytes, length: number) =>
    hkdfExpand(secret, join(u32(length).subarray(2), 'HPKE-v1', suite, label, context), length);
  const none = Buffer.alloc(0);
  const context = join(
    Uint8Array.of(0),
    extract(none, 'psk_id_hash', none),
    extract(none, 'info_hash', info),
  );
  const secret = extract(sharedSecret, 'secret', none);
  return { key: expand(secret, 'key', context, 32), nonce: expand(secret, 'base_nonce', context, 12) };
}

export function hpkeOpen(privateKey: Bytes, info: Bytes, sealed: Bytes) {
  const sharedSecret = xWingDecapsulate(privateKey, sealed.subarray(0, 1_120));
  const keys = hpkeKeys(sharedSecret, info);
  const plaintext = decrypt(keys, sealed.subarray(1_120));
  if (!plaintext) throw new Error('sealed to another key or in another context');
  return { sharedSecret, ...keys, plaintext };
}

export function hpkeSeal(publicKey: Bytes, info: Bytes, plaintext: Bytes): Buffer {
  const { encapsulation, sharedSecret } = xWingEncapsulate(publicKey);
  return join(encapsulation, encrypt(hpkeKeys(sharedSecret, info), plaintext));
}
