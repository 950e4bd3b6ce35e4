import { expect, test } from 'vitest';
import { commandMeant, holdsPassphrase, parseLine } from './commands.ts';
import { suggestionsFor } from './completion.ts';

test.each(['hello', '/', '/ 5', 'see /help', '1/2', '/usr/bin', '// a comment'])('%s is text', (line) => {
  expect(parseLine(line)).toEqual({ kind: 'text', text: line });
});

test.each([
  ['//', '/'],
  ['//help', '/help'],
  ['//usr/bin', '/usr/bin'],
  ['///', '//'],
  ['//msg bob hello\n//', '/msg bob hello\n//'],
])('a leading double slash sends one slash: %j is %j', (line, text) => {
  expect(parseLine(line)).toEqual({ kind: 'text', text });
});

test.each([
  ['  if (x)\n    y();', '  if (x)\n    y();'],
  ['\n \t\n\tx\n\ny \n \n', '\tx\n\ny'],
  ['\n\n  //x', '  //x'],
])('trims only the end and empty first lines: %j is %j', (line, text) => {
  expect(parseLine(line)).toEqual({ kind: 'text', text });
});

test('parses commands with their arguments', () => {
  expect(parseLine('/msg bob hello\nthere')).toEqual({
    kind: 'command',
    command: { name: 'msg', user: 'bob', text: 'hello\nthere' },
  });
  expect(parseLine('/msg bob   hello\n')).toMatchObject({ command: { text: 'hello' } });
  expect(parseLine('/msg bob \n\n  x')).toMatchObject({ command: { text: '  x' } });
  expect(parseLine('/STATUS Away ')).toEqual({
    kind: 'command',
    command: { name: 'status', status: 'away' },
  });
  expect(parseLine('/status')).toEqual({ kind: 'command', command: { name: 'status', status: undefined } });
  expect(parseLine('/verify bob@lab.example')).toMatchObject({ command: { user: 'bob@lab.example' } });
  expect(parseLine('/quit')).toEqual({ kind: 'command', command: { name: 'quit' } });
});

test('a misspelt, planned or unknown command is named in the error', () => {
  expect(parseLine('/msg bob')).toEqual({ kind: 'misspelt', name: 'msg', text: '/msg bob' });
  expect(parseLine('/status asleep')).toEqual({ kind: 'misspelt', name: 'status', text: '/status asleep' });
  expect(parseLine('/verify')).toEqual({ kind: 'misspelt', name: 'verify', text: '/verify' });
  expect(parseLine('/verify bob tomorrow')).toEqual({
    kind: 'misspelt',
    name: 'verify',
    text: '/verify bob tomorrow',
  });
  expect(parseLine('/secret bob pass \n  some text')).toEqual({
    kind: 'command',
    command: { name: 'secret', user: 'bob', passphrase: 'pass', text: '  some text' },
  });
  expect(parseLine('/secret bob pass')).toMatchObject({ kind: 'misspelt', name: 'secret' });
  expect(parseLine('/constructor')).toEqual({ kind: 'unknown', name: 'constructor', text: '/constructor' });
});

test.each([
  ['/group create Chess bob carol', { name: 'group create', title: 'Chess', users: ['bob', 'carol'] }],
  ['/group create "Chess club" bob', { name: 'group create', title: 'Chess club', users: ['bob'] }],
  ['/group create „Schach am Abend“ bob', { name: 'group create', title: 'Schach am Abend', users: ['bob'] }],
  ['/Group  ADD @bob, carol,dave', { name: 'group add', users: ['@bob', 'carol', 'dave'] }],
  ['/group remove bob', { name: 'group remove', users: ['bob'] }],
  ['/group leave', { name: 'group leave' }],
  ['/group delete ', { name: 'group delete' }],
])('parses what is done with groups: %s', (line, command) => {
  expect(parseLine(line)).toEqual({ kind: 'command', command });
});

test.each([
  ['/group', 'group'],
  ['/group hug everybody', 'group'],
  ['/group "x"', 'group'],
  ['/group create Chess', 'group create'],
  ['/group create "" bob', 'group create'],
  [`/group create ${'x'.repeat(61)} bob`, 'group create'],
  ['/group add', 'group add'],
  ['/group leave now', 'group leave'],
])('%s is misspelt as /%s', (text, name) => {
  expect(parseLine(text)).toEqual({ kind: 'misspelt', name, text });
});

test.each(['users', 'names', 'back', 'help', 'quit'])(
  'a sentence that begins with /%s is not that command',
  (name) => {
    const text = `/${name} in five minutes`;
    expect(parseLine(text)).toEqual({ kind: 'misspelt', name, text });
  },
);

const people = ['bob', 'bert', 'carol'].map((user) => ({
  user,
  displayName: user,
  status: 'normal' as const,
  fingerprint: '',
  verified: false,
}));

