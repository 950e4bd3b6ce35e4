// The rulebook of conversations: what a correctly signed change may say, what it makes of the members, and what the kind of a
// conversation and the role of a member mean. The server refuses a change that breaks a rule, a client ignores it, and both
// ask the same function (protocol.md 4.5, 4.6, 4.9).
import type { ConversationKind } from './conversations.ts';
import type { Change, GroupSettings, MemberRole, MembersChange } from './epoch-change.ts';
import type { FrameKind } from './frames.ts';
import type { Address, ConversationId, Digest, ServerName } from './ids.ts';

export interface Member {
  readonly address: Address;
  readonly role: MemberRole;
  /** Which generation of the member's mailbox key the latest key is sealed to, where there is one. */
  readonly generation?: number | undefined;
}

/** What the changes of a log have made of its conversation. */
export interface MembershipState {
  /** Undefined before the first change; the Lobby's is `public` from the beginning. */
  readonly kind: ConversationKind | undefined;
  /** 0 before the first change. */
  readonly epoch: number;
  /** The hash of the latest change; undefined before the first. */
  readonly epochId: Digest | undefined;
  /** Nobody once a group is deleted. */
  readonly members: readonly Member[];
  /** Groups only. */
  readonly settings?: GroupSettings | undefined;
}

/** Where a change arrives. */
export interface ChangeSetting {
  readonly conversation: ConversationId;
  /** The server that orders the log. */
  readonly hub: ServerName;
  /** The account whose session brought the change. */
  readonly sender: Address;
  /** The state that the change has to follow; undefined where the caller doesn't know it, or has checked the place. */
  readonly before: MembershipState | undefined;
  /** The id of the direct conversation of one or two addresses: a hash, which this folder can't compute. */
  readonly directIdOf: (...members: readonly Address[]) => ConversationId;
}

interface Rule {
  readonly holds: (setting: ChangeSetting, change: Change) => boolean;
  /** Completes “the change is not valid: …”. */
  readonly detail: string;
}

/** A rule about changes that list the members; the others keep it. */
function membersRule(
  detail: string,
  holds: (setting: ChangeSetting, change: MembersChange) => boolean,
): Rule {
  return { detail, holds: (setting, change) => change.type !== 'members' || holds(setting, change) };
}

