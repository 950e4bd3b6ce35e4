// What a frame claims about the log is compared with the newest records only, which are in memory: the running hash
// behind each and the message ids in them. The server refuses what lies further back and never looks for it on disk.
import type { MessageId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Entry } from './log-state.ts';

const HASH_BYTES = 32;

export interface NewestRecords {
  /** The position of the first remembered hash; they are dense up to the last. */
  first: number;
  count: number;
  hashes: Uint8Array;
  /** Where the frames among them lie, oldest first. */
  readonly messages: Map<MessageId, number>;
}

/** Nothing but the hash behind a position, from which the log goes on. */
export function newestFrom(seq: number, hash: Uint8Array): NewestRecords {
  const hashes = new Uint8Array(8 * HASH_BYTES);
  hashes.set(hash);
  return { first: seq, count: 1, hashes, messages: new Map() };
}

export function remember(newest: NewestRecords, { seq, hash, payload }: Entry): void {
  makeRoom(newest);
  newest.hashes.set(hash, newest.count * HASH_BYTES);
  newest.count += 1;
  if (payload.kind === 'frame') newest.messages.set(payload.header.message, seq);
  for (const [message, at] of newest.messages) {
    if (at > seq - limits.seenRecords) return;
    newest.messages.delete(message);
  }
}

/** The records behind a position did not become durable. */
export function forgetBehind(newest: NewestRecords, seq: number): void {
  newest.count = Math.max(0, seq - newest.first + 1);
  if (newest.count === 0) newest.first = seq + 1;
  for (const [message, at] of newest.messages) if (at > seq) newest.messages.delete(message);
}

/** The running hash behind a position; undefined where it isn't in memory, or beyond the end. */
export function hashBehind({ first, count, hashes }: NewestRecords, seq: number): Uint8Array | undefined {
  const row = seq - first;
  if (row < 0 || row >= count) return;
  return hashes.subarray(row * HASH_BYTES, (row + 1) * HASH_BYTES);
}

/** Doubles up to twice of what is needed; from there on the older half makes room. */
function makeRoom(newest: NewestRecords): void {
  const { count, hashes } = newest;
  if ((count + 1) * HASH_BYTES <= hashes.length) return;
  if (count < 2 * limits.seenRecords) {
    newest.hashes = new Uint8Array(2 * hashes.length);
    newest.hashes.set(hashes);
    return;
  }
  const dropped = count - limits.seenRecords;
  hashes.copyWithin(0, dropped * HASH_BYTES);
  newest.first += dropped;
  newest.count -= dropped;
}
