import { nextLogHash } from '../../../node/log-hash.ts';
import { toBase64url } from '../../../protocol/bytes.ts';
import { ok, refuse } from '../../../protocol/errors.ts';
import type { RequestOf, ResponseOf } from '../../../protocol/events.ts';
import { type Address, digest } from '../../../protocol/ids.ts';
import { encodePage } from '../../../protocol/records.ts';
import type { Handler } from '../../gateway/handlers.ts';
import type { Directory } from '../../people/directory.ts';
import type { Store } from '../../store/store.ts';
import { createPace } from '../pace.ts';
import { Page } from '../page.ts';
import type { Cache } from '../state/cache.ts';
import { type Conversation, isMember } from '../state/conversation.ts';
import { BLOCK_RECORDS } from '../state/log-state.ts';
import { hashAfterBlocks } from '../state/position-index.ts';
import { viewOf } from '../visibility/holds.ts';

/** Large records are read a few at a time, so that what does not fit the page is hardly read in vain. */
const READ_AT_ONCE = 64;

interface Parts {
  readonly store: Store;
  readonly directory: Directory;
  readonly cache: Cache;
}

export function createHistory(parts: Parts): Handler<'conversations:history'> {
  return (request, { session }) =>
    parts.cache.use(request.conversation, async (conversation) => {
      const account = parts.directory.addressOf(session.username);
      if (!isMember(conversation, account)) return refuse('no-such-conversation');
      return ok(await readHistory(parts, conversation, account, request));
    });
}

type Wanted = RequestOf<'conversations:history'>;

/** A page of a conversation as one of its members sees it. */
export async function readHistory(
  { store, directory }: Pick<Parts, 'store' | 'directory'>,
  conversation: Conversation,
  address: Address,
  wanted: Wanted,
): Promise<ResponseOf<'conversations:history'>> {
  const { head } =
    conversation.durable.kind === 'public' ? conversation.durable : viewOf(directory, conversation, address);
  const { first, records, more } = await readPage(store, head, wanted);
  const hashBefore = digest.parse(toBase64url(await hashBehind(store, conversation, first - 1)));
  return { page: encodePage(records), hashBefore, head, more };
}

/** Reads upwards from `after`, otherwise downwards from `before` or the head. */
async function readPage(store: Store, head: number, wanted: Wanted) {
  const { conversation, before = head + 1, after, limit } = wanted;
  const last = Math.max(0, Math.min(before - 1, head));
  if (after !== undefined) {
    const first = Math.min(after, head) + 1;
    const records = await readUpwards(store, conversation, first, Math.min(last, first + limit - 1));
    return { first, records, more: first + records.length <= last };
  }
  const records = await readDownwards(store, conversation, Math.max(1, last - limit + 1), last);
  const first = last - records.length + 1;
  return { first, records, more: first > 1 };
}

async function readUpwards(store: Store, log: string, first: number, last: number): Promise<Uint8Array[]> {
  const page = new Page();
  for (let at = first; at <= last; at += READ_AT_ONCE) {
    for (const record of await store.read(log, at, Math.min(last, at + READ_AT_ONCE - 1))) {
      if (!page.add(record)) return page.records;
    }
  }
  return page.records;
}

async function readDownwards(store: Store, log: string, first: number, last: number): Promise<Uint8Array[]> {
  const page = new Page();
  for (let at = last; at >= first; at -= READ_AT_ONCE) {
    const records = await store.read(log, Math.max(first, at - READ_AT_ONCE + 1), at);
    for (const record of records.toReversed()) {
      if (!page.add(record)) return page.records.toReversed();
    }
  }
  return page.records.toReversed();
}

/** The running hash behind a position: the one written down nearest below, carried on over the rest. */
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
