import { expect, test } from 'vitest';
import { mentionParts } from './mention-parts.ts';

const status = { state: 'online', account: 'alice@home.example', server: '', unread: 0 } as const;
const marked = (text: string, mentions: readonly string[]) =>
  mentionParts(text, mentions, status).map(({ text: shown, mentioned }) =>
    mentioned ? `[${shown} ${mentioned}]` : shown,
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
  expect(marked('https://x.example/@alice', mentions)).toEqual(['https://x.example/@alice']);
});
