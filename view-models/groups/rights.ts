// What this account may do in a group, asked of the rulebook that engine and server keep.
import type { Conversation, Member } from '../../engine/api/api.ts';
import type { MemberRole } from '../../protocol/epoch-change.ts';
import type { Address } from '../../protocol/ids.ts';
import {
  canAppoint,
  canLeave,
  canManageMembers,
  canRemove,
  mayPost,
  maySetDisappearing,
  roleIn,
} from '../../protocol/membership-rules.ts';

export interface GroupRights {
  /** Undefined of a group that the account is no longer a member of. */
  readonly role: MemberRole | undefined;
  /** Add people, rename, change the settings. */
  readonly manages: boolean;
  /** Change roles, delete the group. */
  readonly appoints: boolean;
  /** Leave without naming another owner. */
  readonly leaves: boolean;
}

export function groupRights({ members, ended }: Conversation, own: string): GroupRights {
  if (ended) return { role: undefined, manages: false, appoints: false, leaves: false };
  const role = roleIn(rulebookMembers(members), asAddress(own));
  return {
    role,
    manages: canManageMembers(role),
    appoints: canAppoint(role),
    leaves: canLeave(rulebookMembers(members), asAddress(own)),
  };
}

export interface MemberActs {
  /** The roles that the member can be given. */
  readonly roles: readonly MemberRole[];
  readonly remove: boolean;
}

/** The ways to oneself are those of the group: leave it, or delete it. */
export function actsOn({ user, role }: Member, own: string, rights: GroupRights): MemberActs {
  if (user === own) return { roles: [], remove: false };
  return {
    roles: rights.appoints ? everyRole.filter((one) => one !== role) : [],
    remove: canRemove(rights.role, role),
  };
}

const everyRole: readonly MemberRole[] = ['owner', 'admin', 'member'];

/** Whether the account may set after which time messages disappear here. */
export function mayLetDisappear({ kind, members, ended, personDeleted }: Conversation, own: string): boolean {
  const state = { kind, members: rulebookMembers(members) };
  return !ended && !personDeleted && maySetDisappearing(state, asAddress(own));
}

/** Whether the account may write a message here, now. */
export function mayWrite(
  { kind, members, settings, ended, personDeleted }: Conversation,
  own: string,
): boolean {
  if (personDeleted) return false;
  return !ended && mayPost({ kind, members: rulebookMembers(members), settings }, asAddress(own), true);
}

/** Owners first, then admins, each by name. */
export function inRoleOrder(members: readonly Member[], nameOf: (user: string) => string): readonly Member[] {
  return members.toSorted(
    (a, b) =>
      everyRole.indexOf(a.role) - everyRole.indexOf(b.role) || nameOf(a.user).localeCompare(nameOf(b.user)),
  );
}

function rulebookMembers(members: readonly Member[]) {
  return members.map(({ user, role }) => ({ address: asAddress(user), role }));
}

/** The rulebook only compares them, and each name here stands for one address. */
function asAddress(user: string): Address {
  return user as Address;
}
