import type { Result } from '../../protocol/errors.ts';
import type { Address } from '../../protocol/ids.ts';
import type { Connection } from '../connection/connection.ts';
import type { VerifiedManifest } from '../encryption/manifests.ts';
import type { Contacts } from '../people/contacts.ts';

/**
 * Pins what the server says of the account's own devices. A server that was set back has an older list: it gets back
 * the newest one that this device knows, without which nobody would believe the account any more.
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
