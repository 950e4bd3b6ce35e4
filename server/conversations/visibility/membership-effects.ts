// What a change that is about to be ordered does to what accounts see: a new member's view begins with it, or where the group
// opened its history; the view of one that leaves or is removed ends with it.
import { toBase64url } from '../../../protocol/bytes.ts';
import { type Address, digest } from '../../../protocol/ids.ts';
import { applyChange, type Member } from '../../../protocol/membership-rules.ts';
import type { Directory } from '../../people/directory.ts';
import { type Companions, type Conversation, membershipOf } from '../state/conversation.ts';
import { type Entry, type LogState, membershipStateOf, type RecordPayload } from '../state/log-state.ts';
import {
  countedFramesOfOthers,
  noPositions,
  type Positions,
  type Proposal,
  proposalOf,
  propose,
  shownPositions,
} from '../state/membership.ts';

export function membershipEffects(
  directory: Directory,
  conversation: Conversation,
  { change, epochId }: Extract<RecordPayload, { kind: 'change' }>,
  entry: Entry,
): Companions {
  const { ordered } = conversation;
  const after = applyChange(membershipStateOf(ordered), change, epochId);
  const joining = missingIn(ordered.members, after.members);
  const departing = missingIn(after.members, ordered.members);
  const isOpen = after.settings?.history === 'everything';
  const first = isOpen ? (ordered.openSince ?? entry.seq) : entry.seq;
  const proposals: Proposal[] = [];
  const move = (address: Address, positions: Positions) => {
    const membership = membershipOf(conversation, address);
    propose(membership, positions);
    proposals.push(proposalOf(membership));
  };
  for (const address of joining) {
    const former = formerRanges(membershipOf(conversation, address).proposed.positions);
    move(address, { ...beginning(ordered, address, first, entry), ...(former && { former }) });
  }
  const returning = returningIn(directory, ordered.members, after.members);
  for (const address of returning) {
    const { read, received } = shownPositions(membershipOf(conversation, address).proposed.positions);
    move(address, { ...beginning(ordered, address, entry.seq, entry), before: { read, received } });
  }
  for (const address of departing) {
    const { positions } = membershipOf(conversation, address).proposed;
    move(address, { ...positions, end: endBehind(ordered, address, entry) });
  }
  return { proposals, announceTo: [...joining, ...returning], departing };
}

/** Accounts that were reset, whose new keys get the epoch's key now. */
function returningIn(
  directory: Directory,
  before: readonly Member[],
  after: readonly Member[],
): readonly Address[] {
  return after.flatMap(({ address, generation = 0 }) => {
    const since = directory.at(address)?.keyedSince;
    if (since === undefined || generation < since) return [];
    const known = before.find((member) => member.address === address);
    return known && (known.generation ?? 0) < since ? [address] : [];
  });
}

function missingIn(some: readonly Member[], others: readonly Member[]): Address[] {
  const known = new Set(some.map(({ address }) => address));
  return others.map(({ address }) => address).filter((address) => !known.has(address));
}

/** A newcomer has nothing unread, whatever it may see. */
function beginning(before: LogState, address: Address, first: number, { seq }: Entry): Positions {
  if (before.epoch === 0) return noPositions;
  return { first, read: seq, seen: countedFramesOfOthers(before, address), received: seq };
}

function formerRanges({ first = 1, end, former = [] }: Positions): Positions['former'] {
  return end && [...former, { first, last: end.from - 1 }];
}

function endBehind(before: LogState, address: Address, { seq, hash }: Entry) {
  const counting = countedFramesOfOthers(before, address);
  const generation = before.members.find((member) => member.address === address)?.generation;
  return {
    from: seq + 1,
    counting,
    hash: digest.parse(toBase64url(hash)),
    ...(generation && { generation }),
  };
}
