import { expect, test } from 'vitest';
import type { Person } from '../../engine/api/api.ts';
import { type MentionContext, mentionSuggestions } from './mention-completion.ts';

const names = { anna: 'Anna Müller', bob: 'bob', bert: 'Berta-Maria', carol: '', eve: 'Eve' };
const people = new Map(
  Object.entries(names).map(([user, displayName]): [string, Person] => [
    user,
    { user, displayName, status: 'normal', fingerprint: '', verified: false },
  ]),
);
const members = ['alice', 'anna', 'bob'].map((user) => ({ user, role: 'member' }) as const);
const group: MentionContext = {
  ...{ people, blocked: new Set(['eve']), own: 'alice' },
  conversation: { kind: 'group', members },
};
const lobby: MentionContext = { ...group, conversation: { kind: 'public', members: [] } };

function lines(text: string, context = lobby, caret = text.length) {
  return mentionSuggestions(text, caret, context).map(({ label, detail, line, caret: at = 0 }) =>
    [label, detail, `${line.slice(0, at)}|${line.slice(at)}`].join(' '),
  );
}

test('an @ offers those who can read the conversation, by name', () => {
  expect(lines('@')).toEqual([
    'Anna Müller @anna @anna |',
    'Berta-Maria @bert @bert |',
    'bob @bob @bob |',
    'carol @carol @carol |',
  ]);
  expect(lines('@', group)).toEqual(['Anna Müller @anna @anna |', 'bob @bob @bob |']);
});

test('finds people by the beginning of their user name and of each word of their display name', () => {
  expect(lines('so @ber')).toEqual(['Berta-Maria @bert so @bert |']);
  expect(lines('so @MULL')).toEqual(['Anna Müller @anna so @anna |']);
  expect(lines('so @maria')).toEqual(['Berta-Maria @bert so @bert |']);
  expect(lines('so @ller')).toEqual([]);
});

test('completes where one writes, and goes on there', () => {
  expect(lines('Hi @bo how are you', lobby, 6)).toEqual(['bob @bob Hi @bob| how are you']);
  expect(lines('Hi @bo', lobby, 2)).toEqual([]);
});

test.each(['mail@b', '@bob', '@@', '/@b', '@b ', 'b'])('%s offers no one', (text) => {
  expect(lines(text)).toEqual([]);
});
