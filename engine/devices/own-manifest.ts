import { sealedVersion } from '../../protocol/accounts.ts';
import type { Result } from '../../protocol/errors.ts';
import type { Address } from '../../protocol/ids.ts';
import type { Connection } from '../connection/connection.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { Database } from '../database/database.ts';
import type { VerifiedManifest } from '../encryption/manifests.ts';
import { sealOwnMarks } from '../high-water-marks/stored-marks.ts';
import { readVault } from '../session/account-record.ts';

/** What a device has of its own account. */
export interface OwnAccount {
  readonly address: Address;
  readonly contacts: Contacts;
  readonly database: Database;
  readonly marksKey: Uint8Array;
}

type Requests = Pick<Connection, 'request'>;

/**
 * Pins the account's own manifest as the server has it. A server that was restored from a backup has an older one: this
 * device gives it the newest one back, because contacts refuse an account whose manifest gets older.
 */
export async function pinOwnManifest(
  connection: Requests,
  own: OwnAccount,
  signed: Uint8Array,
): Promise<Result<VerifiedManifest>> {
  const { contacts, address } = own;
  const pinned = contacts.pin(signed, address);
  if (pinned.ok || pinned.code !== 'verification-failed') return pinned;
  const newest = contacts.signedManifest(address);
  if (!newest) return pinned;
  const given = await giveBack(connection, own, newest);
  return given.ok ? contacts.pin(newest, address) : pinned;
}

/** With the vault and the marks that belong to it: without them the server would let no other device in. */
async function giveBack(
  connection: Requests,
  own: OwnAccount,
  manifest: Uint8Array,
): Promise<Result<unknown>> {
  const stored = await connection.request('account:get', {});
  if (!stored.ok) return stored;
  const vault = readVault(own.database);
  const isBehind = vault && sealedVersion(stored.value.vault) < sealedVersion(vault);
  const lost = isBehind ? { vault, marks: sealOwnMarks(own).sealed } : {};
  return connection.request('account:publish', { manifest, ...lost });
}
