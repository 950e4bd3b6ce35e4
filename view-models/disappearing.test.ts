import { expect, test } from 'vitest';
import { lifetimeWords, parseLifetime } from './disappearing.ts';

test.each([
  ['off', 0],
  ['1h', 3_600],
  ['1D', 86_400],
  ['90m', 5_400],
  ['4w', 2_419_200],
  ['60s', 60],
])('%s is %i seconds', (typed, seconds) => expect(parseLifetime(typed)).toBe(seconds));

test.each(['', '1', 'd', '1 d', '-1d', '59s', '53w', '1.5h', '9999999999d', '1day'])(
  '%j is no lifetime',
  (typed) => expect(parseLifetime(typed)).toBeUndefined(),
);

test('is said in the largest unit that fits', () => {
  expect(
    [3_600, 86_400, 5_400, 2_419_200].map((seconds) => lifetimeWords({ locale: 'de' }, seconds)),
  ).toEqual(['1 Stunde', '1 Tag', '90 Minuten', '4 Wochen']);
});