/** In the order in which they are checked. */
export const membershipRules = {
  authorIsTheSender: {
    holds: ({ sender }, { author }) => author === sender,
    detail: 'its author is not its sender',
  },
  conversationIsThisOne: {
    holds: ({ conversation }, change) => change.conversation === conversation,
    detail: 'the change is for another conversation',
  },
  hubIsTheServer: {
    holds: ({ hub }, change) => change.hub === hub,
    detail: 'another server orders the conversation',
  },
  onlyGroupsAreLeftAndDeleted: {
    holds: (_, { type, kind, epoch }) => type === 'members' || (kind === 'group' && epoch > 1),
    detail: 'only a group is left or deleted',
  },
  onlyGroupsHaveSettings: membersRule(
    'a group has settings and a profile, a direct conversation has none',
    (_, { kind, settings, sealedProfile }) =>
      (kind === 'group') === (settings !== undefined) && (kind === 'group') === (sealedProfile !== undefined),
  ),
  membersAreDistinct: membersRule(
    'a member is listed twice',
    (_, { members }) => new Set(members.map(({ address }) => address)).size === members.length,
  ),
  directHasOneOrTwoMembers: membersRule(
    'a direct conversation has one or two members',
    (_, { kind, members }) => kind !== 'direct' || members.length === 1 || members.length === 2,
  ),
  directRolesAreMember: membersRule(
    'everyone in a direct conversation is a member',
    (_, { kind, members }) => kind !== 'direct' || members.every(({ role }) => role === 'member'),
  ),
  authorIsListed: membersRule(
    'its author is not among its members',
    (_, { members, author }) => roleIn(members, author) !== undefined,
  ),
  idIsOfTheMembers: membersRule(
    'the id is not of these members',
    ({ directIdOf }, { kind, conversation, members }) =>
      kind !== 'direct' || conversation === directIdOf(...members.map(({ address }) => address)),
  ),
  onlyTheFirstHasNoneBefore: {
    holds: (_, { epoch, previous }) => (epoch === 1) === (previous === undefined),
    detail: 'its place in the chain is impossible',
  },
  followsTheChangeBefore: {
    holds: ({ before }, { epoch, previous }) =>
      before === undefined || (epoch === before.epoch + 1 && previous === before.epochId),
    detail: 'it does not follow the change before',
  },
  kindNeverChanges: {
    holds: ({ before }, { kind }) => before?.kind === undefined || kind === before.kind,
    detail: 'the kind of a conversation never changes',
  },
  authorIsAMember: {
    holds: ({ before }, { author }) =>
      before === undefined || before.epoch === 0 || roleIn(before.members, author) !== undefined,
    detail: 'its author is not a member',
  },
  membersOfADirectConversationNeverChange: membersRule(
    'the members of a direct conversation never change',
    ({ before }, { members }) =>
      before?.kind !== 'direct' || before.epoch === 0 || isSameRoster(before.members, members),
  ),
  groupHasAnOwner: {
    holds: ({ before }, change) => {
      if (change.kind !== 'group' || change.type === 'delete') return true;
      return remainingMembers(before, change)?.some(({ role }) => role === 'owner') ?? true;
    },
    detail: 'a group needs an owner',
  },
  founderOwnsTheGroup: membersRule(
    'its author does not own it',
    (_, { kind, epoch, members, author }) =>
      kind !== 'group' || epoch > 1 || roleIn(members, author) === 'owner',
  ),
  authorMayMakeIt: {
    holds: ({ before }, change) => change.kind !== 'group' || mayMake(before, change),
    detail: 'its author is not allowed to make it',
  },
  olderKeyOnlyWhereHistoryIsOpen: membersRule(
    'it hands on a key that new members do not get',
    ({ before }, { previousKey, settings }) =>
      previousKey === undefined ||
      (settings?.history === 'everything' && (before?.settings?.history ?? 'everything') === 'everything'),
  ),
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleName = keyof typeof membershipRules;

export interface BrokenRule {
  readonly rule: RuleName;
  readonly detail: string;
}

/** The first rule that a change breaks; undefined when it keeps all of them. Its signature is checked elsewhere. */
export function findBrokenRule(setting: ChangeSetting, change: Change): BrokenRule | undefined {
  for (const [name, { holds, detail }] of Object.entries(membershipRules)) {
    // The entries of the table have its names.
    if (!holds(setting, change)) return { rule: name as RuleName, detail };
  }
  return undefined;
}

/** What a change that keeps the rules makes of the conversation; `epochId` is the change's hash. */
export function applyChange(
  before: MembershipState | undefined,
  change: Change,
  epochId: Digest,
): MembershipState {
  const { kind, epoch } = change;
  const members = remainingMembers(before, change) ?? [];
  const settings = change.type === 'members' ? change.settings : before?.settings;
  return { kind, epoch, epochId, members, settings };
}

/** Undefined where that takes the members before, and they are not known. */
function remainingMembers(
  before: MembershipState | undefined,
  change: Change,
): readonly Member[] | undefined {
  if (change.type === 'members') {
    return change.members.map(({ address, role, generation }) => ({ address, role, generation }));
  }
  if (change.type === 'delete') return [];
  return before?.members.filter(({ address }) => address !== change.author);
}

function mayMake(before: MembershipState | undefined, change: Change): boolean {
  if (!before || before.epoch === 0 || change.type === 'leave') return true;
  const role = roleIn(before.members, change.author);
  if (role === 'owner') return true;
  if (change.type === 'delete') return false;
  if (role === 'admin') return keepsRoles(before.members, change.members);
  return isSameRoster(before.members, change.members) && isSameSettings(before.settings, change.settings);
}

/** What an admin may do: add and remove those who have no more than the role of a member. */
function keepsRoles(before: readonly Member[], after: readonly Member[]): boolean {
  const roles = rolesIn(before);
  const added = after.every(({ address, role }) => role === (roles.get(address) ?? 'member'));
  const kept = new Set(after.map(({ address }) => address));
  return added && before.every(({ address, role }) => kept.has(address) || role === 'member');
}

/** Whether a role may add members, remove those that only are members, and change title and settings. */
export function canManageMembers(role: MemberRole | undefined): boolean {
  return role === 'owner' || role === 'admin';
}

/** Whether a role may remove a member with another one. */
export function canRemove(role: MemberRole | undefined, other: MemberRole): boolean {
  return role === 'owner' || (role === 'admin' && other === 'member');
}

/** Whether a role may appoint admins and owners, and delete the group. */
export function canAppoint(role: MemberRole | undefined): boolean {
  return role === 'owner';
}

/** Whether a member may leave: the last owner appoints another one before, or deletes the group. */
export function canLeave(members: readonly Member[], leaver: Address): boolean {
  return members.some(({ address, role }) => role === 'owner' && address !== leaver);
}

/** Whether an account may post. Where only admins post, the others may still edit and delete what they wrote. */
export function mayPost(
  { kind, members, settings }: Pick<MembershipState, 'kind' | 'members' | 'settings'>,
  author: Address,
  countsAsUnread: boolean,
): boolean {
  if (isForEveryone(kind)) return true;
  const role = roleIn(members, author);
  if (role === undefined) return false;
  return settings?.posting !== 'admins' || canManageMembers(role) || !countsAsUnread;
}

/** Whether an account may delete a message for everyone, and have the server erase what it wrote or edited it with. */
export function mayDelete(
  { kind, members }: Pick<MembershipState, 'kind' | 'members'>,
  account: Address,
  author: Address,
): boolean {
  return account === author || mayDeleteOthers({ kind, members }, account);
}

/** Whether it may delete what others wrote: as an owner or admin of a group. */
export function mayDeleteOthers(
  { kind, members }: Pick<MembershipState, 'kind' | 'members'>,
  account: Address,
): boolean {
  return kind === 'group' && canManageMembers(roleIn(members, account));
}

/** Whether it may set after which time messages disappear: everyone in a direct conversation, admins of a group, nobody in the Lobby. */
export function maySetDisappearing(
  { kind, members }: Pick<MembershipState, 'kind' | 'members'>,
  account: Address,
): boolean {
  return kind === 'direct' || mayDeleteOthers({ kind, members }, account);
}

/** Whether an account may pin messages: both in a direct conversation, owners and admins in a group, nobody in the Lobby. */
export function mayPin(
  { kind, members }: Pick<MembershipState, 'kind' | 'members'>,
  account: Address,
): boolean {
  const role = roleIn(members, account);
  return kind === 'group' ? canManageMembers(role) : kind === 'direct' && role !== undefined;
}

export function roleIn(members: readonly Member[], wanted: Address): MemberRole | undefined {
  return rolesIn(members).get(wanted);
}

/** A message to a thousand members looks each of them up: a list, which never changes, is indexed once. */
const indexed = new WeakMap<readonly Member[], ReadonlyMap<Address, MemberRole>>();

function rolesIn(members: readonly Member[]): ReadonlyMap<Address, MemberRole> {
  const known = indexed.get(members);
  if (known) return known;
  const roles = new Map(members.map(({ address, role }) => [address, role]));
  indexed.set(members, roles);
  return roles;
}

/** Whether everyone on the server is in a conversation of this kind, without a list of members and without a key. */
export function isForEveryone(kind: ConversationKind | undefined): boolean {
  return kind === 'public';
}

/** The only kind of frame that a conversation takes. */
export function frameKindIn(kind: ConversationKind | undefined): FrameKind {
  return isForEveryone(kind) ? 'public' : 'sealed';
}

/** True if the members report to each other the records they have received. */
export function hasReceipts(kind: ConversationKind | undefined): boolean {
  return kind === 'direct';
}

function isSameRoster(some: readonly Member[], others: readonly Member[]): boolean {
  const roles = rolesIn(some);
  return some.length === others.length && others.every(({ address, role }) => roles.get(address) === role);
}

function isSameSettings(one: GroupSettings | undefined, other: GroupSettings | undefined): boolean {
  return one?.posting === other?.posting && one?.history === other?.history;
}
