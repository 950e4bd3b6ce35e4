import { expect, test } from 'vitest';
import type { Message } from '../../engine/api/api.ts';
import type { ConversationId, MessageId } from '../../protocol/ids.ts';
import { dividerAfter, firstDivider } from './divider.ts';

function message(id: string, state: Message['state'] = 'delivered'): Message {
  const base = { conversation: 'c' as ConversationId, sender: 'bob', device: 'd', kind: 'text' } as const;
  return { ...base, id: id as MessageId, state, sentAt: '' };
}

const unread = ({ state }: Message) => state === 'delivered';

test('the divider opens above the first unread message and shows the count', () => {
  const messages = [message('a', 'read'), message('b'), message('c')];
  expect(firstDivider(messages, unread, 2)).toEqual({ above: 'b', count: 2, seen: false });
  expect(firstDivider([message('a', 'read')], unread, 0)).toBeUndefined();
});

test('new messages bring a divider only while the conversation is out of view', () => {
  expect(dividerAfter(undefined, [message('d')], true)).toBeUndefined();
  expect(dividerAfter(undefined, [message('d'), message('e')], false)).toEqual({
    above: 'd',
    count: 2,
    seen: false,
  });
});

test('an unseen divider stays and counts on; a new one replaces a seen one', () => {
  const before = { above: 'b', count: 2, seen: false };
  expect(dividerAfter(before, [message('d')], true)).toEqual({ ...before, count: 3 });
  expect(dividerAfter({ ...before, seen: true }, [message('d')], true)).toEqual({ ...before, seen: true });
  expect(dividerAfter({ ...before, seen: true }, [message('d')], false)).toEqual({
    above: 'd',
    count: 1,
    seen: false,
  });
});
