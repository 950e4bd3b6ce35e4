import { expect, test } from 'vitest';
import { findMentions } from './mentions.ts';

const people = new Set(['ann', 'ann.lee', 'bob', 'bob@lab.example', 'x'.repeat(32)]);
const found = (text: string) =>
  findMentions(text, (name) => (people.has(name) ? name : undefined)).map(
    ({ start, end, person }) => `${text.slice(start, end)} ${person}`,
  );

test.each([
  ['@ann', ['@ann ann']],
  ['Hello @Ann, and (@bob)!', ['@Ann ann', '@bob bob']],
  ['Ask @ann.', ['@ann ann']],
  ['Ask @ann.lee.', ['@ann.lee ann.lee']],
  ['Ask @ann.Thanks', ['@ann ann']],
  ['Ask @ann...', ['@ann ann']],
  ['@bob@lab.example, hi', ['@bob@lab.example bob@lab.example']],
  ['@bob@lab.example.', ['@bob@lab.example bob@lab.example']],
  ['＠ann さん', ['＠ann ann']],
  ['\u2068@ann\u2069', ['@ann ann']],
  [`@${'x'.repeat(32)}`, [`@${'x'.repeat(32)} ${'x'.repeat(32)}`]],
])('%j names %j', (text, names) => {
  expect(found(text)).toEqual(names);
});

test.each([
  'ann',
  '@annie',
  'mail@ann',
  'mail.@ann',
  'ü@ann',
  '@@ann',
  '/@ann',
  '@ bob',
  '@bob@home.example',
  '@zoe',
  `@${'x'.repeat(33)}`,
  '@anſ',
])('%j names no one', (text) => {
  expect(found(text)).toEqual([]);
});

test('64 KiB of anything are read in no time', () => {
  for (const part of ['@', 'a.', '@a.', '@a-', '@ann@', '@ann ', '\u0301'])
    findMentions(part.repeat(65_536 / part.length), () => undefined);
}, 1_000);
