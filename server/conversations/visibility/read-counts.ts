import { countsAsUnread } from '../../../protocol/frames.ts';
import { type Address, address as addressSchema } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import { splitRecord } from '../../../protocol/records.ts';
import type { Store } from '../../store/store.ts';
import { createPace } from '../pace.ts';
import type { Conversation } from '../state/conversation.ts';
import { BLOCK_RECORDS } from '../state/log-state.ts';
import { countedFramesOfOthers, type Positions } from '../state/membership.ts';
import { countAfterBlocks } from '../state/position-index.ts';
import type { VisibleRange } from './visible-range.ts';

/** A position, and how many counted frames of others there are up to it, from the beginning of the log. */
interface Counted {
  readonly at: number;
  readonly seen: number;
}

/** How many counted frames of others there are up to a position, counted from the nearest known one. */
export async function seenAt(
  store: Store,
  conversation: Conversation,
  address: Address,
  from: Positions,
  read: number,
): Promise<number> {
  const end = { at: conversation.durable.head, seen: countedFramesOfOthers(conversation.durable, address) };
  const nearest = await nearestCounted(store, conversation, address, read, [
    { at: from.read, seen: from.seen },
    end,
  ]);
  const between = (first: number, last: number) => countOthers(store, conversation, address, first, last);
  return nearest.at <= read
    ? nearest.seen + (await between(nearest.at + 1, read))
    : nearest.seen - (await between(read + 1, nearest.at));
}

/** Reads the index only where it is nearer than what is in memory. */
async function nearestCounted(
  store: Store,
  { id }: Conversation,
  address: Address,
  position: number,
  [first, ...others]: readonly [Counted, ...Counted[]],
): Promise<Counted> {
  const distance = ({ at }: Counted) => Math.abs(at - position);
  const nearest = others.reduce((best, one) => (distance(one) < distance(best) ? one : best), first);
  const blocks = Math.floor(position / BLOCK_RECORDS);
  const at = blocks * BLOCK_RECORDS;
  if (distance(nearest) <= position - at) return nearest;
  const seen = await countAfterBlocks(store, id, address, blocks);
  return seen === undefined ? nearest : { at, seen };
}

/** The senders of the unread frames in the newest page of what the account may see, the newest first, each once. */
export async function unreadSenders(
  store: Store,
  conversation: Conversation,
  address: Address,
  { first, last, unread }: VisibleRange,
  read: number,
): Promise<Address[]> {
  if (unread === 0) return [];
  const from = Math.max(first, read + 1, last - limits.pageRecords + 1);
  const senders = await othersBetween(store, conversation, address, from, last);
  return [...new Set(senders.reverse())].map((sender) => addressSchema.parse(sender));
}

async function countOthers(
  store: Store,
  conversation: Conversation,
  address: Address,
  first: number,
  last: number,
): Promise<number> {
  const pace = createPace(PAGES_IN_A_TURN);
  let count = 0;
  for (let at = first; at <= last; at += limits.pageRecords) {
    const end = Math.min(last, at + limits.pageRecords - 1);
    count += (await othersBetween(store, conversation, address, at, end)).length;
    await pace(1);
  }
  return count;
}

const PAGES_IN_A_TURN = 4;

/** The senders of the counted frames of others, in the order of the log. */
async function othersBetween(
  store: Store,
  { id }: Conversation,
  address: Address,
  first: number,
  last: number,
): Promise<string[]> {
  return (await store.read(id, first, last)).flatMap((encoded) => {
    const { isFrame, sender, body } = splitRecord(encoded);
    return isFrame && sender !== address && countsAsUnread(body) ? [sender] : [];
  });
}
