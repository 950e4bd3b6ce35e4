import { nextLogHash } from '../../../node/log-hash.ts';
import { toBase64url } from '../../../protocol/bytes.ts';
import { ok, refuse } from '../../../protocol/errors.ts';
import type { RequestOf, ResponseOf } from '../../../protocol/events.ts';
import { type Address, digest } from '../../../protocol/ids.ts';
import { encodePage, recordFor } from '../../../protocol/records.ts';
import type { Handler } from '../../gateway/handlers.ts';
import type { Store } from '../../store/store.ts';
import type { ConversationDependencies } from '../dependencies.ts';
import { createPace } from '../pace.ts';
import { Page } from '../page.ts';
import type { Conversation } from '../state/conversation.ts';
import { BLOCK_RECORDS } from '../state/log-state.ts';
import { withConversationAs } from '../state/memberships.ts';
import { hashAfterBlocks } from '../state/position-index.ts';
import { type VisibleRange, visibleRange } from '../visibility/visible-range.ts';

/** Large records are read a few at a time: few are read in vain, because they don't fit the page. */
const READ_AT_ONCE = 64;

type HistoryDependencies = Pick<ConversationDependencies, 'store' | 'directory' | 'cache'>;

export function createHistory(dependencies: HistoryDependencies): Handler<'conversations:history'> {
  const { store, directory } = dependencies;
  return (request, { session }) => {
    const reader = directory.addressOf(session.username);
    return withConversationAs(dependencies, request.conversation, reader, async (conversation) => {
      const range = visibleRange(directory, conversation, reader);
      if (!range) return refuse('no-such-conversation');
      return ok(await readHistory(store, conversation, reader, range, request));
    });
  };
}

type Wanted = RequestOf<'conversations:history'>;

/** A page of what a member may see of a conversation. */
export async function readHistory(
  store: Store,
  conversation: Conversation,
  reader: Address,
  range: VisibleRange,
  wanted: Wanted,
): Promise<ResponseOf<'conversations:history'>> {
  const { first, records, more } = await readPage(store, reader, range, wanted);
  const hashBefore = digest.parse(toBase64url(await hashBehind(store, conversation, first - 1)));
  return { page: encodePage(records), hashBefore, head: range.last, more };
}

/** Reads upwards from `after`, otherwise downwards from `before` or the last position. */
async function readPage(store: Store, reader: Address, range: VisibleRange, wanted: Wanted) {
  const { conversation, before = range.last + 1, after, limit } = wanted;
  const last = clamp(before - 1, range);
  if (after !== undefined) {
    const first = clamp(after, range) + 1;
    const records = await readUpwards(store, conversation, reader, first, Math.min(last, first + limit - 1));
    return { first, records, more: first + records.length <= last };
  }
  const records = await readDownwards(
    store,
    conversation,
    reader,
    Math.max(range.first, last - limit + 1),
    last,
  );
  const first = last - records.length + 1;
  return { first, records, more: first > range.first };
}

/** A position behind which, or up to which, there may be something to see. */
function clamp(position: number, { first, last }: VisibleRange): number {
  return Math.max(first - 1, Math.min(position, last));
}

async function readUpwards(
  store: Store,
  log: string,
  reader: Address,
  first: number,
  last: number,
): Promise<Uint8Array[]> {
  const page = new Page();
  for (let at = first; at <= last; at += READ_AT_ONCE) {
    for (const record of await store.read(log, at, Math.min(last, at + READ_AT_ONCE - 1))) {
      if (!page.add(recordFor(record, reader))) return page.records;
    }
  }
  return page.records;
}

async function readDownwards(
  store: Store,
  log: string,
  reader: Address,
  first: number,
  last: number,
): Promise<Uint8Array[]> {
  const page = new Page();
  for (let at = last; at >= first; at -= READ_AT_ONCE) {
    const records = await store.read(log, Math.max(first, at - READ_AT_ONCE + 1), at);
    for (const record of records.toReversed()) {
      if (!page.add(recordFor(record, reader))) return page.records.toReversed();
    }
  }
  return page.records.toReversed();
}

/** The running hash behind a position: the nearest stored one below, carried on over the rest. */
async function hashBehind(store: Store, { id, durable }: Conversation, seq: number): Promise<Uint8Array> {
  if (seq === durable.head) return durable.hash;
  const blocks = Math.floor(seq / BLOCK_RECORDS);
  const pace = createPace();
  let hash: Uint8Array = await hashAfterBlocks(store, id, blocks);
  for (const record of await store.read(id, blocks * BLOCK_RECORDS + 1, seq)) {
    hash = nextLogHash(hash, record);
    await pace(record.length);
  }
  return hash;
}
