// What the server keeps for an account begins alike, so that it can see that a version only rises:
// `format u8 | version u32 | …` (protocol/accounts.ts sealedVersion).
import { concat, uint32, utf8 } from '../../protocol/bytes.ts';
import type { Address } from '../../protocol/ids.ts';

export const VERSION_HEADER_BYTES = 5;

export function versionHeader(format: number, version: number): Uint8Array<ArrayBuffer> {
  return concat(Uint8Array.of(format), uint32(version));
}

/** Undefined where it is too short for a header. */
export function formatOf(blob: Uint8Array): number | undefined {
  return blob.length < VERSION_HEADER_BYTES ? undefined : blob[0];
}

/** Binds what is sealed to its place: one account's blob can't stand in for another's, nor for another version. */
export function versionContext(header: Uint8Array, address: Address): Uint8Array<ArrayBuffer> {
  return concat(header, utf8(address));
}
