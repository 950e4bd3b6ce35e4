import { expect, test } from 'vitest';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { RequestName } from '../../protocol/events.ts';
import { address, deviceId } from '../../protocol/ids.ts';
import { signedManifest } from '../../test/support/manifests.ts';
import type { Connection } from '../connection.ts';
import { type VerifiedManifest, verifyManifest } from '../encryption/manifests.ts';
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
function serverWith(stored: Uint8Array) {
  let kept = stored;
  const asked: RequestName[] = [];
  async function request(name: RequestName, payload: { manifest?: Uint8Array }): Promise<Result<unknown>> {
    asked.push(name);
    if (!payload.manifest) return ok({ manifest: kept });
    if (verified(payload.manifest).manifest.previous !== verified(kept).hash)
      return refuse('version-conflict');
    kept = payload.manifest;
    return ok({});
  }
  // The two requests that listing a device makes.
  const connection = { request } as unknown as Pick<Connection, 'request'>;
  return { connection, asked, kept: () => kept };
}

test('after somebody else’s change at the same moment the device is listed beside it', async () => {
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

test.each([
  ['of another account key', signedManifest(generateSigningKey(), alice, 2, verified(first).hash)],
  ['that is not newer', signedManifest(key, alice, 1, undefined, 'renamed')],
])('nothing is signed on top of a manifest %s', async (_, stored) => {
  const server = serverWith(stored);
  const listed = await listDevice(server.connection, verified(first), key.seed, listing);
  expect(listed).toMatchObject({ code: 'verification-failed' });
  expect(server.kept()).toBe(stored);
});
