// Clause 3.4.
import { ed25519PublicKey, sha256 } from '../vectors/reference.ts';
import { toBytes, toText } from './base64url.ts';
import { Refused, verified } from './refusals.ts';
import { readDocument, signDocument, verifySignature } from './signed-documents.ts';

const LABEL = 'parley manifest v1';

export interface ListedDevice {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly added: string;
  readonly revoked?: string;
}

export interface Manifest {
  readonly v: 1;
  readonly address: string;
  readonly accountKey: string;
  readonly version: number;
  readonly previous?: string;
  readonly devices: readonly ListedDevice[];
  readonly mailbox: { readonly generation: number; readonly key: string };
}

export interface SignedManifest {
  readonly bytes: Uint8Array;
  readonly manifest: Manifest;
}

type Said = Pick<Manifest, 'devices' | 'mailbox'>;

export function firstManifest(address: string, accountSeed: Uint8Array, said: Said): SignedManifest {
  const accountKey = toText(ed25519PublicKey(accountSeed));
  return signed({ v: 1, address, accountKey, version: 1, ...said }, accountSeed);
}

export function nextManifest(
  { bytes, manifest }: SignedManifest,
  accountSeed: Uint8Array,
  said: Partial<Said>,
): SignedManifest {
  const place = { version: manifest.version + 1, previous: toText(sha256(bytes)) };
  return signed({ ...manifest, ...place, ...said }, accountSeed);
}

function signed(manifest: Manifest, accountSeed: Uint8Array): SignedManifest {
  return { bytes: signDocument(LABEL, manifest, accountSeed), manifest };
}

/** The account's manifest, which follows the one that is known where one is. */
export function verifyManifest(bytes: Uint8Array, address: string, known?: SignedManifest): SignedManifest {
  const manifest = readDocument<Manifest>(bytes);
  verified(manifest.v === 1 && manifest.address === address, 'a manifest of another account');
  verifySignature(LABEL, bytes, toBytes(manifest.accountKey));
  if (known) verifySuccession({ bytes, manifest }, known);
  return { bytes, manifest };
}

function verifySuccession({ bytes, manifest }: SignedManifest, known: SignedManifest): void {
  const before = known.manifest;
  if (manifest.accountKey !== before.accountKey) {
    throw new Refused('identity-changed', { user: manifest.address });
  }
  verified(manifest.version >= before.version, 'an older manifest');
  verified(manifest.version > before.version || Buffer.compare(bytes, known.bytes) === 0, 'another manifest');
  if (manifest.version === before.version + 1) {
    verified(manifest.previous === toText(sha256(known.bytes)), 'a manifest after another one');
  }
  const { generation, key } = manifest.mailbox;
  verified(generation >= before.mailbox.generation, 'a manifest with an earlier mailbox key');
  const isRevoking = before.devices.some(
    ({ id, revoked }) => !revoked && manifest.devices.find((one) => one.id === id)?.revoked,
  );
  const isSameKey = generation === before.mailbox.generation;
  verified(!isSameKey || (key === before.mailbox.key && !isRevoking), 'a manifest without a new mailbox key');
  for (const device of before.devices) {
    const now = manifest.devices.find(({ id }) => id === device.id);
    verified(now?.key === device.key, 'a manifest that leaves out a device');
    verified(!device.revoked || now.revoked === device.revoked, 'a revocation taken back');
  }
}

/** The device as one whose signature counts in a record of that time. */
export function deviceOf({ devices }: Manifest, id: string, at: number): ListedDevice | undefined {
  const device = devices.find((one) => one.id === id);
  return device?.revoked !== undefined && Date.parse(device.revoked) <= at ? undefined : device;
}
