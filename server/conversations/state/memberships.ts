import type { Address, ConversationId } from '../../../protocol/ids.ts';
import { isForEveryone, roleIn } from '../../../protocol/membership-rules.ts';
import type { Store } from '../../store/store.ts';
import type { Cache } from './cache.ts';
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

/** Runs a task on a conversation as an account sees it, which may have been a member once. */
export function withConversationAs<T>(
  { store, cache }: { readonly store: Store; readonly cache: Cache },
  id: ConversationId,
  account: Address,
  task: (conversation: Conversation) => T | Promise<T>,
): Promise<T> {
  return cache.use(id, (conversation) => {
    if (!mayHaveLeft(conversation, account)) return task(conversation);
    return loadFormerMembership(store, conversation, account).then(() => task(conversation));
  });
}

/** Of those whom a change is about to add again. */
export async function loadFormerMemberships(
  store: Store,
  conversation: Conversation,
  accounts: readonly Address[],
): Promise<void> {
  const returning = accounts.filter((account) => mayHaveLeft(conversation, account));
  await Promise.all(returning.map((account) => loadFormerMembership(store, conversation, account)));
}

function mayHaveLeft({ durable, ordered, memberships }: Conversation, account: Address): boolean {
  if (durable.kind !== 'group' || memberships.has(account)) return false;
  return roleIn(durable.members, account) === undefined && roleIn(ordered.members, account) === undefined;
}

async function loadFormerMembership(
  store: Store,
  conversation: Conversation,
  account: Address,
): Promise<void> {
  const stored = await store.get(membershipPath(conversation.id, account));
  // Meanwhile the account may have become a member again.
  if (!stored || conversation.memberships.has(account)) return;
  conversation.memberships.set(account, createMembership(conversation.id, account, readPositions(stored)));
}

async function saveBeginning(writer: MembershipWriter, membership: Membership): Promise<void> {
  propose(membership, membership.durable.positions);
  // While the disk is full, the beginning stays in memory only; after a restart it is a later one.
  await writer.save(membership);
}
