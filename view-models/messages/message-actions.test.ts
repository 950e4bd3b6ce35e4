import { expect, test } from 'vitest';
import type { Message } from '../../engine/api/api.ts';
import { conversationId, messageId } from '../../protocol/ids.ts';
import { actionsFor, mayReact } from './message-actions.ts';

const message: Message = {
  id: messageId.parse('A'.repeat(22)),
  conversation: conversationId.parse('c'.repeat(43)),
  seq: 2,
  sender: 'bob',
  device: 'one',
  kind: 'text',
  text: 'Hello',
  sentAt: '2026-11-30T12:00:00.000Z',
  state: 'read',
};
const everything = { own: 'alice', mayWrite: true, mayChange: true, moderates: false };

test('another’s message can be answered, copied and reported, one’s own edited and deleted', () => {
  expect(actionsFor(message, everything)).toEqual([
    'reply',
    'forward',
    'copy',
    'select',
    'details',
    'report',
  ]);
  expect(actionsFor({ ...message, sender: 'alice' }, everything)).toEqual([
    'reply',
    'forward',
    'edit',
    'copy',
    'select',
    'details',
    'delete',
  ]);
});

test('who may pin can pin what is in the log, and take the pin off what is pinned', () => {
  const pins = { ...everything, pinned: new Set<string>() };
  expect(actionsFor(message, pins)).toEqual([
    'reply',
    'forward',
    'copy',
    'pin',
    'select',
    'details',
    'report',
  ]);
  expect(actionsFor(message, { ...pins, pinned: new Set([message.id]) })).toEqual([
    'reply',
    'forward',
    'copy',
    'unpin',
    'select',
    'details',
    'report',
  ]);
  const { seq: _, ...waiting } = message;
  expect(actionsFor(waiting, pins)).not.toContain('pin');
  expect(actionsFor({ ...message, kind: 'deleted' }, pins)).not.toContain('pin');
});

test('an admin can delete what others have written', () => {
  const moderator = { ...everything, moderates: true };
  expect(actionsFor(message, moderator)).toEqual([
    'reply',
    'forward',
    'copy',
    'select',
    'details',
    'delete',
    'report',
  ]);
});

test('who may not post can still react and edit; who is no member can only pass it on, copy, select and report it', () => {
  const reader = { ...everything, mayWrite: false };
  expect(actionsFor({ ...message, sender: 'alice' }, reader)).toEqual([
    'forward',
    'edit',
    'copy',
    'select',
    'details',
    'delete',
  ]);
  expect(mayReact(message, reader)).toBe(true);
  const former = { ...reader, mayChange: false };
  expect(actionsFor(message, former)).toEqual(['forward', 'copy', 'select', 'details', 'report']);
  expect(mayReact(message, former)).toBe(false);
});

test('nothing is put on what others can’t have or read', () => {
  const { text: _, ...unreadable } = { ...message, kind: 'unreadable' as const };
  const { seq: __, ...unsent } = { ...message, state: 'failed' as const };
  for (const one of [unreadable, unsent, { ...message, code: 'not-on-server' as const }])
    expect([mayReact(one, everything), actionsFor(one, everything).includes('reply')]).toEqual([
      false,
      false,
    ]);
  expect(actionsFor(unreadable, everything)).toEqual(['details']);
});
