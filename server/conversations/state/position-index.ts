// The index of a conversation's positions: a log of its own with one entry for each whole block of records,
// which says the running hash there and how many counted frames, those that count as unread, each sender has in the block. Every so often an entry
// counts from the beginning instead, so that what lies below a position is known from a few entries.
import { z } from 'zod';
import { concat, utf8 } from '../../../protocol/bytes.ts';
import { jsonOf } from '../../../protocol/frames.ts';
import { type Address, address, type ConversationId } from '../../../protocol/ids.ts';
import type { Store, StoreChange } from '../../store/store.ts';
import { BLOCK_RECORDS, type LogState } from './log-state.ts';

const HASH_BYTES = 32;
/** How many entries are read at most. */
const WHOLE_EVERY = 64;
/** Below the size at which the store takes no record (3 MiB), whatever the addresses. */
const MOST_IN_AN_ENTRY = 10_000;

const counts = z.object({
  /** Whether the counts begin at the beginning of the log, not of the block. */
  whole: z.boolean(),
  by: z.array(z.tuple([address, z.int().positive()])),
});

/** The entry of the block that ends at the state's head. */
export function indexChange(id: ConversationId, state: LogState): StoreChange {
  const seq = state.head / BLOCK_RECORDS;
  const whole = seq % WHOLE_EVERY === 0 && state.countedFramesBy.size <= MOST_IN_AN_ENTRY;
  const by = [...(whole ? state.countedFramesBy : state.countedFramesInBlock)];
  const record = concat(state.hash, utf8(JSON.stringify({ whole, by } satisfies z.output<typeof counts>)));
  return { type: 'append', log: indexLog(id), seq, record };
}

/** The running hash at the end of so many blocks. */
export async function hashAfterBlocks(store: Store, id: ConversationId, blocks: number) {
  const [entry] = await store.read(indexLog(id), blocks, blocks);
  return entry ? entry.subarray(0, HASH_BYTES) : new Uint8Array(HASH_BYTES);
}

/**
 * How many frames of others in so many blocks count as unread. Undefined where the nearest entry that counts from the
 * beginning is too far away, as in a conversation in which more than ten thousand people have written.
 */
export async function countAfterBlocks(
  store: Store,
  id: ConversationId,
  reader: Address,
  blocks: number,
): Promise<number | undefined> {
  const first = Math.max(1, blocks - WHOLE_EVERY + 1);
  let count = 0;
  for (const entry of (await store.read(indexLog(id), first, blocks)).toReversed()) {
    const { whole, by } = counts.parse(jsonOf(entry.subarray(HASH_BYTES)));
    for (const [sender, frames] of by) if (sender !== reader) count += frames;
    if (whole) return count;
  }
  return first === 1 ? count : undefined;
}

function indexLog(id: ConversationId): string {
  return `${id}-index`;
}
