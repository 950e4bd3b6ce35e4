// What a verified change makes of a conversation here: its next epoch, with the key if this account gets one.
import type { Address, ConversationId } from '../../protocol/ids.ts';
import { canManageMembers, type MembershipState, roleIn } from '../../protocol/membership-rules.ts';
import type { LogRecord } from '../../protocol/records.ts';
import type { Database } from '../database/database.ts';
import {
  openEpochKey,
  openHandedOnKey,
  openProfile,
  type VerifiedChange,
} from '../encryption/epoch-changes.ts';
import type { ConversationRow, Membership, MembershipEnd } from './conversation-table.ts';
import type { ConversationDependencies } from './dependencies.ts';
import {
  type Epoch,
  type EpochMember,
  findEpoch,
  findKeyedEpochAfter,
  findKeyedEpochBefore,
  putEpochKey,
} from './epoch-table.ts';

/** What a verified change sets, with the key if this account gets one. */
export async function openEpoch(
  { account }: Pick<ConversationDependencies, 'account'>,
  { seq, at }: LogRecord,
  { change, keys, epochId }: VerifiedChange,
  previous: Epoch | undefined,
): Promise<Epoch> {
  const { epoch, type, author } = change;
  const head = { epoch, id: epochId, seq, at, type, author };
  const none = { key: undefined, profile: undefined, commitment: undefined, previousKey: undefined };
  if (change.type !== 'members') {
    const members = change.type === 'delete' ? [] : previous?.members.filter(isNot(author));
    return { ...head, ...none, members: members ?? [], settings: previous?.settings, title: previous?.title };
  }
  const key = await openEpochKey(change, keys, account.address, account.mailboxKeys);
  const { members, settings, sealedProfile: profile, keyCommitment: commitment, previousKey } = change;
  return {
    ...head,
    key,
    members: members.map(({ address, role, generation }) => ({ address, role, generation })),
    settings,
    profile,
    title: titleAfter(change.conversation, { epoch, author, key, profile }, previous),
    commitment,
    previousKey,
  };
}

function isNot(author: Address) {
  return ({ address }: EpochMember) => address !== author;
}

/**
 * Each author of a key hands the title on; only admins and owners give the group another one, or one to an account that couldn't open
 * theirs.
 */
function titleAfter(
  conversation: ConversationId,
  { epoch, author, key, profile }: Pick<Epoch, 'epoch' | 'author' | 'key' | 'profile'>,
  previous: Epoch | undefined,
): string | undefined {
  const isManager = !previous || canManageMembers(roleIn(previous.members, author));
  const title = key && profile && isManager && openProfile(profile, { conversation, epoch }, key)?.title;
  return title || previous?.title;
}

export function membershipAfter(
  own: Address,
  row: ConversationRow | undefined,
  { kind = 'direct', members }: MembershipState,
  { epoch, type, author, at }: Epoch,
): Membership {
  const addresses = members.map(({ address }) => address);
  const isMember = addresses.includes(own);
  const wasMember = row?.members.includes(own) ?? false;
  const how: MembershipEnd['how'] = type === 'delete' ? 'deleted' : author === own ? 'left' : 'removed';
  const end = wasMember ? { how, by: author, at } : row?.ended;
  const hasJoined = kind === 'group' && isMember && !wasMember;
  const joined = hasJoined ? epoch : (row?.joined ?? 0);
  return { kind, members: addresses, ended: isMember ? undefined : end, joined };
}

/**
 * Follows the keys that changes hand on to the oldest that this account was not given, from an epoch that has just been taken over:
 * in the same transaction, since those after it find nothing to follow.
 */
export function openKeysBefore(db: Database, conversation: ConversationId, taken: Epoch): void {
  const opened: Epoch[] = [];
  let later = taken.key ? taken : findKeyedEpochAfter(db, conversation, taken.epoch);
  while (later?.key && later.previousKey) {
    const earlier = findKeyedEpochBefore(db, conversation, later.epoch);
    if (!earlier?.commitment || earlier.key) break;
    const { epoch, key: laterKey, previousKey } = later;
    const key = openHandedOnKey({ conversation, epoch, key: laterKey, previousKey }, earlier.commitment);
    if (!key) break;
    later = { ...earlier, key };
    opened.push(later);
  }
  // Whether a change gives the group another title depends on the title before.
  for (const epoch of opened.toReversed()) {
    const previous = findEpoch(db, conversation, epoch.epoch - 1);
    putEpochKey(db, conversation, { ...epoch, title: titleAfter(conversation, epoch, previous) });
  }
}

export function membershipStateOf(kind: ConversationRow['kind'] | undefined, epoch: Epoch): MembershipState {
  return { kind, epoch: epoch.epoch, epochId: epoch.id, members: epoch.members, settings: epoch.settings };
}
