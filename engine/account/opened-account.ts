// What the server gives at sign-in is believed only when the vault opens and the manifest is signed by the account key that the vault holds.
import { toBase64url } from '../../protocol/bytes.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { Address } from '../../protocol/ids.ts';
import { type VerifiedManifest, verifyManifest } from '../encryption/manifests.ts';
import { signingKeyOf } from '../encryption/signing.ts';
import { type OpenedVault, openVault, type VaultOpener } from '../encryption/vault.ts';

export interface OpenedAccount {
  readonly vault: OpenedVault;
  readonly manifest: VerifiedManifest;
}

interface Given {
  readonly vault: Uint8Array;
  readonly manifest: Uint8Array;
}

/** Refuses with `verification-failed`. */
export function openAccount(address: Address, given: Given, opener: VaultOpener): Result<OpenedAccount> {
  const vault = openVault(address, given.vault, opener);
  if (!vault) return refuse('verification-failed', { detail: 'the vault' });
  const manifest = verifyManifest(given.manifest, address);
  if (!manifest.ok) return manifest;
  if (!belongTogether(vault, manifest.value)) {
    return refuse('verification-failed', { detail: 'another account’s manifest' });
  }
  return ok({ vault, manifest: manifest.value });
}

function belongTogether({ contents }: OpenedVault, { manifest }: VerifiedManifest): boolean {
  const newest = contents.mailboxKeys.at(-1);
  return (
    manifest.accountKey === toBase64url(signingKeyOf(new Uint8Array(contents.accountSeed)).publicKey) &&
    manifest.mailbox.generation === newest?.generation &&
    manifest.mailbox.key === toBase64url(newest.publicKey)
  );
}
