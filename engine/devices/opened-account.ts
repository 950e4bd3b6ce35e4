// What the server gives at sign-in is believed only when the vault opens and the manifest is signed by the account key that the vault holds.
import { toBase64url } from '../../protocol/bytes.ts';
import { ok, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import type { Address } from '../../protocol/ids.ts';
import { type VerifiedManifest, verifyManifest } from '../encryption/manifests.ts';
import { signingKeyOf } from '../encryption/signing.ts';
import { faultOf, type OpenedVault, openVault, type VaultOpener } from '../encryption/vault.ts';

export interface OpenedAccount {
  readonly vault: OpenedVault;
  readonly manifest: VerifiedManifest;
}

interface Given {
  readonly vault: Uint8Array;
  readonly manifest: Uint8Array;
}

const ALTERED = refuse('verification-failed', { detail: 'the vault' });

/**
 * Refuses with `verification-failed`, with `recovery-key-needed` where the password is not enough, or as said where the
 * opener has another key.
 */
export function openAccount(
  address: Address,
  given: Given,
  opener: VaultOpener,
  otherKey: Refusal = ALTERED,
): Result<OpenedAccount> {
  const vault = openVault(address, given.vault, opener);
  if (!vault) {
    const refusals = {
      'other-key': otherKey,
      'no-second-key': refuse('recovery-key-needed'),
      altered: ALTERED,
    };
    return refusals[faultOf(address, given.vault, opener)];
  }
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
