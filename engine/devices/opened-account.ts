// What the server gives at sign-in is believed only when the vault opens and the manifest is signed by the account key that the vault holds.
import { toBase64url } from '../../protocol/bytes.ts';
import { ok, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
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

/** Refuses with `verification-failed`, or as said where the vault doesn't open. */
export function openAccount(
  address: Address,
  given: Given,
  opener: VaultOpener,
  unopened: Refusal = refuse('verification-failed', { detail: 'the vault' }),
): Result<OpenedAccount> {
  const vault = openVault(address, given.vault, opener);
  if (!vault) return unopened;
  const manifest = verifyManifest(given.manifest, address);
  if (!manifest.ok) return manifest;
  const fault = faultOfPair(vault, manifest.value);
  return fault === undefined
    ? ok({ vault, manifest: manifest.value })
    : refuse('verification-failed', { detail: fault });
}

/** Why the two don't belong together. */
function faultOfPair({ contents }: OpenedVault, { manifest }: VerifiedManifest): string | undefined {
  const accountKey = toBase64url(signingKeyOf(new Uint8Array(contents.accountSeed)).publicKey);
  if (manifest.accountKey !== accountKey) return 'another account’s manifest';
  const newest = contents.mailboxKeys.at(-1);
  const isSameMailbox =
    manifest.mailbox.generation === newest?.generation &&
    manifest.mailbox.key === toBase64url(newest.publicKey);
  return isSameMailbox ? undefined : 'a vault of another generation';
}
