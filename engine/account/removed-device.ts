import { createContacts } from '../contacts/contacts.ts';
import { findRemoval } from '../devices/own-removal.ts';
import { countQueued } from '../messages/outbox-table.ts';
import { eraseAccount, leaveRemovedDevice, readAccount } from '../session/account-record.ts';
import type { AccountOptions } from '../session/account-session.ts';

/**
 * Erases what is here of an account that is signed out, if its user has removed this device from it. `idle` resolves when
 * nothing of the session that has ended writes any more. Returns whether it was removed.
 */
export async function eraseIfRemoved(
  { connection, profile }: Pick<AccountOptions, 'connection' | 'profile'>,
  idle: () => Promise<unknown>,
): Promise<boolean> {
  const database = profile.current();
  const record = database && readAccount(database);
  if (!record) return false;
  const removedAt = await findRemoval(connection, record, createContacts(database));
  if (!removedAt.ok) return false;
  await idle();
  leaveRemovedDevice(database, record, { removedAt: removedAt.value, count: countQueued(database) });
  eraseAccount(database);
  return true;
}
