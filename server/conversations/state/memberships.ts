import type { Address } from '../../../protocol/ids.ts';
import { isForEveryone } from '../../../protocol/membership-rules.ts';
import type { Store } from '../../store/store.ts';
import { type Conversation, membershipOf } from './conversation.ts';
import {
  countedFramesOfOthers,
  createMembership,
  type Membership,
  membershipPath,
  propose,
  readPositions,
} from './membership.ts';
import type { MembershipWriter } from './membership-writer.ts';

/**
 * A member's membership. Where everyone is a member, it begins when it is first asked for: a newcomer has nothing
 * unread.
 */
export async function loadedMembership(
  store: Store,
  writer: MembershipWriter,
  conversation: Conversation,
  address: Address,
): Promise<Membership> {
  const { id, durable, memberships } = conversation;
  if (!isForEveryone(durable.kind) || memberships.has(address)) return membershipOf(conversation, address);
  const stored = await store.get(membershipPath(id, address));
  // Another request may have loaded it in the meantime; there must be one only.
  const known = memberships.get(address);
  if (known) return known;
  const { head } = durable;
  const begun = { read: head, seen: countedFramesOfOthers(durable, address), received: head };
  const membership = createMembership(id, address, stored ? readPositions(stored) : begun);
  memberships.set(address, membership);
  if (!stored) await saveBeginning(writer, membership);
  return membership;
}

async function saveBeginning(writer: MembershipWriter, membership: Membership): Promise<void> {
  propose(membership, membership.durable.positions);
  // While the disk is full, the beginning stays in memory only; after a restart it is a later one.
  await writer.save(membership);
}
