import { createContacts } from '../contacts/contacts.ts';
import type { Database } from '../database/database.ts';
import { findRemoval, type OwnRemoval } from '../devices/own-removal.ts';
import { countQueued } from '../messages/outbox-table.ts';
import {
  type AccountRecord,
  eraseAccount,
  leaveRemovedDevice,
  readAccount,
} from '../session/account-record.ts';
import type { AccountOptions } from '../session/account-session.ts';

/**
 * Erases what is here of an account that is signed out, if its user has removed this device from it or deleted it. `idle` resolves when
 * nothing of the session that has ended writes any more. Returns whether it was removed.
 */
export async function eraseIfRemoved(
  { connection, profile }: Pick<AccountOptions, 'connection' | 'profile'>,
  idle: () => Promise<unknown>,
): Promise<boolean> {
  const database = profile.current();
  const record = database && readAccount(database);
  if (!record) return false;
  const removal = await findRemoval(connection, record, createContacts(database));
  if (!removal.ok) return false;
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
