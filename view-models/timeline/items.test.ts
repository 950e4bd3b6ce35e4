import { expect, test } from 'vitest';
import type { Message } from '../../engine/api/api.ts';
import type { ConversationId, MessageId } from '../../protocol/ids.ts';
import { timelineItems } from './items.ts';

function message(id: string, sender: string, sentAt: string, more: Partial<Message> = {}): Message {
  const base = { conversation: 'c' as ConversationId, device: 'd', kind: 'text', state: 'read' } as const;
  return { ...base, id: id as MessageId, sender, sentAt, text: id, ...more };
}

function outline(messages: readonly Message[], above?: string, older = false): readonly string[] {
  const divider = above === undefined ? undefined : { above, count: 1, seen: false };
  return timelineItems(messages, 'alice', divider, older).map((item) => {
    if (item.kind !== 'message') return item.kind;
    return `${item.key}${item.first ? ' first' : ''}${item.last ? ' last' : ''}${item.mine ? ' mine' : ''}`;
  });
}

const noon = '2026-11-21T12:00:00.000Z';
const soon = '2026-11-21T12:04:00.000Z';
const later = '2026-11-21T12:10:00.000Z';
const nextDay = '2026-11-23T12:00:00.000Z';

test('consecutive messages of one sender form a group', () => {
  expect(
    outline([message('a', 'bob', noon), message('b', 'bob', soon), message('c', 'alice', soon)]),
  ).toEqual(['day', 'a first', 'b last', 'c first last mine']);
});

test('a pause, a new day and the divider begin a new group', () => {
  const messages = [message('a', 'bob', noon), message('b', 'bob', later), message('c', 'bob', nextDay)];
  expect(outline(messages)).toEqual(['day', 'a first last', 'b first last', 'day', 'c first last']);
  expect(outline([message('a', 'bob', noon), message('b', 'bob', soon)], 'b')).toEqual([
    'day',
    'a first last',
    'divider',
    'b first last',
  ]);
});

test('the first message below unloaded ones has no day heading and keeps its row when they load', () => {
  expect(outline([message('a', 'bob', noon), message('b', 'bob', nextDay)], undefined, true)).toEqual([
    'a first last',
    'day',
    'b first last',
  ]);
});

test('a failed message stands alone and shows its state', () => {
  const failed = message('b', 'alice', soon, { state: 'failed' });
  expect(outline([message('a', 'alice', noon), failed])).toEqual([
    'day',
    'a first last mine',
    'b first last mine',
  ]);
});
