import { type } from 'node:os';
import { toBase64url } from '../../protocol/bytes.ts';
import { type DeviceId, deviceId, publicKey } from '../../protocol/ids.ts';
import type { Manifest, ManifestDevice } from '../../protocol/manifest.ts';
import { randomBytes } from '../encryption/primitives.ts';
import { generateSigningKey } from '../encryption/signing.ts';
import type { DeviceRecord } from '../session/account-record.ts';

/** This device's own identity; its public half is what the manifest lists. */
export interface OwnDevice {
  readonly id: DeviceId;
  readonly seed: Uint8Array;
  readonly publicKey: Uint8Array;
}

export function newDevice(): OwnDevice {
  return { id: deviceId.parse(toBase64url(randomBytes(16))), ...generateSigningKey() };
}

export function deviceOf(record: DeviceRecord): OwnDevice {
  return { id: record.device, seed: record.deviceSeed, publicKey: record.devicePublicKey };
}

export function listingOf(device: OwnDevice, name: string | undefined, now: number): ManifestDevice {
  return {
    id: device.id,
    name: name ?? `Parley on ${type()}`,
    key: publicKey.parse(toBase64url(device.publicKey)),
    added: new Date(now).toISOString(),
  };
}

/** True if the manifest lists this device and has not revoked it. */
export function isListed(device: OwnDevice, manifest: Manifest): boolean {
  const key = toBase64url(device.publicKey);
  return manifest.devices.some((one) => one.id === device.id && one.key === key && !one.revoked);
}

export function isRevoked(device: OwnDevice, manifest: Manifest): boolean {
  return manifest.devices.some((one) => one.id === device.id) && !isListed(device, manifest);
}
