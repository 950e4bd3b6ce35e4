import { type Address, type ConversationId, conversationId } from '../../../protocol/ids.ts';
import type { Bus } from '../../cluster/bus.ts';
import type { Directory } from '../../people/directory.ts';
import type { ConversationDependencies } from '../dependencies.ts';
import { type Conversation, membershipOf } from '../state/conversation.ts';
import { propose, readPositions } from '../state/membership.ts';
import { announce } from './fan-out.ts';
import { isUndisturbed, withoutHold } from './holds.ts';

type ReleaseDependencies = Pick<ConversationDependencies, 'store' | 'directory' | 'bus' | 'cache' | 'writer'>;

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

/** Ends all holds of an account and announces each of those conversations to its connections. */
export async function releaseHolds(dependencies: ReleaseDependencies, address: Address): Promise<void> {
  for (const [key, stored] of await dependencies.store.list('memberships', address)) {
    if (!readPositions(stored).hold) continue;
    await dependencies.cache.use(conversationId.parse(key), (conversation) =>
      releaseHold(dependencies, conversation, address),
    );
  }
}

/** Ends the holds that began while their accounts were leaving dnd. */
export function releaseStaleHolds(dependencies: ReleaseDependencies, id: ConversationId): Promise<void> {
  return dependencies.cache.use(id, async (conversation) => {
    for (const { address } of conversation.durable.members)
      await releaseHold(dependencies, conversation, address);
  });
}

/** Ends a hold, unless the account is in dnd again. */
async function releaseHold(
  { directory, bus, writer }: Pick<ReleaseDependencies, 'directory' | 'bus' | 'writer'>,
  conversation: Conversation,
  address: Address,
): Promise<void> {
  const membership = membershipOf(conversation, address);
  const { positions } = membership.proposed;
  if (!positions.hold || isUndisturbed(directory, address)) return;
  propose(membership, withoutHold(positions));
  await writer.save(membership);
  announce(directory, bus, conversation, address);
}
