import { beforeAll, describe, expect, test } from 'vitest';
import { address, deviceId, digest } from '../../protocol/ids.ts';
import type { Manifest } from '../../protocol/manifest.ts';
import { deviceKey } from '../../protocol/manifest.ts';
import { byteFlips, otherLengths } from '../../test/support/byte-flips.ts';
import { createIdentity, type Identity } from '../../test/support/identities.ts';
import { fingerprintOf, signManifest, verifyManifest } from './manifests.ts';

const someDigest = digest.parse('A'.repeat(43));
let alice: Identity;
let signed: Uint8Array;

beforeAll(async () => {
  alice = await createIdentity('alice@parley.example');
  signed = signManifest(alice.manifest, alice.account.seed);
});

function verdictOn(changed: Partial<Manifest>, seed = alice.account.seed) {
  return verifyManifest(signManifest({ ...alice.manifest, ...changed }, seed), alice.address);
}

describe('manifests', () => {
  test('verify as what was signed, and the hash is that of all their bytes', () => {
    const verified = verifyManifest(signed, alice.address);
    expect(verified).toMatchObject({ ok: true, value: { manifest: alice.manifest } });
    const again = verdictOn({ mailbox: { ...alice.manifest.mailbox, generation: 2 } });
    expect(again.ok && verified.ok && again.value.hash !== verified.value.hash).toBe(true);
  });

  test('are refused for another address', () => {
    const refused = verifyManifest(signed, address.parse('mallory@parley.example'));
    expect(refused).toMatchObject({ code: 'verification-failed', facts: { detail: expect.any(String) } });
  });

  test('are refused when another key signed them', async () => {
    const mallory = await createIdentity('mallory@parley.example');
    expect(verdictOn({}, mallory.account.seed)).toMatchObject({ code: 'verification-failed' });
  });

  test('are refused when their version and their previous one don’t agree', () => {
    expect(verdictOn({ version: 2, previous: someDigest }).ok).toBe(true);
    expect(verdictOn({ version: 2 }).ok).toBe(false);
    expect(verdictOn({ version: 1, previous: someDigest }).ok).toBe(false);
  });

  test('are refused when they list a device twice', () => {
    const [device] = alice.manifest.devices;
    if (!device) throw new Error('there must be one');
    expect(verdictOn({ devices: [device, { ...device, name: 'Twin' }] }).ok).toBe(false);
  });

  test('every flipped byte and every other length is refused', () => {
    for (const changed of [...byteFlips(signed), ...otherLengths(signed)]) {
      expect(verifyManifest(changed, alice.address)).toMatchObject({ code: 'verification-failed' });
    }
  });

  test('know the keys of listed devices, and forget them once revoked', () => {
    const { manifest, device } = alice;
    expect(deviceKey(manifest, device.id)).toEqual(device.publicKey);
    expect(deviceKey(manifest, deviceId.parse('A'.repeat(22)))).toBeUndefined();
    const devices = manifest.devices.map((one) => ({ ...one, revoked: '2026-02-01T00:00:00.000Z' }));
    const revoked = { ...manifest, devices };
    expect(deviceKey(revoked, device.id)).toBeUndefined();
    expect(deviceKey(revoked, device.id, Date.parse('2026-02-01T00:00:00.000Z'))).toBeUndefined();
    expect(deviceKey(revoked, device.id, Date.parse('2026-01-31T00:00:00.000Z'))).toEqual(device.publicKey);
  });

  test('a fingerprint is five groups of five unmistakable letters, the same each time', async () => {
    const { accountKey } = alice.manifest;
    expect(fingerprintOf(accountKey)).toMatch(/^([0-9a-hjkmnp-tv-z]{5} ){4}[0-9a-hjkmnp-tv-z]{5}$/);
    expect(fingerprintOf(accountKey)).toBe(fingerprintOf(accountKey));
    const { manifest: other } = await createIdentity('alice@parley.example');
    expect(fingerprintOf(other.accountKey)).not.toBe(fingerprintOf(accountKey));
  });
});
