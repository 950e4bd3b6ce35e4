import { type Address, type ConversationId, conversationId } from '../../../protocol/ids.ts';
import type { Bus } from '../../cluster/bus.ts';
import type { Directory } from '../../people/directory.ts';
import type { Store } from '../../store/store.ts';
import type { Cache } from '../state/cache.ts';
import { type Conversation, membershipOf } from '../state/conversation.ts';
import { propose, readPositions } from '../state/membership.ts';
import type { MembershipWriter } from '../state/membership-writer.ts';
import { announce } from './fan-out.ts';
import { isUndisturbed, released } from './holds.ts';

interface Parts {
  readonly store: Store;
  readonly directory: Directory;
  readonly bus: Bus;
  readonly cache: Cache;
  readonly writer: MembershipWriter;
}

/** Calls `release` with every account that leaves dnd. */
export function watchUndisturbed(directory: Directory, bus: Bus, release: (address: Address) => void): void {
  const undisturbed = new Set<Address>();
  for (const { username, status } of directory.all()) {
    if (status === 'dnd') undisturbed.add(directory.addressOf(username));
  }
  bus.onInvalidated((username) => {
    const address = directory.addressOf(username);
    if (directory.find(username)?.status === 'dnd') undisturbed.add(address);
    else if (undisturbed.delete(address)) release(address);
  });
}

/** Ends all holds of an account and tells its connections where each of the conversations has got to. */
export async function releaseHolds(parts: Parts, address: Address): Promise<void> {
  for (const [key, stored] of await parts.store.list('memberships', address)) {
    if (!readPositions(stored).hold) continue;
    await parts.cache.use(conversationId.parse(key), (conversation) =>
      releaseHold(parts, conversation, address),
    );
  }
}

/** Ends the holds that began while their accounts were leaving dnd. */
export function releaseStaleHolds(parts: Parts, id: ConversationId): Promise<void> {
  return parts.cache.use(id, async (conversation) => {
    for (const address of conversation.durable.members) await releaseHold(parts, conversation, address);
  });
}

/** Ends a hold, unless the account is in dnd again. */
async function releaseHold(
  { directory, bus, writer }: Parts,
  conversation: Conversation,
  address: Address,
): Promise<void> {
  const membership = membershipOf(conversation, address);
  const { positions } = membership.proposed;
  if (!positions.hold || isUndisturbed(directory, address)) return;
  propose(membership, released(positions));
  await writer.save(membership);
  announce(directory, bus, conversation, address);
}
