import { expect, test } from 'vitest';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { RequestName } from '../../protocol/events.ts';
import { address, deviceId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { Manifest } from '../../protocol/manifest.ts';
import { signedManifest } from '../../test/support/manifests.ts';
import type { Connection } from '../connection/connection.ts';
import { signManifest, type VerifiedManifest, verifyManifest } from '../encryption/manifests.ts';
import { generateSigningKey } from '../encryption/signing.ts';
import { listDevice } from './device-listing.ts';
import { listingOf } from './own-device.ts';

const alice = address.parse('alice@home.example');
const key = generateSigningKey();
const first = signedManifest(key, alice, 1);
const device = { id: deviceId.parse('n'.repeat(22)), ...generateSigningKey() };
const listing = listingOf(device, 'new', 0);

function verified(signed: Uint8Array): VerifiedManifest {
  const manifest = verifyManifest(signed, alice);
  if (!manifest.ok) throw new Error(manifest.code);
  return manifest.value;
}

/** A server that keeps one manifest, and takes only the one that follows it. */
function serverWith(stored: Uint8Array, sessions: readonly object[] = []) {
  let kept = stored;
  const asked: RequestName[] = [];
  async function request(name: RequestName, payload: { manifest?: Uint8Array }): Promise<Result<unknown>> {
    asked.push(name);
    if (name === 'account:sessions') return ok({ sessions });
    if (!payload.manifest) return ok({ manifest: kept });
    if (verified(payload.manifest).manifest.previous !== verified(kept).hash)
      return refuse('version-conflict');
    kept = payload.manifest;
    return ok({});
  }
  // The requests that listing a device makes.
  const connection = { request } as unknown as Pick<Connection, 'request'>;
  return { connection, asked, kept: () => kept };
}

test('a device is listed on top of a change that another device made at the same moment', async () => {
  const second = signedManifest(key, alice, 2, verified(first).hash, 'renamed');
  const server = serverWith(second);
  const listed = await listDevice(server.connection, verified(first), key.seed, listing);
  expect(listed).toEqual(ok(server.kept()));
  expect(server.asked).toEqual(['account:publish', 'account:get', 'account:publish']);
  expect(verified(server.kept()).manifest).toMatchObject({
    version: 3,
    devices: [{ name: 'renamed' }, { name: 'new' }],
  });
});

function manifestWith(devices: Manifest['devices']): Uint8Array {
  const { manifest } = verified(first);
  return signManifest({ ...manifest, devices }, key.seed);
}

const others = Array.from({ length: limits.devicesPerAccount }, (_, index) =>
  listingOf({ ...device, id: deviceId.parse(`${index}`.padStart(22, 'o')) }, `${index}`, 0),
);

test('a full list makes room by revoking devices without a session, by the later of both clocks', async () => {
  const full = manifestWith(others);
  const server = serverWith(full, [
    { device: device.id, lastSeen: '1970-01-01T01:00:00.000Z' },
    ...others.slice(0, 2).map(({ id }) => ({ device: id, lastSeen: '1970-01-01T00:30:00.000Z' })),
  ]);
  const listed = await listDevice(server.connection, verified(full), key.seed, listing);
  expect(listed).toEqual(ok(server.kept()));
  const { devices } = verified(server.kept()).manifest;
  expect(devices.filter(({ revoked }) => !revoked).map(({ name }) => name)).toEqual(['0', '1', 'new']);
  expect(new Set(devices.slice(2, -1).map(({ revoked }) => revoked))).toEqual(
    new Set(['1970-01-01T01:00:00.000Z']),
  );
});

test('a server’s clock delays a revocation by at most a day', async () => {
  const full = manifestWith(others);
  const server = serverWith(full, [{ device: device.id, lastSeen: '2999-01-01T00:00:00.000Z' }]);
  await listDevice(server.connection, verified(full), key.seed, listing);
  expect(verified(server.kept()).manifest.devices[0]?.revoked).toBe('1970-01-02T00:00:00.000Z');
});

test('refuses with device-list-full when every listed device is signed in, or no entry is left', async () => {
  const full = manifestWith(others);
  const server = serverWith(
    full,
    others.map(({ id }) => ({ device: id, lastSeen: '1970-01-01T00:30:00.000Z' })),
  );
  expect(await listDevice(server.connection, verified(full), key.seed, listing)).toEqual(
    refuse('device-list-full', { limit: limits.devicesPerAccount }),
  );
  expect(server.kept()).toBe(full);
  const revoked = '1970-01-01T00:00:00.000Z';
  const old = Array.from({ length: limits.devicesListed }, (_, index) =>
    listingOf({ ...device, id: deviceId.parse(`${index}`.padStart(22, 'r')) }, `${index}`, 0),
  );
  const used = manifestWith(old.map((one) => ({ ...one, revoked })));
  expect(await listDevice(serverWith(used).connection, verified(used), key.seed, listing)).toEqual(
    refuse('device-list-full', { limit: limits.devicesListed }),
  );
});

test.each([
  ['that forgets a device', signedManifest(key, alice, 2, verified(first).hash, 'another', device.id)],
  ['of another account key', signedManifest(generateSigningKey(), alice, 2, verified(first).hash)],
  ['that is not newer', signedManifest(key, alice, 1, undefined, 'renamed')],
])('the device signs nothing on top of a manifest %s', async (_, stored) => {
  const server = serverWith(stored);
  const listed = await listDevice(server.connection, verified(first), key.seed, listing);
  expect(listed).toMatchObject({ code: 'verification-failed' });
  expect(server.kept()).toBe(stored);
});
