import type { Address } from '../../../protocol/ids.ts';
import type { Store } from '../../store/store.ts';
import { type Conversation, membershipOf } from './conversation.ts';
import {
  countingOfOthers,
  createMembership,
  type Membership,
  membershipPath,
  propose,
  readPositions,
} from './membership.ts';
import type { MembershipWriter } from './membership-writer.ts';

/**
 * A member's membership. In public conversations there is none until it is first asked for: whoever is new
 * begins with nothing unread.
 */
export async function loadedMembership(
  store: Store,
  writer: MembershipWriter,
  conversation: Conversation,
  address: Address,
): Promise<Membership> {
  const { id, durable, memberships } = conversation;
  if (durable.kind !== 'public' || memberships.has(address)) return membershipOf(conversation, address);
  const stored = await store.get(membershipPath(id, address));
  // Another request may have loaded it in the meantime; there must be one only.
  const known = memberships.get(address);
  if (known) return known;
  const { head } = durable;
  const begun = { read: head, seen: countingOfOthers(durable, address), received: head };
  const membership = createMembership(id, address, stored ? readPositions(stored) : begun);
  memberships.set(address, membership);
  if (!stored) await beginPublic(writer, membership);
  return membership;
}

async function beginPublic(writer: MembershipWriter, membership: Membership): Promise<void> {
  propose(membership, membership.durable.positions);
  // While the disk is full the beginning is kept in memory only, and found anew after a restart.
  await writer.save(membership);
}
