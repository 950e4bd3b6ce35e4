import type { Result } from '../../protocol/errors.ts';
import type { Address } from '../../protocol/ids.ts';
import type { Connection } from '../connection/connection.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { VerifiedManifest } from '../encryption/manifests.ts';

/**
 * Pins the account's own manifest as the server has it. A server that was restored from a backup has an older one: this
 * device gives it the newest one back, because contacts refuse an account whose manifest gets older.
 */
export async function pinOwnManifest(
  connection: Pick<Connection, 'request'>,
  contacts: Contacts,
  address: Address,
  signed: Uint8Array,
): Promise<Result<VerifiedManifest>> {
  const pinned = contacts.pin(signed, address);
  if (pinned.ok || pinned.code !== 'verification-failed') return pinned;
  const newest = contacts.signedManifest(address);
  if (!newest) return pinned;
  const published = await connection.request('account:publish', { manifest: newest });
  return published.ok ? contacts.pin(newest, address) : pinned;
}
