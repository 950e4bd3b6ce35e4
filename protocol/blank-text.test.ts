import { expect, test } from 'vitest';
import { isBlank } from './blank-text.ts';

test.each([
  ...[
    '',
    ' \n\t',
    '\u00a0',
    '\u00ad',
    '\u034f',
    '\u115f',
    '\u200b',
    '\u2060',
    '\u2800',
    '\u3000',
    '\u3164',
    '\ufe0f',
    '\ufeff',
    '\ufff9',
  ],
  ...['\u0001', '\u202e\u202c', '\u{e0041}\u{e007f}', ' \u200b\n\u3164\u2800 '],
])('a text without a visible character is blank: %j', (text) => {
  expect(isBlank(text)).toBe(true);
});

test.each([
  '.',
  '\u200ba',
  'ा',
  '\u0301',
  '👍🏽',
  '❤\ufe0f',
  '🏴\u{e0067}\u{e0062}\u{e007f}',
  '\ufffd',
  'ㅤx',
  '\ue000',
])('a text with a visible character is not blank: %j', (text) => {
  expect(isBlank(text)).toBe(false);
});
