// An account's membership of a conversation: from where on it sees the log, how far it has read and received, and
// what dnd withholds from it. Unread is a subtraction: the counted frames of others up to the last position that the
// account may see, minus those up to its read position (visibility/visible-range.ts). `proposed` runs ahead of `durable` while a commit is under way.
import { z } from 'zod';
import { type Address, type ConversationId, digest } from '../../../protocol/ids.ts';
import type { Document, DocumentPath, StoreChange } from '../../store/store.ts';
import type { LogState } from './log-state.ts';

const count = z.int().nonnegative();
/** From where on an account doesn't see records; the counted frames of others and the running hash just before. */
const viewEnd = z.object({ from: count, counting: count, hash: digest });
export type ViewEnd = Readonly<z.infer<typeof viewEnd>>;

const positions = z.object({
  /** The first position that the account may see. Absent is 1: it has been a member from the beginning. */
  first: z.int().positive().optional(),
  /** Never below the position before the first. */
  read: count,
  /** Counted frames of others up to the read position, from the beginning of the log. */
  seen: count,
  received: count,
  /** From where on dnd withholds records. */
  hold: viewEnd.optional(),
  /** Behind the change with which the account ceased to be a member. */
  end: viewEnd.extend({ generation: count.optional() }).optional(),
  /** What the account saw as a member before: a device that was away follows the changes of that time to its end. */
  former: z.array(z.object({ first: count, last: count })).optional(),
  /** What the others go on seeing of an account that was reset, until it has read or received something anew. */
  before: z.object({ read: count, received: count }).optional(),
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

/** How far the account has got, as the others see it. */
export function shownPositions({ first = 1, before, read, received }: Positions) {
  return {
    read: before && read <= first ? before.read : read,
    received: before && received <= first ? before.received : received,
  };
}

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
    /** Commits come back in any order; the latest that succeeded stands. */
    settle: (succeeded: boolean) => {
      if (succeeded && version.number > membership.durable.number) membership.durable = version;
      if (!succeeded && membership.proposed === version) membership.proposed = membership.durable;
    },
  };
}
export type Proposal = ReturnType<typeof proposalOf>;

/** The counted frames of others in a whole log. */
export function countedFramesOfOthers(state: LogState, address: Address): number {
  return state.countedFrames - (state.countedFramesBy.get(address) ?? 0);
}
