import { fromBase64url, utf8 } from '../protocol/bytes.ts';
import { type Fingerprint, fingerprint } from '../protocol/ids.ts';
import { sha256 } from './sha256.ts';

/** Digits and letters without those that are taken for another (Crockford's base 32). */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';
const FINGERPRINT_LETTERS = 25;

/**
 * A short name for an account key: 125 bits of a hash as 25 letters. An invite link carries it; two people compare the
 * safety number instead.
 */
export function compactFingerprintOf(accountKey: string): Fingerprint {
  const hash = sha256(utf8('parley account fingerprint v1'), fromBase64url(accountKey));
  const bits = [...hash].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = (bits.match(/.{5}/g) ?? []).map((five) => LETTERS[Number.parseInt(five, 2)]).join('');
  return fingerprint.parse(letters.slice(0, FINGERPRINT_LETTERS));
}

/** In five groups, such as `7k2fq 0m9xa …`, to recognise an account by. */
export function fingerprintOf(accountKey: string): string {
  return (compactFingerprintOf(accountKey).match(/.{5}/g) ?? []).join(' ');
}
