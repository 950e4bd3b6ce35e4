import { expect, test } from 'vitest';
import { address } from './ids.ts';
import { formatSafetyCode, LONGEST_SAFETY_CODE, parseSafetyCode } from './safety-code.ts';

const of = address.parse('alice@home.example');
const to = address.parse('bob@home.example');
const digits = Array.from({ length: 12 }, (_, group) => String(group * 1_111 + 10_000)).join(' ');
const code = formatSafetyCode({ of, to, digits });

test('3.10 a safety code says whose it is, whom it is for, and the number', () => {
  expect(code).toBe(`parley-safety-number:1 ${of} ${to} ${digits.replaceAll(' ', '')}`);
  for (const text of [code, ` ${code}\n`, `“${code}”.`, `<${code}>`, code.replaceAll(' ', '\r\n')])
    expect(parseSafetyCode(text), text).toEqual({ of, to, digits });
});

test.each([
  '',
  ' ',
  digits,
  'parley-safety-number:1',
  code.replace(':1', ':2'),
  code.slice(0, -1),
  `${code}1`,
  `${code} more`,
  code.replace('alice@', '@'),
  code.replace('bob@home.example', 'bob'),
  code.replace(/[0-9]$/, 'x'),
  code.replace(/[0-9]$/, '١'),
  code.toUpperCase(),
  `parley://home.example/?invite=${code}`,
  code + ' '.repeat(LONGEST_SAFETY_CODE),
])('3.10 %j is no safety code', (text) => {
  expect(parseSafetyCode(text)).toBeUndefined();
});
