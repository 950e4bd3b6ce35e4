import { describe, expect, test } from 'vitest';
import type { ConversationKind } from './conversations.ts';
import type { Change, ChangeMember, MembersChange } from './epoch-change.ts';
import { noDigest } from './frames.ts';
import { type Address, address, conversationId, deviceId, digest, serverName } from './ids.ts';
import {
  applyChange,
  type ChangeSetting,
  canLeave,
  findBrokenRule,
  frameKindIn,
  hasReceipts,
  isForEveryone,
  type MembershipState,
  mayPost,
  membershipRules,
  type RuleName,
} from './membership-rules.ts';

const [alice, bob, carol, dave] = ['alice', 'bob', 'carol', 'dave'].map((name) =>
  address.parse(`${name}@home.example`),
) as [Address, Address, Address, Address];
const epochId = digest.parse('e'.repeat(43));

/** Stands for the hash: another id for other members, whatever their order. */
function directIdOf(...members: readonly Address[]) {
  const letters = [...new Set(members)].sort().map((member) => member.slice(0, 1));
  return conversationId.parse(letters.join('').padEnd(43, '-'));
}

function memberOf(member: Address, role: ChangeMember['role'] = 'member'): ChangeMember {
  return { address: member, role, manifestVersion: 1, generation: 1 };
}

const first: MembersChange = {
  v: 1,
  type: 'members',
  conversation: directIdOf(alice, bob),
  kind: 'direct',
  hub: serverName.parse('home.example'),
  epoch: 1,
  author: alice,
  device: deviceId.parse('d'.repeat(22)),
  at: '2026-03-04T05:06:07.000Z',
  members: [memberOf(alice), memberOf(bob)],
  keyCommitment: digest.parse('c'.repeat(43)),
};
const next: MembersChange = { ...first, epoch: 2, previous: epochId };

const nothing: MembershipState = { kind: undefined, epoch: 0, epochId: undefined, members: [] };
const setting: ChangeSetting = {
  conversation: first.conversation,
  hub: first.hub,
  sender: alice,
  before: nothing,
  directIdOf,
};
const afterFirst: MembershipState = {
  kind: 'direct',
  epoch: 1,
  epochId,
  members: [memberOf(bob), memberOf(alice)],
};

/** A group of an owner, an admin and two members, as its first change makes it. */
const closed = { posting: 'everyone', history: 'from-joining' } as const;
const group: MembersChange = {
  ...first,
  kind: 'group',
  members: [memberOf(alice, 'owner'), memberOf(bob, 'admin'), memberOf(carol), memberOf(dave)],
  settings: closed,
  sealedProfile: 'p'.repeat(200),
};
const groupBefore = applyChange(undefined, group, epochId);
const nextGroup: MembersChange = { ...group, epoch: 2, previous: epochId };
const inGroup = { before: groupBefore };
const erin = address.parse('erin@home.example');

type Where = Partial<ChangeSetting>;

