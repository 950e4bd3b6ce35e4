import { beforeAll, expect, test } from 'vitest';
import { toBase64url } from '../../protocol/bytes.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { RequestName, RequestOf } from '../../protocol/events.ts';
import { address, type DeviceId, deviceId, publicKey } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { Manifest } from '../../protocol/manifest.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import type { Connection } from '../connection/connection.ts';
import { createContacts } from '../contacts/contacts.ts';
import { sealMarks } from '../encryption/high-water-marks.ts';
import { generateMailboxKey } from '../encryption/mailboxes.ts';
import { signManifest, type VerifiedManifest, verifyManifest } from '../encryption/manifests.ts';
import { randomBytes } from '../encryption/primitives.ts';
import { generateSigningKey } from '../encryption/signing.ts';
import { createVault, openDeviceBox, openVault, type VaultContents } from '../encryption/vault.ts';
import { reviseAccount } from './account-revision.ts';
import { withDevice } from './device-listing.ts';
import { listingOf } from './own-device.ts';

const alice = address.parse('alice@home.example');
const key = generateSigningKey();
const keks = { passwordKek: randomBytes(32), recoveryKek: randomBytes(32) };
const device = { id: deviceId.parse(`${'n'.repeat(21)}A`), ...generateSigningKey() };
const listing = listingOf(device, 'new', 0);
const kek = randomBytes(32);
let contents: VaultContents;
let vault: Uint8Array;
let first: Uint8Array;

beforeAll(async () => {
  const mailboxKeys = [await generateMailboxKey(1)];
  const accountSeed = new Uint8Array(key.seed);
  const deviceKeks = [{ device: idOf('a'), kek: randomBytes(32) }];
  contents = { accountSeed, mailboxKeys, marksKey: randomBytes(32), deviceKeks };
  vault = createVault(alice, contents, keks);
  first = manifestWith([listingOf({ ...device, id: idOf('a') }, 'a device', 0)]);
});

function idOf(name: string): DeviceId {
  return deviceId.parse(`${name.padStart(21, 'o')}A`);
}

function manifestWith(
  devices: Manifest['devices'],
  other: Partial<Manifest> = {},
  seed = key.seed,
): Uint8Array {
  const newest = contents.mailboxKeys.at(-1);
  const mailbox = { generation: 1, key: toBase64url(newest?.publicKey ?? new Uint8Array()) };
  const accountKey = publicKey.parse(toBase64url(key.publicKey));
  return signManifest({ v: 1, address: alice, accountKey, version: 1, devices, mailbox, ...other }, seed);
}

function verified(signed: Uint8Array): VerifiedManifest {
  const manifest = verifyManifest(signed, alice);
  if (!manifest.ok) throw new Error(manifest.code);
  return manifest.value;
}

/** A server that keeps one account, and takes only the manifest that follows; another device may change it in between. */
function serverWith(stored: Uint8Array, sessions: readonly object[] = [], meanwhile?: Uint8Array) {
  let kept = { manifest: stored, vault, marks: sealMarks(contents.marksKey, alice, 0, noMarks) };
  let next = meanwhile;
  const asked: RequestName[] = [];
  async function request(name: RequestName, payload: RequestOf<'account:publish'>): Promise<Result<unknown>> {
    asked.push(name);
    if (name === 'account:sessions') return ok({ sessions });
    if (name === 'account:get') return ok(kept);
    if (next) kept = { ...kept, manifest: next };
    next = undefined;
    if (verified(payload.manifest).manifest.previous !== verified(kept.manifest).hash)
      return refuse('version-conflict');
    kept = { ...kept, ...payload } as typeof kept;
    return ok({});
  }
  // The requests that listing a device makes.
  const connection = { request } as unknown as Pick<Connection, 'request'>;
  return { connection, asked, kept: () => kept, devices: () => verified(kept.manifest).manifest.devices };
}

const noMarks = { manifestVersion: 1, conversations: {} };

const seen = { vaultVersion: 1, vaultSeenAt: 0, generation: 1 };

async function listOn({ connection }: ReturnType<typeof serverWith>, pinned?: Uint8Array) {
  const database = await temporaryDatabase();
  const contacts = createContacts(database);
  if (pinned) contacts.pin(pinned, alice);
  const own = { address: alice, contacts, database, marksKey: randomBytes(32) };
  return reviseAccount({ connection, own, opener: keks, seen }, (present) =>
    withDevice(connection, present, listing, kek),
  );
}

test('a device is listed on top of a change that another device made at the same moment', async () => {
  const [one] = verified(first).manifest.devices;
  const renamed = [{ ...(one ?? listing), name: 'renamed' }];
  const second = manifestWith(renamed, { version: 2, previous: verified(first).hash });
  const server = serverWith(first, [], second);
  expect(await listOn(server)).toMatchObject({ ok: true });
  expect(server.asked).toEqual(['account:get', 'account:publish', 'account:get', 'account:publish']);
  expect(verified(server.kept().manifest).manifest).toMatchObject({
    version: 3,
    devices: [{ name: 'renamed' }, { name: 'new' }],
    mailbox: { generation: 1 },
  });
});

