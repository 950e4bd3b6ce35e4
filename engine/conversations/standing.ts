// Whether a conversation is the user's, or a request: a stranger's first message, or a group that a stranger has added the
// user to. Nothing of a request is shown but who made it, and since when.
import { directConversationId } from '../../node/conversation-ids.ts';
import type { Address, ConversationId } from '../../protocol/ids.ts';
import { isForEveryone } from '../../protocol/membership-rules.ts';
import { isVerified } from '../contacts/contacts.ts';
import { isBlocked, setDecision } from '../decisions/decision-table.ts';
import { type ConversationRow, findConversation, isShown, listConversations } from './conversation-table.ts';
import type { ConversationDependencies } from './dependencies.ts';
import { type Epoch, findEpoch, findEpochAt, hasOwnEpoch } from './epoch-table.ts';

export type StandingDependencies = Pick<ConversationDependencies, 'db' | 'account'> &
  Partial<Pick<ConversationDependencies, 'acceptRequests'>>;

/**
 * `open`: a conversation of the user's; `request` and `refused`: undecided and refused; `blocked`: with a person, or of a
 * group added by a person, whom the user has blocked; `unknown`: nothing here says yet who began it.
 */
export type Standing = 'open' | 'request' | 'refused' | 'blocked' | 'unknown';

export function standingOf(dependencies: StandingDependencies, row: ConversationRow): Standing {
  if (isForEveryone(row.kind)) return 'open';
  return row.kind === 'group' ? groupStanding(dependencies, row) : directStanding(dependencies, row);
}

export function isOpen(dependencies: StandingDependencies, row: ConversationRow): boolean {
  return standingOf(dependencies, row) === 'open';
}

/** Of a direct conversation; undefined for a note to self. */
export function otherPerson(own: Address, { kind, members }: ConversationRow): Address | undefined {
  return kind === 'direct' ? members.find((member) => member !== own) : undefined;
}

function directStanding(dependencies: StandingDependencies, row: ConversationRow): Standing {
  const other = otherPerson(dependencies.account.address, row);
  if (!other) return 'open';
  if (row.blocked) return 'blocked';
  if (row.accepted !== undefined) return row.accepted ? 'open' : 'refused';
  // Opened here, and nothing is written there yet.
  if (row.head === 0 || isOwn(dependencies, row)) return 'open';
  if (!findBeginning(dependencies, row) && !row.stopped) return 'unknown';
  return isAcquainted(dependencies, other) ? 'open' : 'request';
}

function groupStanding(dependencies: StandingDependencies, row: ConversationRow): Standing {
  const { db, account } = dependencies;
  if (!isShown(row, account.address)) return 'unknown';
  if (row.accepted || isOwn(dependencies, row)) return 'open';
  const adder = findBeginning(dependencies, row)?.author;
  if (!adder) return 'unknown';
  if (isBlocked(db, adder)) return 'blocked';
  if (row.accepted === false) return 'refused';
  if (isAcquainted(dependencies, adder)) return 'open';
  return row.ended ? 'unknown' : 'request';
}

/** The change that began the conversation, or this account's membership in the group; after a reset, its return. */
export function findBeginning(
  { db }: Pick<StandingDependencies, 'db'>,
  { id, kind, joined, first }: Pick<ConversationRow, 'id' | 'kind' | 'joined' | 'first'>,
): Epoch | undefined {
  if (kind === 'direct' && first > 1) return findEpochAt(db, id, first);
  return findEpoch(db, id, kind === 'group' ? joined : 1);
}

/** Only who writes, founds or manages makes an epoch: the user has accepted by it, on whichever device. */
function isOwn({ db, account }: StandingDependencies, row: ConversationRow): boolean {
  return hasOwnEpoch(db, row, account.address);
}

/** The user has verified the person, written to or accepted them, or is in a group with them. The Lobby, where all are, is none. */
function isAcquainted(dependencies: StandingDependencies, person: Address): boolean {
  const { db, account } = dependencies;
  if (person === account.address || isVerified(db, person)) return true;
  const direct = findConversation(db, directConversationId(...[account.address, person].sort()));
  if (direct && isAccepted(dependencies, direct)) return true;
  return listConversations(db).some(
    (row) =>
      row.kind === 'group' &&
      !row.ended &&
      row.members.includes(person) &&
      row.members.includes(account.address) &&
      isAccepted(dependencies, row),
  );
}

function isAccepted(dependencies: StandingDependencies, row: ConversationRow): boolean {
  return row.accepted ?? isOwn(dependencies, row);
}

/** Accepted, and written down as that, or nobody's request, as the Lobby and a note to self are. */
export function isSettled({ account }: StandingDependencies, row: ConversationRow): boolean {
  if (row.accepted) return true;
  return row.kind !== 'group' && otherPerson(account.address, row) === undefined;
}

/**
 * The standing, which is written down once it is `open`: what it follows from may end, as a common group does, or be lost by
 * the server, and a conversation never becomes a request again.
 */
export function settleStanding(dependencies: StandingDependencies, id: ConversationId): Standing {
  const { db } = dependencies;
  const row = findConversation(db, id);
  if (!row) return 'unknown';
  const standing = standingOf(dependencies, row);
  const isAccepting = standing === 'request' && dependencies.acceptRequests === true;
  const isOver = row.head === 0 || isSettled(dependencies, row);
  if (!isAccepting && (standing !== 'open' || isOver)) return standing;
  setDecision(db, row, true);
  return 'open';
}
