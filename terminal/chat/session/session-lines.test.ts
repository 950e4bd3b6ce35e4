import { expect, test } from 'vitest';
import type { Conversation, Message, Person } from '../../../engine/api/api.ts';
import type { ConversationId, MessageId } from '../../../protocol/ids.ts';
import { english } from '../../../text/english/english.ts';
import { keyLines } from '../entry/recovery-key.ts';
import { drawn, type Line } from '../screen/line.ts';
import { elsewhereLines } from './elsewhere.ts';
import { presenceLines } from './presence-lines.ts';
import { listLines, summaryLines } from './summary-lines.ts';

const context = {
  text: { ...english.window, locale: 'en-GB' },
  words: english.terminal,
  own: 'alice',
  blocked: new Set(['eve']),
};

function textOf(lines: readonly Line[]): readonly string[] {
  return lines.map((line) => drawn(line, (_, text) => text));
}

function conversation(part: Partial<Conversation>): Conversation {
  return { id: 'x' as ConversationId, kind: 'direct', title: 'bob', members: [], unread: 0, ...part };
}

const lobby = conversation({ id: 'lobby' as ConversationId, kind: 'public', title: 'lobby', unread: 1 });
const bob = conversation({
  members: [
    { user: 'alice', role: 'member' },
    { user: 'bob', role: 'member' },
  ],
  unread: 2,
});
const carols = conversation({ id: 'r' as ConversationId, title: 'carol', request: { from: 'carol' } });

function person(user: string, status: Person['status']): Person {
  return { user, displayName: '', status, fingerprint: '', verified: false };
}

test('the summary says who is online, what is unread from whom, and which requests wait', () => {
  const unread = {
    total: 3,
    conversations: [
      { id: lobby.id, title: 'lobby', from: ['bob'], count: 1 },
      { id: bob.id, title: 'bob', from: ['bob'], count: 2 },
    ],
  };
  const people = [
    person('alice', 'normal'),
    person('bob', 'away'),
    person('carol', 'offline'),
    person('eve', 'normal'),
  ];
  const summary = { people, unread, conversations: [lobby, bob], requests: [carols] };
  expect(textOf(summaryLines(summary, context))).toEqual([
    'Online: bob (Away)',
    '3 unread messages: Lobby (1), bob (2)',
    'carol wants to write to you',
    'Type /accept carol or /refuse carol.',
  ]);
  expect(textOf(listLines(summary, context)).slice(0, 3)).toEqual([
    'Conversations',
    '  Lobby  1 unread',
    '  bob  2 unread',
  ]);
});

test('people come, go and change their status; many at once are counted, blocked ones aren’t named', () => {
  const before = new Map([
    ['bob', 'normal'],
    ['carol', 'away'],
  ] as const);
  const drawing = presenceLines(
    before,
    [
      ...([
        { user: 'bob', status: 'offline' },
        { user: 'carol', status: 'away' },
      ] as const),
      ...([
        { user: 'dave', status: 'normal' },
        { user: 'eve', status: 'normal' },
      ] as const),
      { user: 'frank', status: 'dnd' },
    ],
    () => true,
    context,
  );
  expect(textOf(drawing.lines)).toEqual([
    '* bob went offline',
    '* dave came online',
    '* frank: Do not disturb',
  ]);
  expect(drawing.statuses.get('eve')).toBe('normal');
  const many = Array.from({ length: 9 }, (_, nth) => ({ user: `user${nth}`, status: 'normal' as const }));
  const [came] = textOf(presenceLines(new Map(), many, () => true, context).lines);
  expect(came).toBe('* user0, user1, user2, user3 and 5 others came online');
  expect(presenceLines(before, many, () => false, context).lines).toEqual([]);
});

test('a message elsewhere is a line, and many are a number', () => {
  const message: Message = {
    ...{
      id: 'm' as MessageId,
      conversation: bob.id,
      sender: 'bob',
      device: 'd',
      kind: 'text',
      text: 'hi\nthere',
    },
    ...{ sentAt: new Date(2026, 10, 30, 14, 5).toISOString(), state: 'delivered' },
  };
  expect(textOf(elsewhereLines(bob, [message], context))).toEqual(['14:05 [bob] hi there']);
  expect(textOf(elsewhereLines(bob, [message, message], context))).toEqual(['[bob] 2 new messages']);
  const group = conversation({ kind: 'group', title: 'Chess' });
  expect(textOf(elsewhereLines(group, [message], context))).toEqual(['14:05 [Chess] bob: hi there']);
});

test('the words of a recovery key are numbered, as many in a row as there is room for', () => {
  const key = Array.from({ length: 24 }, (_, nth) => `word${nth + 1}`);
  expect(textOf(keyLines(key, 40))).toHaveLength(12);
  expect(textOf(keyLines(key, 80))).toHaveLength(6);
  expect(textOf(keyLines(key, 10))[23]).toBe(' 24 word24');
});
