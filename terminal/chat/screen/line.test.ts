import { styleText } from 'node:util';
import { expect, test } from 'vitest';
import { drawn, type Line, line, name, type Paint } from './line.ts';
import { widthOf } from './soft-wrap.ts';
import { visibleText } from './visible-text.ts';

const plain: Paint = (_, text) => text;
const colourful: Paint = (format, text) => styleText(format, text, { validateStream: false });

test.each([
  ['\u001b[31mred\u001b]0;title\u0007', '␛[31mred␛]0;title␇'],
  ['back\b\u007f\u0000', 'back␈␡␀'],
  ['\u009b2J', '\ufffd2J'],
  ['abc\u202egnp.exe\u2066\u200f', 'abcgnp.exe'],
  ['one\r\ntwo\rthree\u2028four', 'one\ntwo\nthree\nfour'],
  ['a\tb', 'a    b'],
  ['half \ud800', 'half \ufffd'],
  [`z${'\u0300'.repeat(40)}`, `z${'\u0300'.repeat(4)}`],
])('makes control characters visible and takes away what turns text around: %j', (text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

test('no control character of a text or name reaches the terminal, whatever colours there are', () => {
  const every = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).join('');
  const hostile: Line = [name(`eve${every}`), { text: every, as: 'error' }];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there.
  expect(drawn(hostile, plain)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours.
  const withoutColours = drawn(hostile, colourful).replaceAll(/\u001b\[\d+m/g, '');
  expect(withoutColours).toBe(drawn(hostile, plain));
});

test('a text with lines can’t pass for other messages', () => {
  expect(drawn(line('hi\n14:05 bob: I agree'), plain)).toBe('hi\n      | 14:05 bob: I agree');
});

test('a name keeps its colour, and others have others', () => {
  const colourOf = (user: string) => drawn([name(user)], colourful).split(user)[0];
  expect(colourOf('alice')).toBe(colourOf('alice'));
  expect(new Set(['alice', 'bob', 'carol', 'dave', 'erin'].map(colourOf)).size).toBeGreaterThan(2);
});

test('lines break between words, also of wide characters', () => {
  const wrapped = (text: string, columns: number) => drawn(line(text), plain, columns).split('\n');
  expect(wrapped('one two three four five six', 20)).toEqual(['one two three four', '  five six']);
  expect(wrapped('漢字漢字漢字 漢字漢字', 20)).toEqual(['漢字漢字漢字', '  漢字漢字']);
  expect(wrapped('x'.repeat(50), 20)).toEqual(['x'.repeat(50)]);
  for (const row of wrapped('a fairly long sentence with 漢字 and 👍 in it '.repeat(9), 40))
    expect(widthOf(row)).toBeLessThanOrEqual(40);
});
