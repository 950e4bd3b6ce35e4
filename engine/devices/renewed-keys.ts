// When another device is removed, the account gets new keys. Those that stay find them in the vault, in the part that they
// open without a password.
import { sealedVersion } from '../../protocol/accounts.ts';
import { toBase64url } from '../../protocol/bytes.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { Manifest } from '../../protocol/manifest.ts';
import { mailboxKeyOf } from '../encryption/mailboxes.ts';
import { openDeviceBox } from '../encryption/vault.ts';
import { type AccountRecord, deviceKekOf } from '../session/account-record.ts';

/**
 * The account with the keys that the vault has for this device. Refuses with `keys-withheld` where it has none, is older
 * than the one that this device has seen, or doesn't have the mailbox key that the manifest names.
 */
export async function withRenewedKeys(
  record: AccountRecord,
  { mailbox }: Manifest,
  vault: Uint8Array,
): Promise<Result<AccountRecord>> {
  const version = sealedVersion(vault);
  if (version < record.vaultVersion) return withheld('an old vault');
  const opened = openDeviceBox(record.address, vault, deviceKekOf(record));
  if (!opened) return withheld('a vault without this device');
  const mailboxKeys = await Promise.all(opened.mailboxKeys.map(mailboxKeyOf));
  const newest = mailboxKeys.at(-1);
  const isTheManifests =
    newest?.generation === mailbox.generation && toBase64url(newest.publicKey) === mailbox.key;
  if (!isTheManifests) return withheld('a vault of another generation');
  return ok({ ...record, mailboxKeys, marksKey: opened.marksKey, vaultVersion: version });
}

function withheld(detail: string) {
  return refuse('keys-withheld', { detail });
}
