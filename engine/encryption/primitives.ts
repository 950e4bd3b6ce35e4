// The few functions of node:crypto that everything else here is made of; all of them exist under BoringSSL too.
import { hkdfSync, randomFillSync, timingSafeEqual } from 'node:crypto';

export { sha256 } from '../../node/sha256.ts';

/** Where random bytes come from: randomBytes, except where published vectors are made again. */
export type RandomSource = (length: number) => Uint8Array<ArrayBuffer>;

/** Bytes from the system's generator. */
export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return randomFillSync(new Uint8Array(length));
}

/** HKDF-SHA-256 (RFC 5869), extract and expand. Throws a RangeError when `info` is longer than 1,024 bytes. */
export function hkdf(
  key: Uint8Array,
  salt: Uint8Array,
  info: Uint8Array,
  length: number,
): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hkdfSync('sha256', key, salt, info, length));
}

/** Takes the same time wherever two byte strings of one length differ. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Overwrites a secret that has served. The garbage collector may have copied it before: a help, no promise. */
export function wipe(secret: Uint8Array): void {
  secret.fill(0);
}
