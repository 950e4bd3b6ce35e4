import { expect, test } from 'vitest';
import { canonicalName, parseTypedName } from './ids.ts';

test.each(['Ann', ' ann ', '@ann', '“ann”.', '<ann>', '(@Ann)', '\u2060ann\u200b', 'ann,'])(
  '%j is ann',
  (typed) => {
    expect(canonicalName(typed)).toBe('ann');
  },
);

test('a name may come with its server', () => {
  expect(parseTypedName('Ann@Home.Example.')).toEqual({ username: 'ann', server: 'home.example' });
  expect(parseTypedName('ann')).toEqual({ username: 'ann' });
  for (const typed of ['', '@', 'ann@', 'a b', 'ann@home@home'])
    expect(parseTypedName(typed)).toBeUndefined();
});
