import type { ConversationSummary } from '../../../protocol/conversations.ts';
import { ok } from '../../../protocol/errors.ts';
import { type Address, type ConversationId, conversationId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Handler } from '../../gateway/handlers.ts';
import type { Directory } from '../../people/directory.ts';
import type { Store } from '../../store/store.ts';
import type { Cache } from '../state/cache.ts';
import type { Conversation } from '../state/conversation.ts';
import type { MembershipWriter } from '../state/membership-writer.ts';
import { loadedMembership } from '../state/memberships.ts';
import { viewOf } from '../visibility/holds.ts';
import { unreadSenders } from '../visibility/read-counts.ts';
import { summarize } from '../visibility/summary.ts';

interface Parts {
  readonly store: Store;
  readonly directory: Directory;
  readonly cache: Cache;
  readonly writer: MembershipWriter;
  readonly lobby: ConversationId;
}

export function createList(parts: Parts): Handler<'conversations:list'> {
  const { store, directory, cache, lobby } = parts;
  return async ({ after = '' }, { session }) => {
    const address = directory.addressOf(session.username);
    const memberships = await store.list('memberships', address);
    const ids = new Set([lobby, ...[...memberships.keys()].map((key) => conversationId.parse(key))]);
    const following = [...ids].filter((id) => id > after).sort();
    const conversations: ConversationSummary[] = [];
    for (const id of following.slice(0, limits.summaryConversations)) {
      conversations.push(await cache.use(id, (conversation) => summaryOf(parts, conversation, address)));
    }
    return ok({ conversations, more: following.length > conversations.length });
  };
}

async function summaryOf(
  { store, directory, writer }: Parts,
  conversation: Conversation,
  address: Address,
): Promise<ConversationSummary> {
  const { durable } = await loadedMembership(store, writer, conversation, address);
  if (conversation.durable.kind !== 'public') return summarize(directory, conversation, address);
  const view = viewOf(directory, conversation, address);
  const from = await unreadSenders(store, conversation, address, view, durable.positions.read);
  return summarize(directory, conversation, address, from);
}
