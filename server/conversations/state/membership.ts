// An account's place in a conversation: how far it has read and received, and what is held back for it.
// Unread is a subtraction: the counting frames of others up to the last position the account may see,
// minus those up to its read position. `proposed` runs ahead of `durable` while a commit is under way.
import { z } from 'zod';
import { fromBase64url } from '../../../protocol/bytes.ts';
import { type Address, type ConversationId, digest } from '../../../protocol/ids.ts';
import type { Document, DocumentPath, StoreChange } from '../../store/store.ts';
import type { LogState } from './log-state.ts';

const count = z.int().nonnegative();
const positions = z.object({
  read: count,
  /** Counting frames of others up to the read position. */
  seen: count,
  received: count,
  /** From where on records are held back; counting frames of others and running hash just before. */
  hold: z.object({ from: count, counting: count, hash: digest }).optional(),
});
export type Positions = Readonly<z.infer<typeof positions>>;

interface Version {
  readonly number: number;
  readonly positions: Positions;
}

export interface Membership {
  readonly conversation: ConversationId;
  readonly address: Address;
  durable: Version;
  proposed: Version;
}

export const noPositions: Positions = { read: 0, seen: 0, received: 0 };

export function createMembership(
  conversation: ConversationId,
  address: Address,
  stored: Positions = noPositions,
): Membership {
  const version = { number: 0, positions: stored };
  return { conversation, address, durable: version, proposed: version };
}

export function membershipPath(conversation: ConversationId, address: Address): DocumentPath {
  return { collection: 'memberships', partition: address, key: conversation };
}

export function readPositions(stored: Document): Positions {
  return positions.parse(stored);
}

export function propose(membership: Membership, next: Positions): void {
  membership.proposed = { number: membership.proposed.number + 1, positions: next };
}

/** A commit of the latest proposal: what to write, and what to call when its outcome is known. */
export function proposalOf(membership: Membership) {
  const version = membership.proposed;
  const change: StoreChange = {
    type: 'put',
    ...membershipPath(membership.conversation, membership.address),
    value: version.positions,
  };
  return {
    change,
    /** Commits are told of in any order; the latest that succeeded stands. */
    settle: (succeeded: boolean) => {
      if (succeeded && version.number > membership.durable.number) membership.durable = version;
      if (!succeeded && membership.proposed === version) membership.proposed = membership.durable;
    },
  };
}
export type Proposal = ReturnType<typeof proposalOf>;

/** The counting frames of others in a whole log. */
export function countingOfOthers(state: LogState, address: Address): number {
  return state.counting - (state.countingBy.get(address) ?? 0);
}

export interface View {
  /** The last position the account may see, with the running hash there. */
  readonly head: number;
  readonly hash: Uint8Array;
  readonly unread: number;
}

/** What an account sees of a conversation; `holding` says whether a hold is in force, which it is under dnd only. */
export function viewFor(state: LogState, { address, durable }: Membership, holding: boolean): View {
  const { hold, seen } = durable.positions;
  if (!holding || !hold || hold.from > state.head) {
    return { head: state.head, hash: state.hash, unread: countingOfOthers(state, address) - seen };
  }
  return { head: hold.from - 1, hash: fromBase64url(hold.hash), unread: hold.counting - seen };
}
