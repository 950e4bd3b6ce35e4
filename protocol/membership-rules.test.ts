import { describe, expect, test } from 'vitest';
import type { ConversationKind } from './conversations.ts';
import type { Change } from './epoch-change.ts';
import { noDigest } from './frames.ts';
import { type Address, address, conversationId, deviceId, digest, serverName } from './ids.ts';
import {
  type ChangeSetting,
  findBrokenRule,
  frameKindIn,
  hasReceipts,
  isForEveryone,
  membershipRules,
  type RuleName,
} from './membership-rules.ts';

const [alice, bob, carol] = ['alice', 'bob', 'carol'].map((name) =>
  address.parse(`${name}@home.example`),
) as [Address, Address, Address];
const epochId = digest.parse('e'.repeat(43));

/** Stands for the hash: another id for other members, whatever their order. */
function directIdOf(...members: readonly Address[]) {
  const letters = [...new Set(members)].sort().map((member) => member.slice(0, 1));
  return conversationId.parse(letters.join('').padEnd(43, '-'));
}

function memberOf(member: Address, role: Change['members'][number]['role'] = 'member') {
  return { address: member, role, manifestVersion: 1, generation: 1, sealedKey: 'k'.repeat(1558) };
}

const first: Change = {
  v: 1,
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
const next: Change = { ...first, epoch: 2, previous: epochId };

const setting: ChangeSetting = {
  conversation: first.conversation,
  hub: first.hub,
  sender: alice,
  before: { kind: undefined, epoch: 0, epochId: undefined, members: [] },
  directIdOf,
};
const afterFirst = { kind: 'direct', epoch: 1, epochId, members: [bob, alice] } as const;

describe('the rulebook', () => {
  const kept: [string, Change, Partial<ChangeSetting>][] = [
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
  ];
  test.each(kept)('accepts %s', (_, change, where) => {
    expect(findBrokenRule({ ...setting, ...where }, change)).toBeUndefined();
  });

  const three = [memberOf(alice), memberOf(bob), memberOf(carol)];
  const broken: Readonly<Record<RuleName, readonly [Partial<Change>, Partial<ChangeSetting>?][]>> = {
    authorIsTheSender: [[{ author: bob }], [{}, { sender: bob }]],
    conversationIsThisOne: [[{ conversation: directIdOf(bob) }], [{}, { conversation: directIdOf(bob) }]],
    hubIsTheServer: [[{ hub: serverName.parse('elsewhere.example') }]],
    kindIsSupported: [[{ kind: 'group' }]],
    membersAreDistinct: [[{ members: [...first.members, ...first.members] }]],
    directHasOneOrTwoMembers: [
      [
        { conversation: directIdOf(alice, bob, carol), members: three },
        { conversation: directIdOf(alice, bob, carol) },
      ],
    ],
    directRolesAreMember: [
      [{ members: [memberOf(alice, 'owner'), memberOf(bob)] }],
      [{ members: [memberOf(alice), memberOf(bob, 'admin')] }],
    ],
    authorIsAMember: [[{ members: [memberOf(bob)] }]],
    idIsOfTheMembers: [[{ members: [memberOf(alice)] }], [{ members: [memberOf(alice), memberOf(carol)] }]],
    onlyTheFirstHasNoneBefore: [
      [{ epoch: 2 }],
      [{ epoch: 1, previous: noDigest }],
      [{ epoch: 2 }, { before: undefined }],
      [{ epoch: 1, previous: noDigest }, { before: undefined }],
    ],
    followsTheChangeBefore: [
      [next],
      [first, { before: afterFirst }],
      [next, { before: { ...afterFirst, epoch: 2 } }],
      [next, { before: { ...afterFirst, epochId: noDigest } }],
    ],
    kindNeverChanges: [
      [next, { before: { ...afterFirst, kind: 'group' } }],
      [{}, { before: { kind: 'public', epoch: 0, epochId: undefined, members: [] } }],
    ],
    membersOfADirectConversationNeverChange: [
      [next, { before: { ...afterFirst, members: [alice] } }],
      [next, { before: { ...afterFirst, members: [alice, carol] } }],
    ],
  };
  const cases = Object.entries(broken).flatMap(([rule, breaches]) =>
    breaches.map(([change, where], index) => [rule as RuleName, index + 1, change, where ?? {}] as const),
  );
  test.each(cases)('%s is the rule that a change breaks (%i)', (rule, _, change, where) => {
    const { detail } = membershipRules[rule];
    expect(findBrokenRule({ ...setting, ...where }, { ...first, ...change })).toEqual({ rule, detail });
  });
});

const meanings: [ConversationKind | undefined, object][] = [
  ['public', { everyone: true, frames: 'public', receipts: false }],
  ['direct', { everyone: false, frames: 'sealed', receipts: true }],
  ['group', { everyone: false, frames: 'sealed', receipts: false }],
  [undefined, { everyone: false, frames: 'sealed', receipts: false }],
];
test.each(meanings)('a conversation’s kind says what goes on in it: %s', (kind, meaning) => {
  const found = { everyone: isForEveryone(kind), frames: frameKindIn(kind), receipts: hasReceipts(kind) };
  expect(found).toEqual(meaning);
});