describe('the membership rules', () => {
  const kept: [string, Change, Where][] = [
    ['the first change of a conversation', first, {}],
    ['the next one', next, { before: afterFirst }],
    [
      'the next one, with its members in another order',
      { ...next, members: next.members.toReversed() },
      { before: afterFirst },
    ],
    ['a change whose place is not checked', { ...next, epoch: 7 }, { before: undefined }],
    [
      'a note to self',
      { ...first, conversation: directIdOf(alice), members: [memberOf(alice)] },
      { conversation: directIdOf(alice) },
    ],
    ['the first change of a group', group, {}],
    ['another key that a member gives the same group', by(carol, nextGroup), byOf(carol)],
    ['an admin who adds a member', by(bob, withMembers(memberOf(erin))), byOf(bob)],
    ['an admin who removes a member', by(bob, without(carol)), byOf(bob)],
    [
      'an admin who changes a setting',
      by(bob, { ...nextGroup, settings: { ...closed, posting: 'admins' } }),
      byOf(bob),
    ],
    ['an owner who appoints another one', withRole(carol, 'owner'), inGroup],
    ['an owner who removes an admin', without(bob), inGroup],
    ['a member who leaves', departure('leave', carol), byOf(carol)],
    ['an owner who deletes the group', departure('delete', alice), inGroup],
    [
      'a member’s change whose place is not checked',
      by(carol, { ...nextGroup, epoch: 7 }),
      { sender: carol, before: undefined },
    ],
  ];
  test.each(kept)('accepts %s', (_, change, where) => {
    expect(findBrokenRule({ ...setting, ...where }, change)).toBeUndefined();
  });

  const three = [memberOf(alice), memberOf(bob), memberOf(carol)];
  const broken: Readonly<Record<RuleName, readonly (readonly [Change, Where?])[]>> = {
    authorIsTheSender: [[{ ...first, author: bob }], [first, { sender: bob }]],
    conversationIsThisOne: [
      [{ ...first, conversation: directIdOf(bob) }],
      [first, { conversation: directIdOf(bob) }],
    ],
    hubIsTheServer: [[{ ...first, hub: serverName.parse('elsewhere.example') }]],
    onlyTheFirstHasNoneBefore: [
      [{ ...first, epoch: 2 }],
      [{ ...first, epoch: 1, previous: noDigest }],
      [{ ...first, epoch: 2 }, { before: undefined }],
      [{ ...first, epoch: 1, previous: noDigest }, { before: undefined }],
    ],
    followsTheChangeBefore: [
      [next],
      [first, { before: afterFirst }],
      [next, { before: { ...afterFirst, epoch: 2 } }],
      [next, { before: { ...afterFirst, epochId: noDigest } }],
      [departure('leave', carol), { ...byOf(carol), before: { ...groupBefore, epoch: 2 } }],
    ],
    kindNeverChanges: [
      [next, { before: { ...afterFirst, kind: 'group' } }],
      [first, { before: { ...nothing, kind: 'public' } }],
      [nextGroup, { before: { ...groupBefore, kind: 'direct' } }],
    ],
    onlyGroupsAreLeftAndDeleted: [
      [{ ...departure('leave', alice), kind: 'direct' }, { before: afterFirst }],
      [{ ...departure('delete', alice), kind: 'direct' }, { before: afterFirst }],
      [{ ...departure('leave', alice), epoch: 1, previous: undefined }],
    ],
    onlyGroupsHaveSettings: [
      [{ ...first, settings: closed }],
      [{ ...first, sealedProfile: 'p'.repeat(200) }],
      [{ ...group, settings: undefined }],
      [{ ...group, sealedProfile: undefined }],
    ],
    membersAreDistinct: [
      [{ ...first, members: [...first.members, ...first.members] }],
      [withMembers(memberOf(carol)), inGroup],
    ],
    directHasOneOrTwoMembers: [
      [
        { ...first, conversation: directIdOf(alice, bob, carol), members: three },
        { conversation: directIdOf(alice, bob, carol) },
      ],
    ],
    directRolesAreMember: [
      [{ ...first, members: [memberOf(alice, 'owner'), memberOf(bob)] }],
      [{ ...first, members: [memberOf(alice), memberOf(bob, 'admin')] }],
    ],
    idIsOfTheMembers: [
      [{ ...first, members: [memberOf(alice)] }],
      [{ ...first, members: [memberOf(alice), memberOf(carol)] }],
    ],
    authorIsListed: [
      [{ ...group, members: [memberOf(bob, 'owner')] }],
      [without(alice), inGroup],
      [by(bob, without(bob)), byOf(bob)],
      [{ ...first, members: [memberOf(bob)] }],
    ],
    authorIsAMember: [
      [by(erin, withMembers(memberOf(erin))), byOf(erin)],
      [departure('leave', erin), byOf(erin)],
      [nextGroup, { before: { ...groupBefore, members: [] } }],
    ],
    membersOfADirectConversationNeverChange: [
      [next, { before: { ...afterFirst, members: [memberOf(alice)] } }],
      [next, { before: { ...afterFirst, members: [memberOf(alice), memberOf(carol)] } }],
    ],
    groupHasAnOwner: [
      [withRole(alice, 'member'), inGroup],
      [departure('leave', alice), inGroup],
      [{ ...group, members: [memberOf(alice, 'admin')] }],
    ],
    founderOwnsTheGroup: [[{ ...group, members: [memberOf(alice, 'admin'), memberOf(bob, 'owner')] }]],
    authorMayMakeIt: [
      [by(carol, withMembers(memberOf(erin))), byOf(carol)],
      [by(carol, without(dave)), byOf(carol)],
      [by(carol, withRole(carol, 'admin')), byOf(carol)],
      [by(carol, { ...nextGroup, settings: { ...closed, history: 'everything' } }), byOf(carol)],
      [departure('delete', carol), byOf(carol)],
      [by(bob, withMembers(memberOf(erin, 'admin'))), byOf(bob)],
      [by(bob, without(alice, memberOf(carol, 'owner'))), byOf(bob)],
      [by(bob, withRole(carol, 'admin')), byOf(bob)],
      [by(bob, withRole(bob, 'owner')), byOf(bob)],
      [departure('delete', bob), byOf(bob)],
    ],
    olderKeyOnlyWhereHistoryIsOpen: [
      [{ ...nextGroup, previousKey: 'k'.repeat(150) }, inGroup],
      [
        { ...nextGroup, settings: { ...closed, history: 'everything' }, previousKey: 'k'.repeat(150) },
        inGroup,
      ],
    ],
  };
  const cases = Object.entries(broken).flatMap(([rule, breaches]) =>
    breaches.map(([change, where], index) => [rule as RuleName, index + 1, change, where ?? {}] as const),
  );
  test.each(cases)('refuses with rule %s a change that breaks it (%i)', (rule, _, change, where) => {
    const { detail } = membershipRules[rule];
    expect(findBrokenRule({ ...setting, ...where }, change)).toEqual({ rule, detail });
  });
});

