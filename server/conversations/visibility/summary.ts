import { toBase64url } from '../../../protocol/bytes.ts';
import type { ConversationSummary } from '../../../protocol/conversations.ts';
import { type Address, digest } from '../../../protocol/ids.ts';
import type { Directory } from '../../people/directory.ts';
import { type Conversation, membershipOf } from '../state/conversation.ts';
import { shownPositions } from '../state/membership.ts';
import { visibleRange } from './visible-range.ts';

/**
 * A conversation as one of its members sees it; undefined for a stranger. `from` is for the caller to look up where
 * there may be several senders; with one other member it can only be that one.
 */
export function summarize(
  directory: Directory,
  conversation: Conversation,
  address: Address,
  from?: Address[],
): ConversationSummary | undefined {
  const { id, durable } = conversation;
  const range = visibleRange(directory, conversation, address);
  if (!range || !durable.kind) return undefined;
  const { first, last, hash, unread } = range;
  // A thousand members stand in the group's changes.
  const listed = durable.kind === 'direct' ? durable.members.map((member) => member.address) : [];
  const others = listed.filter((member) => member !== address);
  return {
    id,
    kind: durable.kind,
    members: listed,
    epoch: durable.epoch,
    first,
    head: last,
    headHash: digest.parse(toBase64url(hash)),
    read: Math.max(first - 1, membershipOf(conversation, address).durable.positions.read),
    unread,
    from: from ?? (unread > 0 ? others : []),
    ...(others.some((other) => directory.at(other)?.deleted) && { deleted: true }),
    positions: others.map((other) => positionsOf(conversation, other)),
  };
}

function positionsOf(conversation: Conversation, address: Address) {
  return { address, ...shownPositions(membershipOf(conversation, address).durable.positions) };
}
