import { expect, test } from 'vitest';
import type { Conversation, Member } from '../../engine/api/api.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { leavingAll } from './leaving-all.ts';

function group(title: string, members: readonly Member[], more: Partial<Conversation> = {}): Conversation {
  return { id: title as ConversationId, kind: 'group', title, members, unread: 0, ...more };
}

const owner = (user: string): Member => ({ user, role: 'owner' });
const member = (user: string): Member => ({ user, role: 'member' });

test('each group is left, deleted, or needs another owner first', () => {
  const ended = { how: 'left', by: 'me', at: '2026-01-01T00:00:00.000Z' } as const;
  const all = [
    group('a member', [owner('ann'), member('me')]),
    group('one of two owners', [owner('ann'), owner('me')]),
    group('the only owner', [owner('me'), member('ann')]),
    group('alone', [owner('me')]),
    group('over', [member('ann')], { ended }),
    group('direct', [member('me'), member('ann')], { kind: 'direct' }),
  ];
  const { left, deleted, orphaned } = leavingAll(all, 'me');
  expect(left.map(({ title }) => title)).toEqual(['a member', 'one of two owners']);
  expect(deleted.map(({ title }) => title)).toEqual(['alone']);
  expect(orphaned.map(({ title }) => title)).toEqual(['the only owner']);
});
