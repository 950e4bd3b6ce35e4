// Trust on first use: the account key and the highest version seen are pinned. A manifest under another key is kept
// aside as the offered one until the user has decided; under the pinned key nothing but a successor is ever taken.
import { z } from 'zod';
import { type Result, refuse } from '../../protocol/errors.ts';
import { type Address, splitAddress } from '../../protocol/ids.ts';
import { keepsDevices, keepsMailbox } from '../../protocol/manifest.ts';
import { blob, flag } from '../database/columns.ts';
import type { Database } from '../database/database.ts';
import { type VerifiedManifest, verifyManifest } from '../encryption/manifests.ts';

export interface Contact {
  readonly pinned: VerifiedManifest;
  /** True once the user has compared the safety number. */
  readonly verified: boolean;
  readonly offered?: VerifiedManifest | undefined;
}

export interface Contacts {
  find(address: Address): Contact | undefined;
  /**
   * Takes the signed manifest over if it follows the pinned one. Otherwise refuses with `identity-changed` under
   * another key, and with `verification-failed` under the same one: an older list is never the user's to accept.
   */
  pin(signed: Uint8Array, address: Address): Result<VerifiedManifest>;
  /** The exact bytes of the pinned manifest. */
  signedManifest(address: Address): Uint8Array | undefined;
  /** Stores the user's decision: the offered manifest, if there is one, becomes the pinned one. */
  accept(address: Address, verified: boolean): void;
}

const row = z.object({ manifest: blob, verified: flag, offered: blob.optional() });

export function createContacts(database: Database): Contacts {
  const known = new Map<Address, Contact>();

  function find(address: Address): Contact | undefined {
    const contact = known.get(address) ?? readContact(database, address);
    if (contact) known.set(address, contact);
    return contact;
  }

  function pin(signed: Uint8Array, address: Address): Result<VerifiedManifest> {
    const { username: user } = splitAddress(address);
    const verified = verifyManifest(signed, address);
    if (!verified.ok) return refuse(verified.code, { ...verified.facts, user });
    const contact = find(address);
    if (contact?.pinned.hash === verified.value.hash && !contact.offered) return verified;
    const fault = contact && faultOf(verified.value, contact.pinned);
    if (fault) return refuse('verification-failed', { user, detail: `${fault} ${user}` });
    const isTrusted = !contact || isSameKey(verified.value, contact.pinned);
    if (isTrusted) database.run(PIN, address, signed);
    else database.run(OFFER, signed, address);
    known.delete(address);
    return isTrusted ? verified : refuse('identity-changed', { user });
  }

  function accept(address: Address, verified: boolean): void {
    database.run(ACCEPT, verified, address);
    known.delete(address);
  }

  function signedManifest(address: Address): Uint8Array | undefined {
    return database.get(row, 'SELECT * FROM contacts WHERE address = ?', address)?.manifest;
  }

  return { find, pin, signedManifest, accept };
}

const PIN = `
  INSERT INTO contacts (address, manifest, verified) VALUES (?, ?, 0)
  ON CONFLICT (address) DO UPDATE SET manifest = excluded.manifest, offered = NULL`;
const OFFER = 'UPDATE contacts SET offered = ? WHERE address = ?';
const ACCEPT = `
  UPDATE contacts SET manifest = coalesce(offered, manifest), verified = ?, offered = NULL WHERE address = ?`;

function isSameKey(one: VerifiedManifest, other: VerifiedManifest): boolean {
  return one.manifest.accountKey === other.manifest.accountKey;
}

/**
 * Why a manifest under the pinned key can't come after the pinned one, undefined when it can: versions only rise, the
 * next one names the pinned one by its hash, and no device is left out.
 */
function faultOf(offered: VerifiedManifest, pinned: VerifiedManifest): string | undefined {
  if (!isSameKey(offered, pinned) || offered.hash === pinned.hash) return;
  const { version } = pinned.manifest;
  if (offered.manifest.version < version) return 'an old list of the devices of';
  const isNext = offered.manifest.version === version + 1;
  if (offered.manifest.version === version || (isNext && offered.manifest.previous !== pinned.hash)) {
    return 'another list of the devices of';
  }
  if (!keepsDevices(pinned.manifest, offered.manifest)) return 'a list that leaves out a device of';
  return keepsMailbox(pinned.manifest, offered.manifest) ? undefined : 'a list with an old mailbox key of';
}

function readContact(database: Database, address: Address): Contact | undefined {
  const stored = database.get(row, 'SELECT * FROM contacts WHERE address = ?', address);
  return (
    stored && {
      pinned: readManifest(stored.manifest, address),
      verified: stored.verified,
      offered: stored.offered && readManifest(stored.offered, address),
    }
  );
}

/** It was verified before it was written down; if it isn't now, the database has been tampered with. */
function readManifest(signed: Uint8Array, address: Address): VerifiedManifest {
  const verified = verifyManifest(signed, address);
  if (!verified.ok) throw new Error(`the stored manifest of ${address} is not signed as it must be`);
  return verified.value;
}
