import { expect, test } from 'vitest';
import { displayText } from './display-text.ts';

const short = displayText(20);

test.each([
  ['Zoë 🦊 שלום', 'Zoë 🦊 שלום'],
  ['<b>&amp;', '<b>&amp;'],
  ['  alice\r\n\tbob ', 'alice bob'],
  ['alice\u0000\u001b[2Jbob', 'alice [2Jbob'],
  ['\u202egnp.exe\u202c', 'gnp.exe'],
  ['\u2066a\u2069\u2067b', 'a b'],
  ['a\u2028b\u0085c', 'a b c'],
  ['a\ud800', 'a\ufffd'],
  ['\u0000'.repeat(30), ''],
  ['\u200b \u3164\u0310\u2800', ''],
  ['👩\u200d👧', '👩\u200d👧'],
  ['x'.repeat(2_000_000), 'x'.repeat(20)],
  [`${'x'.repeat(19)}🦊`, `${'x'.repeat(19)}\ufffd`],
])('%j is shown as %j', (text, shown) => {
  expect(short.parse(text)).toBe(shown);
});

test('refuses a value that is not a string', () => {
  expect(short.safeParse(7).success).toBe(false);
});
