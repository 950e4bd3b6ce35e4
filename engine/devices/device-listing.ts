import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { limits } from '../../protocol/limits.ts';
import { activeOf, keepsDevices, type Manifest, type ManifestDevice } from '../../protocol/manifest.ts';
import type { Connection } from '../connection/connection.ts';
import { signManifest, type VerifiedManifest, verifyManifest } from '../encryption/manifests.ts';

const ATTEMPTS = 5;

type Requests = Pick<Connection, 'request'>;

/**
 * Publishes the manifest with the device added to it, after another device's change if there is one at the same
 * moment. Returns the signed manifest that lists it. Refuses with `device-list-full` where nothing makes room.
 */
export async function listDevice(
  connection: Requests,
  current: VerifiedManifest,
  accountSeed: Uint8Array,
  device: ManifestDevice,
): Promise<Result<Uint8Array>> {
  let latest = current;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const room = await withRoom(connection, latest, device);
    if (!room.ok) return room;
    const signed = signManifest(withDevice(latest, room.value, device), accountSeed);
    if (signed.length > limits.manifestBytes) return listFull(latest.manifest.devices.length);
    const published = await connection.request('account:publish', { manifest: signed });
    if (published.ok) return ok(signed);
    if (published.code !== 'version-conflict') return published;
    const stored = await storedManifest(connection, latest);
    if (!stored.ok) return stored;
    latest = stored.value;
  }
  return refuse('version-conflict');
}

function listFull(limit: number) {
  return refuse('device-list-full', { limit });
}

type Devices = Manifest['devices'];

/** The devices as they are; or, where there is no room for one more, with those revoked that have signed out. */
async function withRoom(
  connection: Requests,
  { manifest: { devices } }: VerifiedManifest,
  { id, added }: ManifestDevice,
): Promise<Result<Devices>> {
  if (devices.length >= limits.devicesListed) return listFull(limits.devicesListed);
  if (activeOf(devices).length < limits.devicesPerAccount) return ok(devices);
  const answer = await connection.request('account:sessions', {});
  if (!answer.ok) return answer;
  const { sessions } = answer.value;
  const signedIn = new Set(sessions.map(({ device }) => device));
  const theirs = sessions.find(({ device }) => device === id)?.lastSeen;
  const revoked = revocationTime(Date.parse(added), Date.parse(theirs ?? added));
  const left = devices.map((one) => (one.revoked || signedIn.has(one.id) ? one : { ...one, revoked }));
  return activeOf(left).length < limits.devicesPerAccount ? ok(left) : listFull(limits.devicesPerAccount);
}

const LONGEST_AHEAD_MILLISECONDS = 24 * 60 * 60 * 1_000;

/**
 * Records carry the server's time. Where its clock is ahead of ours, what a device has said lately must not look as if
 * it came after its revocation; but a server can't put that off for ever.
 */
function revocationTime(ours: number, theirs: number): string {
  return new Date(Math.min(Math.max(ours, theirs), ours + LONGEST_AHEAD_MILLISECONDS)).toISOString();
}

function withDevice(
  { manifest, hash }: VerifiedManifest,
  devices: Devices,
  device: ManifestDevice,
): Manifest {
  return {
    ...manifest,
    version: manifest.version + 1,
    previous: hash,
    devices: [...devices, device],
  };
}

/** What is signed next builds on this one, so it must come from the same account key and not be older. */
async function storedManifest(
  connection: Requests,
  { manifest }: VerifiedManifest,
): Promise<Result<VerifiedManifest>> {
  const answer = await connection.request('account:get', {});
  if (!answer.ok) return answer;
  const stored = verifyManifest(answer.value.manifest, manifest.address);
  if (!stored.ok) return stored;
  const follows =
    stored.value.manifest.accountKey === manifest.accountKey &&
    stored.value.manifest.version > manifest.version &&
    keepsDevices(manifest, stored.value.manifest);
  return follows ? stored : refuse('verification-failed', { detail: 'an old manifest' });
}
