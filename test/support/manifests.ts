// Signed manifests of accounts that exist in a test only.

import { signManifest } from '../../engine/encryption/manifests.ts';
import { generateSigningKey, type SigningKey } from '../../engine/encryption/signing.ts';
import { toBase64url } from '../../protocol/bytes.ts';
import { type Address, type Digest, deviceId, publicKey } from '../../protocol/ids.ts';
import type { Manifest } from '../../protocol/manifest.ts';

/** The device of each of them, unless the test says otherwise. */
export const listed = {
  id: deviceId.parse('d'.repeat(22)),
  name: 'a device',
  key: publicKey.parse(toBase64url(generateSigningKey().publicKey)),
  added: '2026-01-01T00:00:00.000Z',
};

/** Of the given version, which names its predecessor; `deviceName` makes one of the same version differ, `id` lists another device. */
export function signedManifest(
  key: SigningKey,
  address: Address,
  version: number,
  previous?: Digest,
  deviceName = listed.name,
  id = listed.id,
): Uint8Array {
  const devices = [{ ...listed, id, name: deviceName }];
  return signedManifestWith(key, address, version, previous, { devices });
}

export function signedManifestWith(
  key: SigningKey,
  address: Address,
  version: number,
  previous: Digest | undefined,
  changes: Partial<Manifest>,
): Uint8Array {
  const manifest: Manifest = {
    v: 1,
    address,
    accountKey: publicKey.parse(toBase64url(key.publicKey)),
    version,
    ...(previous && { previous }),
    devices: [listed],
    mailbox: { generation: 1, key: 'A'.repeat(1622) },
    ...changes,
  };
  return signManifest(manifest, key.seed);
}
