import { sealedVersion } from '../../protocol/accounts.ts';
import { ok, type Result } from '../../protocol/errors.ts';
import type { RequestOf } from '../../protocol/events.ts';
import type { Address } from '../../protocol/ids.ts';
import type { Connection } from '../connection/connection.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { Database } from '../database/database.ts';
import { type VerifiedManifest, verifyManifest } from '../encryption/manifests.ts';
import { hasSamePassword } from '../encryption/vault.ts';
import { sealOwnMarks } from '../high-water-marks/stored-marks.ts';
import { readVault } from '../session/account-record.ts';

/** What a device has of its own account. */
export interface OwnAccount {
  readonly address: Address;
  readonly contacts: Contacts;
  readonly database: Database;
  readonly marksKey: Uint8Array;
}

/** What the server has of the account. */
export interface StoredAccount {
  readonly manifest: Uint8Array;
  readonly vault: Uint8Array;
}

export interface PinnedAccount extends VerifiedManifest {
  /** True where the server had an older account, and has this device's now. */
  readonly isGivenBack: boolean;
}

type Requests = Pick<Connection, 'request'>;

/**
 * Pins the account's own manifest as the server has it. A server that was restored from a backup may have an older account:
 * this device gives it back what it has lost. Refuses as Contacts.pin does where that isn't possible.
 */
export async function pinOwnManifest(
  connection: Requests,
  own: OwnAccount,
  stored: StoredAccount,
): Promise<Result<PinnedAccount>> {
  const { contacts, address } = own;
  const newest = contacts.find(address)?.pinned;
  const signed = contacts.signedManifest(address);
  const pinned = contacts.pin(stored.manifest, address);
  const lost = newest && signed && lostBy(own, stored, { ...newest, signed });
  if (!lost) return pinned.ok ? ok({ ...pinned.value, isGivenBack: false }) : pinned;
  const given = await connection.request('account:publish', lost);
  if (!given.ok) return pinned.ok ? given : pinned;
  const again = contacts.pin(lost.manifest, address);
  return again.ok ? ok({ ...again.value, isGivenBack: true }) : again;
}

/**
 * Manifest and vault go together wherever the mailbox key is another: without it the account would be one that its contacts
 * refuse, and the recovery key sets a password that opens it. Where the mailbox key is the same, a vault under another
 * password than the server knows stays here: no password could open it there, and the user decides (seen-vault.ts).
 */
function lostBy(
  own: OwnAccount,
  stored: StoredAccount,
  newest: VerifiedManifest & { readonly signed: Uint8Array },
): RequestOf<'account:publish'> | undefined {
  const served = verifyManifest(stored.manifest, own.address);
  if (!served.ok) return { manifest: newest.signed };
  const { accountKey, version, mailbox } = served.value.manifest;
  if (accountKey !== newest.manifest.accountKey || version > newest.manifest.version) return;
  const hasSameMailbox = mailbox.key === newest.manifest.mailbox.key;
  const vault = readVault(own.database);
  const isBehind = vault && sealedVersion(stored.vault) < sealedVersion(vault);
  if (isBehind && (!hasSameMailbox || hasSamePassword(stored.vault, vault))) {
    return { manifest: newest.signed, vault, marks: sealOwnMarks(own).sealed };
  }
  return hasSameMailbox && served.value.hash !== newest.hash ? { manifest: newest.signed } : undefined;
}
