// Users lose recovery keys without noticing. So from time to time they are asked to try theirs, which changes nothing.
import { z } from 'zod';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { Connection } from '../connection/connection.ts';
import type { Database } from '../database/database.ts';
import { readSetting, writeSetting } from '../database/settings.ts';
import { openAccount } from '../devices/opened-account.ts';
import { refuseOlderVault, seenBy } from '../devices/seen-vault.ts';
import { wipe } from '../encryption/primitives.ts';
import { deriveFromRecoveryKey, parseRecoveryWords } from '../encryption/recovery-key.ts';
import type { AccountRecord } from '../session/account-record.ts';

const KEY = 'recovery-check';
const schedule = z.object({ dueAt: z.int() });

const DAY = 24 * 60 * 60 * 1_000;
/** Days until the user is asked: at first, after a check that failed to come, and after one that succeeded. */
export const checkAfterDays = { start: 14, postponed: 14, checked: 90 } as const;
const LONGEST = Math.max(...Object.values(checkAfterDays)) * DAY;

export function scheduleRecoveryCheck(
  database: Database,
  now: number,
  since: keyof typeof checkAfterDays,
): void {
  writeSetting(database, KEY, schedule, { dueAt: now + checkAfterDays[since] * DAY });
}

/** A date further away than any that is ever set comes from a clock that was wrong. */
export function isRecoveryCheckDue(database: Database, now: number): boolean {
  const dueAt = readSetting(database, KEY, schedule)?.dueAt;
  return dueAt !== undefined && (dueAt <= now || dueAt - now > LONGEST);
}

/**
 * Opens with the recovery key what the server has of the account, as a recovery would. Refuses with `recovery-key-mistyped`
 * where it can't be a key, `wrong-recovery-key` where it is another account's, `account-set-back` where the server has an
 * older vault than this device has seen, and `verification-failed` where what it has isn't the account's.
 */
export async function checkRecoveryKey(
  connection: Pick<Connection, 'request'>,
  record: AccountRecord,
  words: string,
): Promise<Result<Record<string, never>>> {
  const key = parseRecoveryWords(words);
  if (!key) return refuse('recovery-key-mistyped');
  const stored = await connection.request('account:get', {});
  if (!stored.ok) return stored;
  const opener = { recoveryKek: deriveFromRecoveryKey(key).vaultKek };
  const opened = openAccount(record.address, stored.value, opener, refuse('wrong-recovery-key'));
  if (!opened.ok) return opened;
  const { vault } = opened.value;
  wipe(vault.contents.accountSeed);
  return refuseOlderVault(vault, seenBy(record), undefined) ?? ok({});
}
