// The manifest is the public list of an account's devices, signed by the account's master key. A device that
// isn't in it doesn't exist (protocol.md 3.4). That the master key is the one seen before is for the caller to check.
import { z } from 'zod';
import { fromBase64url } from '../../protocol/bytes.ts';
import { ok, type Result } from '../../protocol/errors.ts';
import { type Address, type Digest, publicKey, splitAddress } from '../../protocol/ids.ts';
import { MANIFEST_LABEL, type Manifest, manifest as manifestSchema } from '../../protocol/manifest.ts';
import { documentHash, signDocument, unverified, verifyDocument } from './signed-documents.ts';

export { compactFingerprintOf, fingerprintOf } from '../../node/account-fingerprint.ts';

export interface VerifiedManifest {
  readonly manifest: Manifest;
  /** The next version names this hash as its `previous`. */
  readonly hash: Digest;
}

const hint = z.object({ accountKey: publicKey });

/** `accountSeed` is that of the manifest's own account key. */
export function signManifest(manifest: Manifest, accountSeed: Uint8Array): Uint8Array<ArrayBuffer> {
  return signDocument(MANIFEST_LABEL, manifest, accountSeed);
}

/** Refuses `verification-failed`, naming the user, unless it is the address's, whole, and signed by the key it names. */
export function verifyManifest(bytes: Uint8Array, address: Address): Result<VerifiedManifest> {
  const refused = (fault: unknown) =>
    unverified(`the list of the devices of ${splitAddress(address).username}: ${fault}`);
  const verified = verifyDocument(bytes, {
    label: MANIFEST_LABEL,
    hint,
    keyFor: ({ accountKey }) => fromBase64url(accountKey),
    schema: manifestSchema,
  });
  if (!verified.ok) return refused(verified.facts?.detail);
  const manifest = verified.value;
  if (manifest.address !== address) return refused('it is another account’s');
  if ((manifest.version === 1) !== (manifest.previous === undefined)) {
    return refused('it does not follow one before');
  }
  return ok({ manifest, hash: documentHash(bytes) });
}
