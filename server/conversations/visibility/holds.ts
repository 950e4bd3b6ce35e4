// Under dnd, the server withholds private frames of others: from the first one on, the account sees the conversation as
// it was, until it leaves dnd or sends something there itself. A hold begins in the same commit as the record that
// begins it, and is in force only while the account is in dnd.
import { toBase64url } from '../../../protocol/bytes.ts';
import { type Address, digest } from '../../../protocol/ids.ts';
import type { Directory } from '../../people/directory.ts';
import type { Companions, Conversation } from '../state/conversation.ts';
import type { Entry, LogState } from '../state/log-state.ts';
import {
  countedFramesOfOthers,
  type Positions,
  type Proposal,
  proposalOf,
  propose,
  type ViewEnd,
} from '../state/membership.ts';

const none: Companions = { proposals: [], announceTo: [], departing: [] };

export function isUndisturbed(directory: Directory, address: Address): boolean {
  return directory.at(address)?.status === 'dnd';
}

/** Begins and ends holds for a record that is about to be ordered. */
export function holdEffects(
  directory: Directory,
  { ordered, memberships }: Conversation,
  { payload, sender }: Entry,
): Companions {
  if (ordered.members.length < 2) return none;
  const proposals: Proposal[] = [];
  const announceTo: Address[] = [];
  for (const membership of memberships.values()) {
    const { address, proposed } = membership;
    const { hold, end } = proposed.positions;
    if (end) continue;
    const holding = address !== sender && isUndisturbed(directory, address);
    if (holding === (hold !== undefined) || (holding && payload.kind === 'change')) continue;
    const { positions } = proposed;
    propose(membership, holding ? withHold(positions, ordered, address) : withoutHold(positions));
    proposals.push(proposalOf(membership));
    if (!holding) announceTo.push(address);
  }
  return proposals.length > 0 ? { proposals, announceTo, departing: [] } : none;
}

export function withoutHold({ hold: _, ...positions }: Positions): Positions {
  return positions;
}

function withHold(positions: Positions, before: LogState, address: Address): Positions {
  const hold: ViewEnd = {
    from: before.head + 1,
    counting: countedFramesOfOthers(before, address),
    hash: digest.parse(toBase64url(before.hash)),
  };
  return { ...positions, hold };
}
