// Under dnd, private frames of others are held back: from the first one on, the account sees the
// conversation as it was, until it leaves dnd or says something there itself. A hold begins in the same
// commit as the record that begins it, and is in force only while the account is in dnd.
import { toBase64url } from '../../../protocol/bytes.ts';
import { type Address, digest } from '../../../protocol/ids.ts';
import type { Directory } from '../../people/directory.ts';
import type { Companions } from '../state/conversation.ts';
import { type Conversation, membershipOf } from '../state/conversation.ts';
import type { Entry, LogState } from '../state/log-state.ts';
import {
  countingOfOthers,
  type Positions,
  type Proposal,
  proposalOf,
  propose,
  type View,
  viewFor,
} from '../state/membership.ts';

const none: Companions = { proposals: [], announceTo: [] };

export function isUndisturbed(directory: Directory, address: Address): boolean {
  return directory.at(address)?.status === 'dnd';
}

/** What an account sees of a conversation it is a member of, holds included. */
export function viewOf(directory: Directory, conversation: Conversation, address: Address): View {
  const membership = membershipOf(conversation, address);
  return viewFor(conversation.durable, membership, isUndisturbed(directory, address));
}

/** Begins and ends holds for a record that is about to be ordered. */
export function holdEffects(
  directory: Directory,
  { ordered, memberships }: Conversation,
  { said, sender }: Entry,
): Companions {
  if (ordered.members.length < 2) return none;
  const proposals: Proposal[] = [];
  const announceTo: Address[] = [];
  for (const membership of memberships.values()) {
    const { address, proposed } = membership;
    const { hold } = proposed.positions;
    const holding = address !== sender && isUndisturbed(directory, address);
    if (holding === (hold !== undefined) || (holding && said.kind === 'change')) continue;
    propose(membership, holding ? held(proposed.positions, ordered, address) : released(proposed.positions));
    proposals.push(proposalOf(membership));
    if (!holding) announceTo.push(address);
  }
  return proposals.length > 0 ? { proposals, announceTo } : none;
}

export function released({ hold: _, ...positions }: Positions): Positions {
  return positions;
}

function held(positions: Positions, before: LogState, address: Address): Positions {
  const hold = {
    from: before.head + 1,
    counting: countingOfOthers(before, address),
    hash: digest.parse(toBase64url(before.hash)),
  };
  return { ...positions, hold };
}
