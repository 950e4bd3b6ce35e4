// What an account may see of a conversation. Every answer and push about a log's content asks here, and only here:
// membership, its beginning and its end, and what dnd withholds are the inputs.
import { fromBase64url } from '../../../protocol/bytes.ts';
import type { Address } from '../../../protocol/ids.ts';
import { isForEveryone, roleIn } from '../../../protocol/membership-rules.ts';
import type { Directory } from '../../people/directory.ts';
import type { Conversation } from '../state/conversation.ts';
import type { LogState } from '../state/log-state.ts';
import { countedFramesOfOthers, type Positions, type ViewEnd } from '../state/membership.ts';
import { isUndisturbed } from './holds.ts';

export interface VisibleRange {
  /** The first position that the account may see, also where there is no record yet. */
  readonly first: number;
  /** The last one, with the running hash there; `first - 1` where the account sees no record. */
  readonly last: number;
  readonly hash: Uint8Array;
  readonly unread: number;
  /** Earlier ranges of which the account sees the changes. */
  readonly former: readonly { readonly first: number; readonly last: number }[];
}

/**
 * Undefined for a stranger. Every member's membership is in memory. Those of the Lobby, and of accounts that were members of a
 * group once, have to be loaded first (state/memberships.ts): without it, `unread` is 0, or the account a stranger.
 */
export function visibleRange(
  directory: Directory,
  { durable, memberships }: Conversation,
  account: Address,
): VisibleRange | undefined {
  const {
    first = 1,
    seen,
    hold,
    end,
    former = [],
  }: Partial<Positions> = memberships.get(account)?.durable.positions ?? {};
  if (!end && !isForEveryone(durable.kind) && roleIn(durable.members, account) === undefined)
    return undefined;
  if (isOfFormerKey(directory, durable, account, end)) return rangeBeforeReturn(durable);
  const withheld = hold && hold.from <= durable.head && isUndisturbed(directory, account) ? hold : undefined;
  const { last, hash, counted } = endOf(durable, account, withheld ?? end);
  return { first, last, hash, unread: seen === undefined || end ? 0 : counted - seen, former };
}

/** Whether the account was a member only with a key that a reset has ended. */
function isOfFormerKey(
  directory: Directory,
  { members }: LogState,
  account: Address,
  end: Positions['end'],
): boolean {
  const since = directory.at(account)?.keyedSince;
  if (since === undefined) return false;
  const membership = members.find(({ address }) => address === account) ?? end;
  return membership !== undefined && (membership.generation ?? 0) < since;
}

/**
 * An account that was reset can't read what was written, and a group has to take it back: a member who accepts its new keys makes the next
 * epoch for them. A direct conversation it may go on with by itself: it sees the latest change, which its own has to follow.
 */
function rangeBeforeReturn({ kind, head, hash, changes }: LogState): VisibleRange | undefined {
  const latest = changes.at(-1);
  if (kind !== 'direct' || latest === undefined) return;
  return { first: head + 1, last: head, hash, unread: 0, former: [{ first: latest, last: latest }] };
}

function endOf(state: LogState, account: Address, end: ViewEnd | undefined) {
  if (end) return { last: end.from - 1, hash: fromBase64url(end.hash), counted: end.counting };
  return { last: state.head, hash: state.hash, counted: countedFramesOfOthers(state, account) };
}
