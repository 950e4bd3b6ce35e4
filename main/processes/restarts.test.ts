import { expect, test } from 'vitest';
import { restartDelay } from './restarts.ts';

const now = 1_000_000;

test('at once the first time, then ever later, and after five times no more', () => {
  const delays = [1, 2, 3, 4, 5, 6].map((count) => restartDelay(Array(count).fill(now), now));
  expect(delays).toEqual([100, 400, 1_600, 6_400, 25_600, undefined]);
});

test('deaths of more than a minute ago are forgotten', () => {
  expect(restartDelay([now - 60_001, now - 60_000, now], now)).toBe(100);
});
