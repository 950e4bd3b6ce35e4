import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { limits } from '../../protocol/limits.ts';
import type { Manifest, ManifestDevice } from '../../protocol/manifest.ts';
import type { Connection } from '../connection.ts';
import { signManifest, type VerifiedManifest, verifyManifest } from '../encryption/manifests.ts';

const ATTEMPTS = 5;

type Requests = Pick<Connection, 'request'>;

/**
 * Publishes the manifest with the device added to it, after somebody else's change if there is one at the
 * same moment. Returns the signed manifest that lists it.
 */
export async function listDevice(
  connection: Requests,
  current: VerifiedManifest,
  accountSeed: Uint8Array,
  device: ManifestDevice,
): Promise<Result<Uint8Array>> {
  let latest = current;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (latest.manifest.devices.length >= limits.devicesPerAccount) return tooMany();
    const signed = signManifest(withDevice(latest, device), accountSeed);
    const published = await connection.request('account:publish', { manifest: signed });
    if (published.ok) return ok(signed);
    if (published.code !== 'version-conflict') return published;
    const stored = await storedManifest(connection, latest);
    if (!stored.ok) return stored;
    latest = stored.value;
  }
  return refuse('version-conflict');
}

function tooMany() {
  const detail = `this account has ${limits.devicesPerAccount} devices, which is as many as there can be`;
  return refuse('bad-request', { detail });
}

function withDevice({ manifest, hash }: VerifiedManifest, device: ManifestDevice): Manifest {
  return {
    ...manifest,
    version: manifest.version + 1,
    previous: hash,
    devices: [...manifest.devices, device],
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
    stored.value.manifest.version > manifest.version;
  return follows ? stored : refuse('verification-failed', { detail: 'an old manifest' });
}