test('the vault that is published with it gives the device its keys, and the others theirs as before', async () => {
  const server = serverWith(first);
  await listOn(server);
  const own = openDeviceBox(alice, server.kept().vault, { device: device.id, kek });
  expect(own?.mailboxKeys).toHaveLength(1);
  const [other] = contents.deviceKeks;
  expect(other && openDeviceBox(alice, server.kept().vault, other)).toEqual(own);
});

const others = Array.from({ length: limits.devicesPerAccount }, (_, index) =>
  listingOf({ ...device, id: idOf(`${index}`) }, `${index}`, 0),
);

test('a full list makes room by revoking devices without a session, after what the later of both clocks has seen', async () => {
  const full = manifestWith(others);
  const server = serverWith(full, [
    { device: device.id, lastSeen: '1970-01-01T01:00:00.000Z' },
    ...others.slice(0, 2).map(({ id }) => ({ device: id, lastSeen: '1970-01-01T00:30:00.000Z' })),
  ]);
  expect(await listOn(server)).toMatchObject({ ok: true });
  const devices = server.devices();
  expect(devices.filter(({ revoked }) => !revoked).map(({ name }) => name)).toEqual(['0', '1', 'new']);
  expect(new Set(devices.slice(2, -1).map(({ revoked }) => revoked))).toEqual(
    new Set(['1970-01-01T01:00:00.001Z']),
  );
});

test('whatever revokes a device renews mailbox and marks keys, which the revoked one doesn’t get', async () => {
  const known = others.map(({ id }) => ({ device: id, kek: randomBytes(32) }));
  vault = createVault(alice, { ...contents, deviceKeks: known }, keks);
  const server = serverWith(
    manifestWith(others),
    others.slice(0, 2).map(({ id }) => ({ device: id, lastSeen: '1970-01-01T00:30:00.000Z' })),
  );
  expect(await listOn(server)).toMatchObject({ ok: true });
  const { manifest, vault: next } = server.kept();
  const after = openVault(alice, next, keks)?.contents;
  expect(verified(manifest).manifest.mailbox.generation).toBe(2);
  expect(after?.mailboxKeys.map(({ generation }) => generation)).toEqual([1, 2]);
  expect(after?.marksKey).not.toEqual(contents.marksKey);
  const opens = known.map((one) => openDeviceBox(alice, next, one) !== undefined);
  expect(opens).toEqual(known.map((_, index) => index < 2));
});

test('a server’s clock delays a revocation by at most a day', async () => {
  const full = manifestWith(others);
  const server = serverWith(full, [{ device: device.id, lastSeen: '2999-01-01T00:00:00.000Z' }]);
  await listOn(server);
  expect(server.devices()[0]?.revoked).toBe('1970-01-02T00:00:00.000Z');
});

test('refuses with device-list-full when every listed device is signed in, or no entry is left', async () => {
  const full = manifestWith(others);
  const server = serverWith(
    full,
    others.map(({ id }) => ({ device: id, lastSeen: '1970-01-01T00:30:00.000Z' })),
  );
  expect(await listOn(server)).toEqual(refuse('device-list-full', { limit: limits.devicesPerAccount }));
  expect(server.kept().manifest).toBe(full);
  const revoked = '1970-01-01T00:00:00.000Z';
  const old = Array.from({ length: limits.devicesListed }, (_, index) =>
    listingOf({ ...device, id: idOf(`${index}`) }, `${index}`, 0),
  );
  const used = manifestWith(old.map((one) => ({ ...one, revoked })));
  expect(await listOn(serverWith(used))).toEqual(refuse('device-list-full', { limit: limits.devicesListed }));
});

test.each([
  [
    'that forgets a device',
    () => manifestWith([listing], { version: 2, previous: verified(first).hash }),
    'a list that leaves out a device of alice',
  ],
  [
    'of another account key',
    () => {
      const other = generateSigningKey();
      const accountKey = publicKey.parse(toBase64url(other.publicKey));
      return manifestWith(verified(first).manifest.devices, { accountKey }, other.seed);
    },
    'another account’s manifest',
  ],
  ['that is not newer', () => manifestWith([listing]), 'another list of the devices of alice'],
])('the device signs nothing on top of a manifest %s', async (_, forge, detail) => {
  const stored = forge();
  const server = serverWith(stored);
  expect(await listOn(server, first)).toMatchObject({ code: 'verification-failed', facts: { detail } });
  expect(server.kept().manifest).toBe(stored);
});
