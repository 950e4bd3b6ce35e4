import { expect, test } from 'vitest';
import type { Conversation } from '../../engine/api/api.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { actsOn, groupRights, inRoleOrder, mayWrite } from './rights.ts';

const members = [
  { user: 'dave', role: 'member' },
  { user: 'carol', role: 'member' },
  { user: 'bob', role: 'admin' },
  { user: 'alice', role: 'owner' },
] as const;

function group(more: Partial<Conversation> = {}): Conversation {
  const settings = { posting: 'everyone', history: 'from-joining' } as const;
  return { id: 'c' as ConversationId, kind: 'group', title: 'Chess', members, settings, unread: 0, ...more };
}

function acts(own: string) {
  const rights = groupRights(group(), own);
  return members.map((member) => {
    const { roles, remove } = actsOn(member, own, rights);
    return `${member.user}: ${[...roles, ...(remove ? ['remove'] : [])].join(' ')}`.trim();
  });
}

test('an owner gives roles and removes everyone, an admin removes members, a member does neither', () => {
  expect(acts('alice')).toEqual([
    'dave: owner admin remove',
    'carol: owner admin remove',
    'bob: owner member remove',
    'alice:',
  ]);
  expect(acts('bob')).toEqual(['dave: remove', 'carol: remove', 'bob:', 'alice:']);
  expect(acts('carol')).toEqual(['dave:', 'carol:', 'bob:', 'alice:']);
});

test('the last owner can’t simply leave, and who is out can do nothing', () => {
  expect(groupRights(group(), 'alice')).toMatchObject({ manages: true, appoints: true, leaves: false });
  expect(groupRights(group(), 'bob')).toMatchObject({ manages: true, appoints: false, leaves: true });
  const ended = { how: 'removed', by: 'alice', at: '2026-03-03T10:00:00Z' } as const;
  expect(groupRights(group({ ended }), 'bob')).toEqual({
    ...{ role: undefined, manages: false, appoints: false, leaves: false },
  });
  expect(mayWrite(group({ ended }), 'bob')).toBe(false);
});

test('where only admins write, members don’t', () => {
  const quiet = group({ settings: { posting: 'admins', history: 'from-joining' } });
  expect(members.map(({ user }) => mayWrite(quiet, user))).toEqual([false, false, true, true]);
  expect(mayWrite(group(), 'dave')).toBe(true);
});

test('members are listed by role, then by name', () => {
  const names = inRoleOrder(members, (user) => user).map(({ user }) => user);
  expect(names).toEqual(['alice', 'bob', 'carol', 'dave']);
});
