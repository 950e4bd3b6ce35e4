import { toBase64url } from '../../../protocol/bytes.ts';
import type { ConversationSummary } from '../../../protocol/conversations.ts';
import { type Address, digest } from '../../../protocol/ids.ts';
import type { Directory } from '../../people/directory.ts';
import { type Conversation, membershipOf } from '../state/conversation.ts';
import { viewOf } from './holds.ts';

/**
 * A conversation as one of its members sees it. `from` is left to the caller in public conversations, where
 * it has to be looked up; in direct ones it can only be the other.
 */
export function summarize(
  directory: Directory,
  conversation: Conversation,
  address: Address,
  from?: Address[],
): ConversationSummary {
  const { id, durable } = conversation;
  if (!durable.kind) throw new Error('a conversation has a kind from its first record on');
  const { head, hash, unread } = viewOf(directory, conversation, address);
  const others = durable.members.filter((member) => member !== address);
  return {
    id,
    kind: durable.kind,
    members: [...durable.members],
    epoch: durable.epoch,
    head,
    headHash: digest.parse(toBase64url(hash)),
    read: membershipOf(conversation, address).durable.positions.read,
    unread,
    from: from ?? (unread > 0 ? others : []),
    positions: others.map((other) => positionsOf(conversation, other)),
  };
}

function positionsOf(conversation: Conversation, address: Address) {
  const { received, read } = membershipOf(conversation, address).durable.positions;
  return { address, received, read };
}
