import { expect, test } from 'vitest';
import { formatRecent } from './times.ts';

test('what is a year old has its year', () => {
  const now = new Date(2026, 2, 10, 12);
  const at = (year: number, month: number, day: number) =>
    formatRecent(new Date(year, month, day, 9).toISOString(), 'en', now);
  expect(at(2026, 1, 1)).toBe('Feb 1');
  expect(at(2025, 2, 11)).toBe('Mar 11');
  expect(at(2025, 2, 10)).toBe('Mar 10, 2025');
  expect(at(2021, 6, 1)).toBe('Jul 1, 2021');
});
