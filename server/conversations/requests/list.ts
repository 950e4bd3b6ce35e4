import type { ConversationSummary } from '../../../protocol/conversations.ts';
import { ok } from '../../../protocol/errors.ts';
import { type Address, conversationId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Handler } from '../../gateway/handlers.ts';
import type { ConversationDependencies } from '../dependencies.ts';
import type { Conversation } from '../state/conversation.ts';
import { loadedMembership, withConversationAs } from '../state/memberships.ts';
import { unreadSenders } from '../visibility/read-counts.ts';
import { summarize } from '../visibility/summary.ts';
import { visibleRange } from '../visibility/visible-range.ts';

type ListDependencies = Pick<ConversationDependencies, 'store' | 'directory' | 'cache' | 'writer' | 'lobby'>;

export function createList(dependencies: ListDependencies): Handler<'conversations:list'> {
  const { store, directory, lobby } = dependencies;
  return async ({ after = '' }, { session }) => {
    const address = directory.addressOf(session.username);
    const memberships = await store.list('memberships', address);
    const ids = new Set([lobby, ...[...memberships.keys()].map((key) => conversationId.parse(key))]);
    const following = [...ids].filter((id) => id > after).sort();
    const page = following.slice(0, limits.summaryConversations);
    const conversations: ConversationSummary[] = [];
    for (const id of page) {
      const summary = await withConversationAs(dependencies, id, address, (conversation) =>
        summaryOf(dependencies, conversation, address),
      );
      if (summary) conversations.push(summary);
    }
    return ok({ conversations, more: following.length > page.length, now: Date.now() });
  };
}

async function summaryOf(
  { store, directory, writer }: ListDependencies,
  conversation: Conversation,
  address: Address,
): Promise<ConversationSummary | undefined> {
  if (!visibleRange(directory, conversation, address)) return undefined;
  const { durable } = await loadedMembership(store, writer, conversation, address);
  const range = visibleRange(directory, conversation, address);
  if (!range || !hasSeveralSenders(conversation)) return summarize(directory, conversation, address);
  const from = await unreadSenders(store, conversation, address, range, durable.positions.read);
  return summarize(directory, conversation, address, from);
}

/** Whether more than one other account may have written. */
function hasSeveralSenders({ durable }: Conversation): boolean {
  return durable.kind !== 'direct';
}
