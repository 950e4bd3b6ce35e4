// Clause 3: what an account is to its client. Asks nothing of a server.
import { randomBytes } from 'node:crypto';
import { ed25519PublicKey, xWingPublicKey } from '../vectors/reference.ts';
import { toBytes, toText } from './base64url.ts';
import { type ListedDevice, type SignedManifest, verifyManifest } from './manifests.ts';
import { type Marks, openMarks } from './marks.ts';
import { Refused, verified } from './refusals.ts';
import { type DeviceKek, type Keks, openVault, type Vault, type VaultContents } from './vault.ts';

export interface Device {
  readonly id: string;
  readonly seed: Buffer;
  /** With which it opens its part of the vault. */
  readonly kek: string;
  readonly listed: ListedDevice;
}

export interface Account {
  readonly address: string;
  readonly manifest: SignedManifest;
  readonly vault: Vault;
  readonly marks: { readonly version: number; readonly marks: Marks };
}

export const noMarks: Marks = { manifestVersion: 1, conversations: {} };

export function newDevice(name: string): Device {
  const [id, seed] = [toText(randomBytes(16)), randomBytes(32)];
  const key = toText(ed25519PublicKey(seed));
  return {
    id,
    seed,
    kek: toText(randomBytes(32)),
    listed: { id, name, key, added: new Date().toISOString() },
  };
}

export function newContents(device: DeviceKek): VaultContents {
  const privateKey = randomBytes(32);
  const mailboxKey = {
    generation: 1,
    publicKey: toText(xWingPublicKey(privateKey)),
    privateKey: toText(privateKey),
  };
  return {
    accountSeed: toText(randomBytes(32)),
    mailboxKeys: [mailboxKey],
    marksKey: toText(randomBytes(32)),
    deviceKeks: [device],
  };
}

export interface Documents {
  readonly manifest: Uint8Array;
  readonly vault: Uint8Array;
  readonly marks?: Uint8Array;
}

/** Verified as a client does that knows nothing but a password, a recovery key or both. */
export function openAccount(documents: Documents, address: string, keks: Keks): Account {
  const vault = openVault(documents.vault, address, keks);
  const { accountSeed, mailboxKeys, marksKey } = vault.contents;
  const manifest = verifyManifest(documents.manifest, address);
  const ownKey = toText(ed25519PublicKey(toBytes(accountSeed)));
  verified(manifest.manifest.accountKey === ownKey, 'a manifest of the vault’s account key');
  const newest = mailboxKeys.at(-1);
  const { generation, key } = manifest.manifest.mailbox;
  verified(newest?.generation === generation && newest.publicKey === key, 'the vault’s mailbox key');
  verified(documents.marks, 'marks');
  const marks = openMarks(toBytes(marksKey), address, documents.marks);
  verified(marks.marks.manifestVersion <= manifest.manifest.version, 'a manifest as new as the marks');
  return { address, manifest, vault, marks };
}

/** 3.6: the server has at least what any device of the account has seen. */
export function verifyNothingWithheld(
  { conversations }: Marks,
  listed: readonly { readonly id: string; readonly epoch: number; readonly head: number }[],
): void {
  for (const [id, { epoch, seq }] of Object.entries(conversations)) {
    const row = listed.find((one) => one.id === id);
    if (!row || row.head < seq || row.epoch < epoch)
      throw new Refused('history-withheld', { conversation: id });
  }
}
