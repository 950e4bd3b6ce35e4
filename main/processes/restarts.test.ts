import { expect, test } from 'vitest';
import { restartDelay } from './restarts.ts';

const now = 1_000_000;

test('restarts at once, then with growing delays, and stops after five attempts', () => {
  const delays = [1, 2, 3, 4, 5, 6].map((count) => restartDelay(Array(count).fill(now), now));
  expect(delays).toEqual([100, 400, 1_600, 6_400, 25_600, undefined]);
});

test('crashes older than a minute do not count', () => {
  expect(restartDelay([now - 60_001, now - 60_000, now], now)).toBe(100);
});
