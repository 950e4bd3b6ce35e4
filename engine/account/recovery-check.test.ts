import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/support/database.ts';
import { checkAfterDays, isRecoveryCheckDue, scheduleRecoveryCheck } from './recovery-check.ts';

const DAY = 24 * 60 * 60 * 1_000;
const now = Date.UTC(2026, 10, 30);

test.each(['start', 'postponed', 'checked'] as const)(
  'the user is asked for the recovery key when the days of “%s” have passed, and not before',
  async (since) => {
    const database = await temporaryDatabase();
    expect(isRecoveryCheckDue(database, now)).toBe(false);
    scheduleRecoveryCheck(database, now, since);
    const due = now + checkAfterDays[since] * DAY;
    expect(isRecoveryCheckDue(database, due - 1)).toBe(false);
    expect(isRecoveryCheckDue(database, due)).toBe(true);
  },
);

test('a clock that was years ahead doesn’t put the question off for years', async () => {
  const database = await temporaryDatabase();
  scheduleRecoveryCheck(database, now + 1_000 * DAY, 'checked');
  expect(isRecoveryCheckDue(database, now)).toBe(true);
});
