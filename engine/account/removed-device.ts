import { createContacts } from '../contacts/contacts.ts';
import type { Database } from '../database/database.ts';
import { findRemoval, type OwnRemoval } from '../devices/own-removal.ts';
import { countQueued } from '../messages/outbox-table.ts';
import {
  type AccountRecord,
  eraseAccount,
  leaveRemovedDevice,
  readAccount,
  readReset,
  writeReset,
} from '../session/account-record.ts';
import type { AccountOptions } from '../session/account-session.ts';

/**
 * Finds out why an account that is signed out here has lost its session. Erases what is here of it, if its user has removed
 * this device or deleted the account: that is signed by the account's key. A reset is the server's word, so it is only noted.
 * `idle` resolves when nothing of the session that has ended writes any more. Returns whether there is news.
 */
export async function findEnd(
  { connection, profile }: Pick<AccountOptions, 'connection' | 'profile'>,
  idle: () => Promise<unknown>,
): Promise<boolean> {
  const database = profile.current();
  const record = database && readAccount(database);
  if (!record) return false;
  const removal = await findRemoval(connection, record, createContacts(database));
  if (!removal.ok)
    return removal.code === 'signed-out-by-reset' && noteReset(database, removal.facts?.resetAt);
  await idle();
  leaveFor(database, record, removal.value);
  eraseAccount(database);
  return true;
}

/** Signs the account out for good, and notes why; `eraseAccount` comes next. */
export function leaveFor(
  database: Database,
  record: AccountRecord,
  { removedAt, isAccountDeleted }: OwnRemoval,
): void {
  const count = countQueued(database);
  const deleted = isAccountDeleted ? { deleted: record.address } : {};
  leaveRemovedDevice(database, record, { removedAt, count, ...deleted });
}

function noteReset(database: Database, resetAt: unknown): boolean {
  const known = readReset(database)?.resetAt;
  if (typeof resetAt !== 'string' || known === resetAt) return false;
  writeReset(database, { resetAt });
  return true;
}
