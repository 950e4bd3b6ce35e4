import { runningHashInput } from '../protocol/records.ts';
import { sha256 } from './sha256.ts';

/** The running log hash after a record. Before the first it is 32 zero bytes. */
export function nextLogHash(before: Uint8Array, encodedRecord: Uint8Array): Uint8Array<ArrayBuffer> {
  return sha256(runningHashInput(before, encodedRecord, sha256));
}
