import { expect, test } from 'vitest';
import { endOfMute } from './mute.ts';

test('a conversation is muted for an hour, until tomorrow morning by this computer’s clock, or always', () => {
  const newYearsEve = new Date(2026, 11, 31, 23, 30);
  expect(endOfMute('hour', newYearsEve)).toBe(new Date(2027, 0, 1, 0, 30).toISOString());
  expect(endOfMute('tomorrow', newYearsEve)).toBe(new Date(2027, 0, 1, 8).toISOString());
  expect(endOfMute('tomorrow', new Date(2026, 2, 28, 12))).toBe(new Date(2026, 2, 29, 8).toISOString());
  expect(endOfMute('always', newYearsEve)).toBeUndefined();
});
