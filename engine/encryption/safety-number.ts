// Two people who read the same 60 digits to each other have each other's real account keys.
import { fromBase64url, lengthPrefixed, utf8, viewOf } from '../../protocol/bytes.ts';
import type { Address } from '../../protocol/ids.ts';
import { sha256 } from './primitives.ts';

export interface Identity {
  readonly address: Address;
  /** Base64url of the account key, as a manifest says it. */
  readonly accountKey: string;
}

/** What makes searching for a key with a similar number 5,200 times as dear. */
const ITERATIONS = 5_200;
const GROUPS_EACH = 6;

/**
 * 12 groups of 5 digits, the same for both sides: 30 digits (about 100 bits) from each identity. The
 * construction is Signal's numeric fingerprint (libsignal, `NumericFingerprintGenerator`) with SHA-256 and full
 * addresses.
 */
export function safetyNumber(one: Identity, other: Identity): string {
  return [digitsOf(one), digitsOf(other)].sort().join(' ');
}

function digitsOf({ address, accountKey }: Identity): string {
  const key = fromBase64url(accountKey);
  let hash = sha256(utf8('parley safety number v1'), key, lengthPrefixed(utf8(address)));
  for (let iteration = 1; iteration < ITERATIONS; iteration += 1) hash = sha256(hash, key);
  const view = viewOf(hash);
  return Array.from({ length: GROUPS_EACH }, (_, group) => fiveDigits(view, group * 5)).join(' ');
}

/** Five bytes, modulo 100,000. */
function fiveDigits(view: DataView, at: number): string {
  const value = view.getUint8(at) * 2 ** 32 + view.getUint32(at + 1);
  return String(value % 100_000).padStart(5, '0');
}
