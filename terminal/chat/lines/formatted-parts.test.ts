import { expect, test } from 'vitest';
import { drawn, type Paint } from '../screen/line.ts';
import { formattedParts } from './formatted-parts.ts';

const marked: Paint = (format, text) => `<${String(format)}>${text}</>`;
const plain: Paint = (_, text) => text;

test.each([
  ['**so** *it* ~~is~~ `x`', '<bold>so</> <italic>it</> <strikethrough>is</> <cyan>x</>'],
  ['||the **end**||', '||<hidden>the </><hidden>end</>||'],
  ['[here](https://a.example/x)', 'here (https://a.example/x)'],
  ['https://a.example', 'https://a.example'],
])('%j is coloured', (text, expected) => {
  expect(drawn(formattedParts(text), marked)).toBe(expected);
});

test('quotes and lists keep their shape under the bar of a message', () => {
  const text = '> one\n> two\n\n1. a\n   - b\n2. c';
  const rows = drawn(formattedParts(text), plain).split('\n');
  expect(rows.map((row) => row.replace(/^ +\| /, ''))).toEqual(['> one', '> two', '1. a', '  • b', '2. c']);
});

test('a link that shows another address than its own shows its own', () => {
  expect(drawn(formattedParts('[https://good.example/](https://bad.example/)'), plain)).toBe(
    'https://good.example/ (https://bad.example/)',
  );
});

test('escape sequences within formatting never reach the terminal', () => {
  expect(drawn(formattedParts('**\u001b[2J**'), plain)).toBe('␛[2J');
});
