// Accounts with real keys, for tests that need a sender.

import { generateMailboxKey } from '../../engine/encryption/mailboxes.ts';
import { signManifest, type VerifiedManifest, verifyManifest } from '../../engine/encryption/manifests.ts';
import { type RandomSource, randomBytes } from '../../engine/encryption/primitives.ts';
import { signingKeyOf } from '../../engine/encryption/signing.ts';
import { toBase64url } from '../../protocol/bytes.ts';
import { address, deviceId, publicKey } from '../../protocol/ids.ts';
import type { Manifest, ManifestHistory } from '../../protocol/manifest.ts';

/** An account with one device and one mailbox key. */
export async function createIdentity(name: string, random: RandomSource = randomBytes) {
  const account = signingKeyOf(random(32));
  const device = { id: deviceId.parse(toBase64url(random(16))), ...signingKeyOf(random(32)) };
  const mailboxKey = await generateMailboxKey(1, random);
  const manifest: Manifest = {
    v: 1,
    address: address.parse(name),
    accountKey: publicKey.parse(toBase64url(account.publicKey)),
    version: 1,
    devices: [
      {
        id: device.id,
        name: 'Laptop',
        key: publicKey.parse(toBase64url(device.publicKey)),
        added: '2026-01-02T03:04:05.000Z',
      },
    ],
    mailbox: { generation: 1, key: toBase64url(mailboxKey.publicKey) },
  };
  return { address: manifest.address, account, device, mailboxKey, manifest };
}

export type Identity = Awaited<ReturnType<typeof createIdentity>>;

/** The identity's manifest as a contact has it. Throws when it doesn't verify. */
export function verifiedManifestOf({ manifest, account }: Identity): VerifiedManifest {
  const verified = verifyManifest(signManifest(manifest, account.seed), manifest.address);
  if (!verified.ok) throw new Error('the test’s own manifest must verify');
  return verified.value;
}

/** Of an account that was never reset. */
export function historyOf(verified: VerifiedManifest | undefined): ManifestHistory | undefined {
  return verified && { manifest: verified.manifest, former: [] };
}
