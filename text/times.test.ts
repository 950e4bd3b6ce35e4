import { expect, test } from 'vitest';
import { formatDay, formatMonthDay, formatRecent, formatTime, regionalLocale } from './times.ts';

const now = new Date(2026, 2, 10, 12);

function iso(year: number, month: number, day: number, hour = 9): string {
  return new Date(year, month, day, hour).toISOString();
}

test('a date that is a year old shows its year', () => {
  const recent = (at: string) => formatRecent(at, 'en-US', now);
  expect(recent(iso(2026, 1, 1))).toBe('Feb 1');
  expect(recent(iso(2025, 2, 11))).toBe('Mar 11');
  expect(recent(iso(2025, 2, 10))).toBe('Mar 10, 2025');
  expect(recent(iso(2021, 6, 1))).toBe('Jul 1, 2021');
});

test('a date in a sentence has its year where it is another one', () => {
  expect(formatMonthDay(iso(2026, 2, 3), 'en-GB', now)).toBe('3 March');
  expect(formatMonthDay(iso(2026, 2, 3), 'de-DE', now)).toBe('3. März');
  expect(formatMonthDay(iso(2025, 2, 3), 'en-GB', now)).toBe('3 March 2025');
});

test('a date in the future is shown as a date, never as a time of today', () => {
  expect(formatRecent(iso(2026, 2, 11), 'en-US', now)).toBe('Mar 11');
  expect(formatRecent(iso(2028, 0, 1), 'en-US', now)).toBe('Jan 1, 2028');
});

test.each([
  ['en-GB', '15:05', 'Monday 30 November', '30 Nov'],
  ['en-US', '3:05 PM', 'Monday, November 30', 'Nov 30'],
  ['de-DE', '15:05', 'Montag, 30. November', '30. Nov.'],
])('%s formats times and dates by the rules of its region', (locale, time, day, short) => {
  const at = new Date(2026, 10, 30, 15, 5).toISOString();
  const plain = (text: string) => text.replace(/\u202f/g, ' ');
  expect(plain(formatTime(at, locale))).toBe(time);
  expect(formatDay(at, locale, new Date(2026, 11, 24))).toBe(day);
  expect(formatRecent(at, locale, new Date(2026, 11, 24))).toBe(short);
});

test.each([
  ['en', 'en-GB', 'en-GB'],
  ['en', 'de-AT', 'en-AT'],
  ['de', 'en-US', 'de-US'],
  ['de', 'de', 'de'],
  ['en', 'fr', 'en'],
  ['en', 'C', 'en'],
  ['en', '', 'en'],
])('a window in %s on a system in %s formats dates as %s', (language, system, locale) => {
  expect(regionalLocale(language, system)).toBe(locale);
});