test('completes a prefix to a command, a name or a status', () => {
  const lines = (line: string) => suggestionsFor(line, { people }).map((suggestion) => suggestion.line);
  expect(lines('/s')).toEqual(['/secret ', '/status ', '/search ']);
  expect(lines('/status d')).toEqual(['/status dnd']);
  expect(lines('/msg b')).toEqual(['/msg bert ', '/msg bob ']);
  expect(lines('/verify c')).toEqual(['/verify carol']);
  expect(lines('/block b')).toEqual(['/block bert', '/block bob']);
  expect(suggestionsFor('/unblock ', { people, blocked: ['zoe'] }).map(({ label }) => label)).toEqual([
    'zoe',
  ]);
  expect(lines('/secret c')).toEqual(['/secret carol ']);
  expect(lines('/secret carol b')).toEqual([]);
  expect(lines('/msg bob hel')).toEqual([]);
  expect(lines('hello')).toEqual([]);
});

test('completes what is done with groups, and whom it can be done with', () => {
  const members = ['alice', 'bob'].map((user) => ({ user, role: 'member' }) as const);
  const context = { people, conversation: { kind: 'group', members }, own: 'alice' } as const;
  const lines = (line: string) => suggestionsFor(line, context).map((suggestion) => suggestion.line);
  expect(lines('/g')).toEqual(['/group ']);
  expect(lines('/group a')).toEqual(['/group add ']);
  expect(lines('/group l')).toEqual(['/group leave']);
  expect(lines('/group ')).toHaveLength(5);
  expect(lines('/group add b')).toEqual(['/group add bert ']);
  expect(lines('/group add bert ')).toEqual(['/group add bert carol ']);
  expect(lines('/group remove ')).toEqual(['/group remove bob ']);
  expect(lines('/group create "Chess club" b')).toEqual([
    '/group create "Chess club" bert ',
    '/group create "Chess club" bob ',
  ]);
  expect(lines('/group create "Chess c')).toEqual([]);
});

test('offers no completion outside of a command', () => {
  for (const line of ['/<script>', '/1/', '//', '/ö'])
    expect(suggestionsFor(line, { people: [] })).toEqual([]);
});

test('recognises a command typed with full-width characters', () => {
  for (const line of ['／help', '・help', '／ｈｅｌｐ', ' ･HELP ', '／help　me'])
    expect(commandMeant(line)).toBe('help');
  expect(commandMeant('／group add bob')).toBe('group');
  for (const line of ['／dance', '・milk', '・helpful', 'x／help', '／ help', '・', '']) {
    expect(commandMeant(line), line).toBeUndefined();
  }
});

test('knows a line with a passphrase, however it was typed', () => {
  for (const line of ['/secret', ' /SECRET bob pass text', '／secret bob', '・ｓｅｃｒｅｔ bob'])
    expect(holdsPassphrase(line), line).toBe(true);
  for (const line of ['', '/secretary', '//secret bob', 'a /secret'])
    expect(holdsPassphrase(line)).toBe(false);
});

test('blocks and unblocks one person', () => {
  for (const name of ['block', 'unblock'] as const) {
    expect(parseLine(`/${name} bob`)).toEqual({ kind: 'command', command: { name, user: 'bob' } });
    for (const rest of ['', ' bob carol']) {
      const text = `/${name}${rest}`;
      expect(parseLine(text)).toEqual({ kind: 'misspelt', name, text });
    }
  }
});

test('a message is named by a number, and a text that follows it keeps its lines', () => {
  expect(parseLine('/reply #41 see #42')).toMatchObject({ command: { number: 41, text: 'see #42' } });
  expect(parseLine('/reply 41 pieces')).toEqual({
    kind: 'command',
    command: { name: 'reply', text: '41 pieces' },
  });
  expect(parseLine('/delete #7')).toMatchObject({ command: { name: 'delete', number: 7 } });
  for (const wrong of [
    '/reply',
    '/reply #41',
    '/edit',
    '/delete 7',
    '/react hello',
    '/pin #1 now',
    '/react',
  ]) {
    expect(parseLine(wrong), wrong).toMatchObject({ kind: 'misspelt' });
  }
});

test('/mute, /notifications and Tab after /react take what there is', () => {
  expect(parseLine('/mute')).toMatchObject({ command: { name: 'mute', choice: 'always' } });
  expect(parseLine('/mute Tomorrow')).toMatchObject({ command: { choice: 'tomorrow' } });
  expect(parseLine('/mute forever')).toMatchObject({ kind: 'misspelt' });
  expect(parseLine('/notifications')).toMatchObject({ kind: 'misspelt' });
  expect(suggestionsFor('/react #41 ', { people: [] }).map(({ line }) => line)).toContain('/react #41 👍');
  expect(suggestionsFor('/notifications m', { people: [] })).toMatchObject([{ label: 'mentions' }]);
});
