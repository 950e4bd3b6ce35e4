// Trust on first use: the account key and the highest version seen are pinned. Of a person whom an invite link has
// introduced, the key is known by its fingerprint before the first use. A manifest under another key is kept aside as the
// offered one until the user has decided; under the pinned key nothing but a successor is ever taken.
import { z } from 'zod';
import { type Result, refuse } from '../../protocol/errors.ts';
import {
  type Address,
  address as addressSchema,
  type Fingerprint,
  splitAddress,
} from '../../protocol/ids.ts';
import { isDeletion, keepsDevices, keepsMailbox, type Manifest } from '../../protocol/manifest.ts';
import { decodePage, encodePage } from '../../protocol/records.ts';
import { blob, flag } from '../database/columns.ts';
import type { Database } from '../database/database.ts';
import { markEpochsStale } from '../database/stale-epochs.ts';
import { compactFingerprintOf, type VerifiedManifest, verifyManifest } from '../encryption/manifests.ts';
import { noteDeletion } from './deleted-accounts.ts';

export interface Contact {
  /** Undefined before the first contact, where an invite link has introduced the person. */
  readonly pinned: VerifiedManifest | undefined;
  /** True once the user has compared the safety number, or where an invite link has said whose key it is. */
  readonly verified: boolean;
  readonly offered?: VerifiedManifest | undefined;
  /** Of the account's former keys, the latest first: what their devices signed stays readable. */
  readonly former: readonly Manifest[];
  /** The fingerprint of the key that an invite link has named. */
  readonly expected?: string | undefined;
}

export interface Contacts {
  find(address: Address): Contact | undefined;
  /**
   * Takes the signed manifest over if it follows the pinned one. Otherwise refuses with `identity-changed` under
   * another key, and with `verification-failed` under the same one: an older list is never the user's to accept. Of those
   * that are said to be `former` it keeps what the signed one names, each naming the next.
   */
  pin(signed: Uint8Array, address: Address, former?: readonly Uint8Array[]): Result<VerifiedManifest>;
  /** The exact bytes of the pinned manifest. */
  signedManifest(address: Address): Uint8Array | undefined;
  /** Stores the user's decision: the offered manifest, if there is one, becomes the pinned one. */
  accept(address: Address, verified: boolean): void;
  /** Takes a verification back; which key is trusted stays. */
  unverify(address: Address): void;
  /** Verified from the first contact on, if the key then has this fingerprint. Does nothing for a known contact. */
  introduce(address: Address, fingerprint: Fingerprint): void;
  /** Those introduced with whom there was no contact yet. */
  listIntroduced(): readonly Address[];
}

const row = z.object({
  manifest: blob.optional(),
  verified: flag,
  offered: blob.optional(),
  /** As a page of records (protocol.md 4.3). */
  former: blob.optional(),
  expected: z.string().optional(),
});
type Row = z.output<typeof row>;

export function createContacts(database: Database): Contacts {
  const known = new Map<Address, Contact>();

  function find(address: Address): Contact | undefined {
    const contact = known.get(address) ?? readContact(database, address);
    if (contact) known.set(address, contact);
    return contact;
  }

  function pin(
    signed: Uint8Array,
    address: Address,
    former: readonly Uint8Array[] = [],
  ): Result<VerifiedManifest> {
    const { username: user } = splitAddress(address);
    const verified = verifyManifest(signed, address);
    if (!verified.ok) return refuse(verified.code, { ...verified.facts, user });
    const contact = find(address);
    const chain = former.slice(0, formerOf(verified.value.manifest, former).length);
    const isKnown = contact?.pinned?.hash === verified.value.hash && !contact.offered;
    if (isKnown && chain.length <= contact.former.length) {
      // Signing out takes the note away, not the manifest.
      if (isDeletion(verified.value.manifest)) noteDeletion(database, address, verified.value);
      return verified;
    }
    const fault = contact?.pinned && faultOf(verified.value, contact.pinned);
    if (fault) return refuse('verification-failed', { user, detail: `${fault} ${user}` });
    const isTrusted = !contact || isKnownKey(verified.value, contact);
    database.transaction(() => {
      if (isTrusted) database.run(PIN, address, signed, chain.length > 0 ? encodePage(chain) : undefined);
      else database.run(OFFER, signed, address);
      if (isTrusted) noteDeletion(database, address, verified.value);
    });
    known.delete(address);
    return isTrusted ? verified : refuse('identity-changed', { user });
  }

  function accept(address: Address, verified: boolean): void {
    const offered = find(address)?.offered;
    database.transaction(() => {
      database.run(ACCEPT, verified, address);
      if (offered) markEpochsStale(database, address);
      if (offered) noteDeletion(database, address, offered);
    });
    known.delete(address);
  }

  function unverify(address: Address): void {
    database.run('UPDATE contacts SET verified = 0 WHERE address = ?', address);
    known.delete(address);
  }

  function introduce(address: Address, fingerprint: Fingerprint): void {
    database.run(INTRODUCE, address, fingerprint);
    known.delete(address);
  }

  return {
    find,
    pin,
    signedManifest: (address) => findRow(database, address)?.manifest,
    accept,
    unverify,
    introduce,
    listIntroduced: () => database.all(addressRow, INTRODUCED).map((introduced) => introduced.address),
  };
}