describe('what a change makes of a group', () => {
  test('a leaver is gone and the others stay what they were, without a list of them', () => {
    const { members, epoch, settings } = applyChange(groupBefore, departure('leave', carol), noDigest);
    expect(members.map((member) => member.address)).toEqual([alice, bob, dave]);
    expect({ epoch, settings }).toEqual({ epoch: 2, settings: closed });
  });

  test('a deleted group has no members', () => {
    expect(applyChange(groupBefore, departure('delete', alice), noDigest).members).toEqual([]);
  });

  test('the last owner can’t leave, another one can', () => {
    expect(canLeave(groupBefore.members, alice)).toBe(false);
    expect(canLeave([...groupBefore.members, { address: erin, role: 'owner' }], alice)).toBe(true);
    expect(canLeave(groupBefore.members, carol)).toBe(true);
  });

  test('where only admins post, members still change what they wrote', () => {
    const restricted = { ...groupBefore, settings: { ...closed, posting: 'admins' } } as const;
    expect([alice, bob, carol].map((author) => mayPost(restricted, author, true))).toEqual([
      true,
      true,
      false,
    ]);
    expect([carol, erin].map((author) => mayPost(restricted, author, false))).toEqual([true, false]);
    expect(mayPost(groupBefore, carol, true)).toBe(true);
    expect(mayPost({ ...nothing, kind: 'public' }, erin, true)).toBe(true);
  });
});

const meanings: [ConversationKind | undefined, object][] = [
  ['public', { everyone: true, frames: 'public', receipts: false }],
  ['direct', { everyone: false, frames: 'sealed', receipts: true }],
  ['group', { everyone: false, frames: 'sealed', receipts: false }],
  [undefined, { everyone: false, frames: 'sealed', receipts: false }],
];
test.each(meanings)(
  'the kind of a conversation decides its members, frames and receipts: %s',
  (kind, meaning) => {
    const found = { everyone: isForEveryone(kind), frames: frameKindIn(kind), receipts: hasReceipts(kind) };
    expect(found).toEqual(meaning);
  },
);

function by(author: Address, change: MembersChange): MembersChange {
  return { ...change, author };
}

function byOf(sender: Address): Where {
  return { ...inGroup, sender };
}

function withMembers(...added: readonly ChangeMember[]): MembersChange {
  return { ...nextGroup, members: [...group.members, ...added] };
}

/** Without a member; `others` stand in the place of what they were. */
function without(removed: Address, ...others: readonly ChangeMember[]): MembersChange {
  const replaced = new Map(others.map((other) => [other.address, other]));
  const members = group.members
    .filter((member) => member.address !== removed)
    .map((member) => replaced.get(member.address) ?? member);
  return { ...nextGroup, members };
}

function withRole(appointed: Address, role: ChangeMember['role']): MembersChange {
  const members = group.members.map((member) =>
    member.address === appointed ? { ...member, role } : member,
  );
  return { ...nextGroup, members };
}

function departure(type: 'leave' | 'delete', author: Address): Change {
  const { v, conversation, hub, device, at } = first;
  return { v, type, conversation, kind: 'group', hub, epoch: 2, previous: epochId, author, device, at };
}
