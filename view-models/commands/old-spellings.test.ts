import { expect, test } from 'vitest';
import { parseLine } from './commands.ts';
import { parseEntryLine, parseOldOrNew, suggestOldOrNew } from './old-spellings.ts';

test.each([
  ['!LIST', '/users'],
  ['!talk bob', '/open bob'],
  ['!back', '/back'],
  ['!quit', '/quit'],
  ['@quit', '/quit'],
  ['@names', '/names'],
  ['@status', '/status'],
  ['@status dnd', '/status dnd'],
  ['@Bob hello\nthere', '/msg Bob hello\nthere'],
  ['@bob@lab.example  hi', '/msg bob@lab.example hi'],
  ['@secret bob key text', '/secret bob key text'],
  ['@names are needed', '/names are needed'],
])('%j is %j', (old, now) => {
  expect(parseOldOrNew(old)).toEqual(parseLine(now));
});

test.each([
  [
    '@group set Chess bob,carol',
    { name: 'group create', title: 'Chess', users: ['bob', 'carol'], unique: true },
  ],
  ['@group send Chess  hello all\nof you', { name: 'group send', group: 'Chess', text: 'hello all\nof you' }],
  ['@GROUP send "Chess club" hi', { name: 'group send', group: 'Chess club', text: 'hi' }],
  ['@group leave Chess club', { name: 'group leave', group: 'Chess club' }],
  ['@group delete "Chess"', { name: 'group delete', group: 'Chess' }],
])('%j acts on the group that it names', (line, command) => {
  expect(parseOldOrNew(line)).toEqual({ kind: 'command', command });
});

test.each(['@group', '@group dance', '@group set Chess', '@group send Chess', '@group leave'])(
  '%j is misspelt, and not sent to a user',
  (text) => {
    expect(parseOldOrNew(text)).toEqual({ kind: 'misspelt', name: 'group', text });
  },
);

test.each(['!important', '!', '@', '@ home', ' @bob hello', '@bob', 'mail to bob@lab', ' !quit', '@#? hm'])(
  '%j is text',
  (text) => {
    expect(parseOldOrNew(text)).toEqual({ kind: 'text', text });
  },
);

test('users who are called as commands are can be written to', () => {
  expect(parseOldOrNew('/msg names hi')).toMatchObject({ command: { user: 'names', text: 'hi' } });
  expect(parseOldOrNew('/msg group hi')).toMatchObject({ command: { user: 'group', text: 'hi' } });
});

test('before a session the words stand with or without a sign', () => {
  expect(['!signup', '/login', 'LOGIN', '@quit', 'register'].map(parseEntryLine)).toEqual([
    ...['signup', 'login', 'login', 'quit', 'signup'],
  ]);
  for (const line of ['hello', '', 'toString', '!dance']) expect(parseEntryLine(line)).toBeUndefined();
});

test('completes old spellings and what follows them', () => {
  const people = ['bob', 'bert'].map((user) => ({ user }));
  const lines = (line: string) => suggestOldOrNew(line, { people, titles: ['Chess'] }).map((one) => one.line);
  expect(lines('!t')).toEqual(['!talk ']);
  expect(lines('!talk b')).toEqual(['!talk bert', '!talk bob']);
  expect(lines('!talk C')).toEqual([]);
  expect(lines('@b')).toEqual(['@bert ', '@bob ']);
  expect(lines('@status a')).toEqual(['@status away']);
  expect(lines('/open b')).toEqual(['/open bert', '/open bob']);
  expect(lines('@group l')).toEqual(['@group leave ']);
});
