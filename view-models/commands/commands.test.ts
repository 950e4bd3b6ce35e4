import { expect, test } from 'vitest';
import { commandMeant, parseLine } from './commands.ts';
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
  expect(parseLine('/secret bob pass text')).toEqual({ kind: 'later', name: 'secret' });
  expect(parseLine('/group create x')).toEqual({ kind: 'later', name: 'group' });
  expect(parseLine('/constructor')).toEqual({ kind: 'unknown', name: 'constructor', text: '/constructor' });
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
  const lines = (line: string) => suggestionsFor(line, people).map((suggestion) => suggestion.line);
  expect(lines('/s')).toEqual(['/status ']);
  expect(lines('/status d')).toEqual(['/status dnd']);
  expect(lines('/msg b')).toEqual(['/msg bert ', '/msg bob ']);
  expect(lines('/verify c')).toEqual(['/verify carol']);
  expect(lines('/msg bob hel')).toEqual([]);
  expect(lines('hello')).toEqual([]);
});

test('offers no completion outside of a command', () => {
  for (const line of ['/<script>', '/1/', '//', '/ö']) expect(suggestionsFor(line, [])).toEqual([]);
});

test('recognises a command typed with full-width characters', () => {
  for (const line of ['／help', '・help', '／ｈｅｌｐ', ' ･HELP ', '／help　me'])
    expect(commandMeant(line)).toBe('help');
  for (const line of ['／dance', '・milk', '・helpful', 'x／help', '／ help', '・', '']) {
    expect(commandMeant(line), line).toBeUndefined();
  }
});
