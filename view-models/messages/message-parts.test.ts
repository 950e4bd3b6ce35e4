import { expect, test } from 'vitest';
import { messageParts } from './message-parts.ts';

const status = { state: 'online', account: 'alice@home.example', server: '', unread: 0 } as const;
const marked = (text: string, mentions?: readonly string[]) =>
  messageParts(text, mentions, status).map(({ text: shown, url, mentioned }) =>
    mentioned ? `[${shown} ${mentioned}]` : url ? `<${shown}>` : shown,
  );

test('marks those whom the message mentions, however its author called them, and no one else', () => {
  const mentions = ['alice', 'bob@lab.example'];
  expect(marked('Hi @Alice, @carol!', mentions)).toEqual(['Hi ', '[@Alice alice]', ', @carol!']);
  expect(marked('@alice@home.example @bob@lab.example', mentions)).toEqual([
    '[@alice@home.example alice]',
    ' ',
    '[@bob@lab.example bob@lab.example]',
  ]);
  expect(marked('@bob', mentions)).toEqual(['@bob']);
  expect(marked('@alice')).toEqual(['@alice']);
});

test('marks none in a link', () => {
  expect(marked('https://x.example/@alice @alice', ['alice'])).toEqual([
    '<https://x.example/@alice>',
    ' ',
    '[@alice alice]',
  ]);
});
