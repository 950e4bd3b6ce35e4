// Trust on first use: the account key and the highest version seen are pinned. A manifest that contradicts
// the pinned one is kept aside as the offered one until a person has decided.
import { z } from 'zod';
import { type Result, refuse } from '../../protocol/errors.ts';
import { type Address, splitAddress } from '../../protocol/ids.ts';
import { keepsDevices } from '../../protocol/manifest.ts';
import { type VerifiedManifest, verifyManifest } from '../encryption/manifests.ts';
import { blob, flag } from '../history/columns.ts';
import type { Database } from '../history/database.ts';

export interface Contact {
  readonly pinned: VerifiedManifest;
  /** Whether the safety number has been compared. */
  readonly verified: boolean;
  readonly offered?: VerifiedManifest | undefined;
}

export interface Contacts {
  find(address: Address): Contact | undefined;
  /** Takes the signed manifest over if it follows the pinned one; otherwise refuses with `identity-changed`. */
  pin(signed: Uint8Array, address: Address): Result<VerifiedManifest>;
  /** What a person has decided: the offered manifest, if there is one, becomes the pinned one. */
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
    const verified = verifyManifest(signed, address);
    if (!verified.ok) return verified;
    const contact = find(address);
    if (contact?.pinned.hash === verified.value.hash && !contact.offered) return verified;
    const follows = isSuccessor(verified.value, contact?.pinned);
    // Never an offer: it is by the right key, and would make what a device has said unreadable.
    if (follows && contact && !keepsDevices(contact.pinned.manifest, verified.value.manifest)) {
      return refuse('verification-failed', { detail: 'the list of devices leaves one out' });
    }
    database.run(follows ? PIN : OFFER, address, signed);
    known.delete(address);
    return follows ? verified : refuse('identity-changed', { user: splitAddress(address).username });
  }

  function accept(address: Address, verified: boolean): void {
    database.run(ACCEPT, verified, address);
    known.delete(address);
  }

  return { find, pin, accept };
}

const PIN = `
  INSERT INTO contacts (address, manifest, verified) VALUES (?, ?, 0)
  ON CONFLICT (address) DO UPDATE SET manifest = excluded.manifest, offered = NULL`;
const OFFER = 'UPDATE contacts SET offered = ?2 WHERE address = ?1';
const ACCEPT = `
  UPDATE contacts SET manifest = coalesce(offered, manifest), verified = ?, offered = NULL WHERE address = ?`;

/** Versions only rise under one key; the next one names the pinned one by its hash. */
function isSuccessor(offered: VerifiedManifest, pinned: VerifiedManifest | undefined): boolean {
  if (pinned === undefined || offered.hash === pinned.hash) return true;
  const { accountKey, version } = pinned.manifest;
  if (offered.manifest.accountKey !== accountKey || offered.manifest.version <= version) return false;
  return offered.manifest.version > version + 1 || offered.manifest.previous === pinned.hash;
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
