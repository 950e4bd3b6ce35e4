import { decodeFrameHeader } from '../../protocol/frame.ts';
import type { Username } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { decodeRecord } from '../../protocol/records.ts';
import type { Store } from '../store/store.ts';
import type { Conversation } from './conversation.ts';
import { countingOfOthers, type Positions, type View } from './membership.ts';

/** How many counting frames of others there are up to a position, read from whichever end is nearer. */
export async function seenAt(
  store: Store,
  conversation: Conversation,
  username: Username,
  from: Positions,
  read: number,
): Promise<number> {
  const { head } = conversation.durable;
  const total = countingOfOthers(conversation.durable, username);
  if (head - read <= read - from.read) {
    return total - (await countOthers(store, conversation, username, read + 1, head));
  }
  return from.seen + (await countOthers(store, conversation, username, from.read + 1, read));
}

/** Whose unread frames the newest page of them holds, newest sender first, each once. */
export async function unreadSenders(
  store: Store,
  conversation: Conversation,
  username: Username,
  { head, unread }: View,
  read: number,
): Promise<Username[]> {
  if (unread === 0) return [];
  const first = Math.max(read + 1, head - limits.pageRecords + 1);
  const senders = await othersBetween(store, conversation, username, first, head);
  return [...new Set(senders.reverse())];
}

async function countOthers(
  store: Store,
  conversation: Conversation,
  username: Username,
  first: number,
  last: number,
): Promise<number> {
  let count = 0;
  for (let at = first; at <= last; at += limits.pageRecords) {
    const end = Math.min(last, at + limits.pageRecords - 1);
    count += (await othersBetween(store, conversation, username, at, end)).length;
  }
  return count;
}

/** The senders of the counting frames of others, in the order of the log. */
async function othersBetween(
  store: Store,
  { id }: Conversation,
  username: Username,
  first: number,
  last: number,
): Promise<Username[]> {
  return (await store.read(id, first, last)).flatMap((encoded) => {
    const record = decodeRecord(encoded);
    if (record?.kind !== 'frame' || record.sender === username) return [];
    return decodeFrameHeader(record.body)?.counts ? [record.sender] : [];
  });
}