const addressRow = z.object({ address: addressSchema });

/** The user has compared the safety number with the person, or came by an invite link of theirs. */
export function isVerified(database: Database, address: Address): boolean {
  return (
    database.get(z.object({ verified: flag }), 'SELECT verified FROM contacts WHERE address = ?', address)
      ?.verified ?? false
  );
}

const PIN = `
  INSERT INTO contacts (address, manifest, former, verified) VALUES (?, ?, ?, 0)
  ON CONFLICT (address) DO UPDATE SET
    manifest = excluded.manifest, former = coalesce(excluded.former, former), offered = NULL, offered_at = NULL`;
const OFFER = `
  UPDATE contacts SET offered = ?, offered_at = coalesce(offered_at, unixepoch() * 1000) WHERE address = ?`;
const ACCEPT = `
  UPDATE contacts SET manifest = coalesce(offered, manifest), verified = ?,
      former = CASE WHEN offered IS NULL THEN former END, offered = NULL, offered_at = NULL
    WHERE address = ?`;
const INTRODUCE = `
  INSERT INTO contacts (address, verified, expected) VALUES (?, 1, ?) ON CONFLICT (address) DO NOTHING`;
const INTRODUCED = 'SELECT address FROM contacts WHERE manifest IS NULL AND offered IS NULL';

/** The pinned key; before the first contact, the one whose fingerprint the invite link gave. */
function isKnownKey(given: VerifiedManifest, { pinned, expected }: Contact): boolean {
  return pinned ? isSameKey(given, pinned) : compactFingerprintOf(given.manifest.accountKey) === expected;
}

function isSameKey(one: VerifiedManifest, other: VerifiedManifest): boolean {
  return one.manifest.accountKey === other.manifest.accountKey;
}

/**
 * Why a manifest under the pinned key can't come after the pinned one, undefined when it can: versions only rise, the
 * next one names the pinned one by its hash, and no device is left out.
 */
function faultOf(offered: VerifiedManifest, pinned: VerifiedManifest): string | undefined {
  if (!isSameKey(offered, pinned) || offered.hash === pinned.hash) return;
  if (isDeletion(pinned.manifest)) return 'a list of devices after the deletion of';
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
  const stored = findRow(database, address);
  const pinned = stored?.manifest && readManifest(stored.manifest, address);
  return (
    stored && {
      pinned,
      former: pinned && stored.former ? formerOf(pinned.manifest, decodePage(stored.former) ?? []) : [],
      verified: stored.verified,
      offered: stored.offered && readManifest(stored.offered, address),
      expected: stored.expected,
    }
  );
}

/** As far as they are what the manifest names, and then each other. */
function formerOf(manifest: Manifest, signed: readonly Uint8Array[]): readonly Manifest[] {
  const found: Manifest[] = [];
  let named = manifest.former?.manifest;
  for (const one of signed) {
    const verified = verifyManifest(one, manifest.address);
    if (!verified.ok || verified.value.hash !== named) break;
    found.push(verified.value.manifest);
    named = verified.value.manifest.former?.manifest;
  }
  return found;
}

function findRow(database: Database, address: Address): Row | undefined {
  return database.get(row, 'SELECT * FROM contacts WHERE address = ?', address);
}

/** It was verified before it was written down; if it isn't now, the database has been tampered with. */
function readManifest(signed: Uint8Array, address: Address): VerifiedManifest {
  const verified = verifyManifest(signed, address);
  if (!verified.ok) throw new Error(`the stored manifest of ${address} is not signed as it must be`);
  return verified.value;
}
