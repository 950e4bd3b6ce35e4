// What an account may see of a conversation. Every answer and push about a log's content asks here, and only here:
// membership, the beginning of a membership, and what dnd withholds are the inputs.
import { fromBase64url } from '../../../protocol/bytes.ts';
import type { Address } from '../../../protocol/ids.ts';
import { isForEveryone } from '../../../protocol/membership-rules.ts';
import type { Directory } from '../../people/directory.ts';
import type { Conversation } from '../state/conversation.ts';
import type { LogState } from '../state/log-state.ts';
import { countedFramesOfOthers, type Positions } from '../state/membership.ts';
import { isUndisturbed } from './holds.ts';

export interface VisibleRange {
  /** The first position that the account may see, also where there is no record yet. */
  readonly first: number;
  /** The last one, with the running hash there; `first - 1` where the account sees no record. */
  readonly last: number;
  readonly hash: Uint8Array;
  readonly unread: number;
}

/**
 * Undefined for a stranger. Every member's membership is in memory but for the Lobby's, which a caller that answers with
 * `unread` has to load first (state/memberships.ts): without it, `unread` is 0.
 */
export function visibleRange(
  directory: Directory,
  { durable, memberships }: Conversation,
  account: Address,
): VisibleRange | undefined {
  if (!isForEveryone(durable.kind) && !durable.members.includes(account)) return undefined;
  const { first = 1, seen, hold }: Partial<Positions> = memberships.get(account)?.durable.positions ?? {};
  const withheld = hold && hold.from <= durable.head && isUndisturbed(directory, account) ? hold : undefined;
  const end = withheld
    ? { last: withheld.from - 1, hash: fromBase64url(withheld.hash), counted: withheld.counting }
    : endOf(durable, account);
  return { first, last: end.last, hash: end.hash, unread: seen === undefined ? 0 : end.counted - seen };
}

function endOf(state: LogState, account: Address) {
  return { last: state.head, hash: state.hash, counted: countedFramesOfOthers(state, account) };
}
