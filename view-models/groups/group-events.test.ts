import { expect, test } from 'vitest';
import type { GroupEvent, Message, Person } from '../../engine/api/api.ts';
import type { ConversationId, MessageId } from '../../protocol/ids.ts';
import { languages } from '../../text/languages.ts';
import { groupEventLines } from './group-events.ts';

const people = new Map(
  ['ann', 'ben', 'cleo', 'dan', 'eve'].map((user): [string, Person] => [
    user,
    {
      user,
      displayName: user[0]?.toUpperCase() + user.slice(1),
      status: 'normal',
      fingerprint: '',
      verified: false,
    },
  ]),
);

function event(sender: string, ...events: readonly GroupEvent[]): Message {
  const rest = { conversation: 'c' as ConversationId, device: '', sentAt: '', state: 'delivered' } as const;
  return { ...rest, id: 'e' as MessageId, kind: 'system', sender, events };
}

function lines(message: Message, language: 'en' | 'de' = 'en'): readonly string[] {
  return groupEventLines(message, { text: languages[language].window, people, own: 'me' });
}

test('each event of a message is a line of its own, with display names', () => {
  const founded = event('ann', { type: 'created', title: 'Chess' }, { type: 'added', users: ['ben', 'me'] });
  expect(lines(founded)).toEqual(['Ann created the group “Chess”', 'Ann added you and Ben']);
  expect(lines(founded, 'de')).toEqual([
    'Ann hat die Gruppe „Chess“ erstellt',
    'Ann hat Sie und Ben hinzugefügt',
  ]);
});

test('what oneself does is said of “you”', () => {
  expect(lines(event('me', { type: 'left' }))).toEqual(['You left the group']);
  expect(lines(event('me', { type: 'left' }), 'de')).toEqual(['Sie haben die Gruppe verlassen']);
  const role = event('me', { type: 'role', user: 'ben', role: 'admin' });
  expect([...lines(role), ...lines(role, 'de')]).toEqual([
    'You made Ben an admin',
    'Sie haben Ben zum Admin gemacht',
  ]);
});

test.each([
  [['ann'], 'Ann', 'Ann'],
  [['ann', 'ben'], 'Ann and Ben', 'Ann und Ben'],
  [['ann', 'ben', 'cleo'], 'Ann, Ben and Cleo', 'Ann, Ben und Cleo'],
  [['ann', 'ben', 'cleo', 'dan'], 'Ann, Ben and 2 others', 'Ann, Ben und 2 weitere'],
  [['ann', 'ben', 'cleo', 'dan', 'me'], 'you, Ann and 3 others', 'Sie, Ann und 3 weitere'],
])('%j are named %s', (users, english, german) => {
  const removed = event('eve', { type: 'removed', users });
  expect(lines(removed)).toEqual([`Eve removed ${english}`]);
  expect(lines(removed, 'de')).toEqual([`Eve hat ${german} entfernt`]);
});

test('names that read from right to left are isolated from each other', () => {
  const added = event('ann', { type: 'added', users: ['דנה', 'נור'] });
  expect(lines(added)).toEqual(['Ann added \u2068דנה\u2069 and \u2068נור\u2069']);
});
