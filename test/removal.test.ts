// A device that its user removes reads nothing that comes later, erases what it has, and leaves the others as they were.

import { existsSync } from 'node:fs';
import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { EngineApi, EngineEvents } from '../engine/api/api.ts';
import { blob } from '../engine/database/columns.ts';
import { openDatabase } from '../engine/database/database.ts';
import { openEpochKey } from '../engine/encryption/epoch-changes.ts';
import { openFrame } from '../engine/encryption/frames.ts';
import { openMarks } from '../engine/encryption/high-water-marks.ts';
import { signManifest } from '../engine/encryption/manifests.ts';
import { generateSigningKey } from '../engine/encryption/signing.ts';
import { openDeviceBox } from '../engine/encryption/vault.ts';
import { openKeyRing } from '../engine/profile/key-ring.ts';
import { type AccountRecord, readAccount } from '../engine/session/account-record.ts';
import { toBase64url, utf8 } from '../protocol/bytes.ts';
import { change as changeSchema, splitChange } from '../protocol/epoch-change.ts';
import { ok, type Result, refuse } from '../protocol/errors.ts';
import type { ResponseOf } from '../protocol/events.ts';
import { decodeFrameHeader, jsonOf } from '../protocol/frames.ts';
import { address, conversationId, type DeviceId, deviceId, digest, publicKey } from '../protocol/ids.ts';
import type { Manifest } from '../protocol/manifest.ts';
import { decodePage, decodeRecord, type LogRecord } from '../protocol/records.ts';
import { joinSigned, splitSigned } from '../protocol/signed-documents.ts';
import { decrypted } from './support/database.ts';
import { keyFile } from './support/key-file.ts';
import { startMaliciousProxy } from './support/malicious-proxy.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { testDevice } from './support/test-device.ts';
import { openTestEngine, password, registerTestEngine } from './support/test-engine.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { unwrap } from './support/unwrap.ts';

async function signedIn(
  home: { readonly url: string },
  deviceName: string,
  profileFolder?: string,
): Promise<EngineApi> {
  const engine = await openTestEngine(home, profileFolder === undefined ? {} : { profileFolder });
  unwrap(await engine.call('signIn', { username: 'alice', password, deviceName }));
  return engine;
}

async function devicesOf(engine: EngineApi) {
  return unwrap(await engine.call('devices', {}));
}

async function idOf(engine: EngineApi, name: string) {
  const found = (await devicesOf(engine)).find((device) => device.name === name);
  return deviceId.parse(found?.id);
}

async function textsIn(engine: EngineApi, conversation: string): Promise<(string | undefined)[]> {
  const { messages } = unwrap(
    await engine.call('history', { conversation: conversationId.parse(conversation) }),
  );
  return messages
    .filter(({ kind, seq }) => kind !== 'system' && seq !== undefined)
    .map(({ text, code }) => text ?? code);
}

function send(engine: EngineApi, conversation: string, text: string) {
  return engine.call('send', { conversation: conversationId.parse(conversation), text }).then(unwrap);
}

/** Alice's laptop and phone, and Bob, in a direct conversation and a group in which all have read a message. */
async function startTalk(home: TestServer) {
  const laptop = await registerTestEngine(home, { username: 'alice' });
  const bob = await registerTestEngine(home, { username: 'bob' });
  const phoneFolder = await temporaryFolder();
  const phone = await signedIn(home, 'Phone', phoneFolder);
  const direct = unwrap(await laptop.call('openDirect', { user: 'bob' })).id;
  const group = unwrap(await laptop.call('createGroup', { title: 'Trip', members: ['bob'] })).id;
  for (const conversation of [direct, group]) {
    await send(laptop, conversation, 'before');
    for (const engine of [bob, phone]) await expectTexts(engine, conversation, ['before']);
  }
  return { laptop, bob, phone, phoneFolder, direct, group };
}

function expectTexts(engine: EngineApi, conversation: string, texts: readonly string[]) {
  return vi.waitFor(async () => expect(await textsIn(engine, conversation)).toEqual(texts), 10_000);
}

test('after a removal every conversation gets a new key, whichever member writes first, and the others read on', async () => {
  const home = await startTestServer();
  const { laptop, bob, phone, direct, group } = await startTalk(home);
  const desk = await signedIn(home, 'Desk');
  const steps: EngineEvents['deviceRemoval']['step'][] = [];
  laptop.on('deviceRemoval', ({ step }) => steps.push(step));
  const device = await idOf(laptop, 'Phone');
  expect(await laptop.call('revokeDevice', { device, password: 'not the password' })).toEqual(
    refuse('wrong-credentials'),
  );
  expect(unwrap(await laptop.call('revokeDevice', { device, password }))).toEqual({});
  // More than once where marks were saved at the same moment.
  expect(steps.slice(0, 3)).toEqual(['password', 'password', 'publishing']);
  // Bob doesn't know of it yet: the server refuses the key that he knows.
  await send(bob, direct, 'from bob');
  await send(bob, group, 'from bob');
  for (const conversation of [direct, group]) {
    for (const engine of [laptop, desk]) await expectTexts(engine, conversation, ['before', 'from bob']);
    await send(desk, conversation, 'from the desk');
    for (const engine of [laptop, bob]) {
      await expectTexts(engine, conversation, ['before', 'from bob', 'from the desk']);
    }
  }
  expect((await devicesOf(desk)).map(({ name }) => name)).not.toContain('Phone');
  await vi.waitFor(async () => {
    expect(unwrap(await phone.call('status', {}))).toMatchObject({
      state: 'signed-out',
      ended: { code: 'device-removed' },
    });
  }, 10_000);
});

interface StolenKeys {
  readonly account: AccountRecord;
  readonly epochKeys: readonly Uint8Array[];
}

/** Everything in a profile that opens something, as a person who copied it and knows its passphrase has it. */
async function keysIn(folder: string): Promise<StolenKeys> {
  const ring = unwrap(await openKeyRing(folder, [keyFile]));
  const name = (await readdir(folder)).find((each) => each.endsWith('.db')) ?? '';
  const database = openDatabase(join(folder, name), ring.databaseKey);
  const account = readAccount(database);
  const epochs = database.all(z.object({ key: blob }), 'SELECT key FROM epochs WHERE key IS NOT NULL');
  database.close();
  if (!account) throw new Error('no account is signed in');
  return { account, epochKeys: epochs.map(({ key }) => key) };
}

/** Which of a log's records the keys open, by position: changes for the account, and frames. */
async function openedWith({ account, epochKeys }: StolenKeys, records: readonly LogRecord[]) {
  const opened: number[] = [];
  for (const { seq, body } of records) {
    const parts = splitChange(body);
    const header = decodeFrameHeader(body);
    const change =
      parts && changeSchema.safeParse(jsonOf(splitSigned(parts.signed)?.body ?? parts.signed)).data;
    const key = change && (await openEpochKey(change, parts.keys, account.address, account.mailboxKeys));
    const frames = header ? epochKeys.map((one) => openFrame(body, header, one, new Uint8Array(32))) : [];
    // Without the sender's key at hand, a frame that opens has a signature that doesn't fit.
    if (key || frames.some((frame) => frame.ok || frame.reason === 'bad-signature')) opened.push(seq);
  }
  return opened;
}

test('a copy of the removed device’s profile opens nothing that comes later, whatever the server hands out', async () => {
  const home = await startTestServer();
  const { laptop, bob, phone, phoneFolder, direct, group } = await startTalk(home);
  const copy = join(await temporaryFolder(), 'copy');
  await cp(phoneFolder, copy, { recursive: true });
  const thief = await keysIn(copy);
  const device = await idOf(laptop, 'Phone');
  unwrap(await laptop.call('revokeDevice', { device, password }));
  for (const conversation of [direct, group]) {
    await send(bob, conversation, 'later');
    await expectTexts(laptop, conversation, ['before', 'later']);
    await send(laptop, conversation, 'and later');
    await expectTexts(bob, conversation, ['before', 'later', 'and later']);
  }
  // What the server has, as it hands it to the account: to a device that has nothing to do with the stolen one.
  const { account, connection } = await testDevice(home.url);
  unwrap(await account.signIn({ username: 'alice', password }));
  for (const conversation of [direct, group]) {
    const id = conversationId.parse(conversation);
    const history = unwrap(
      await connection.request('conversations:history', { conversation: id, limit: 200 }),
    );
    const records = (decodePage(history.page) ?? []).map((one) => decodeRecord(one)!);
    const changes = records.filter(({ kind }) => kind === 'change').map(({ seq }) => seq);
    expect(changes).toHaveLength(2);
    const before = records.filter(({ seq }) => seq < (changes[1] ?? 0));
    // The keys are right: they open all that was there before.
    expect(await openedWith(thief, before)).toEqual(before.map(({ seq }) => seq));
    const after = records.filter(({ seq }) => seq >= (changes[1] ?? 0));
    expect(after.length).toBeGreaterThanOrEqual(3);
    expect(await openedWith(thief, after)).toEqual([]);
  }
  const { vault, marks } = unwrap(await connection.request('account:get', {}));
  const { deviceKek, marksKey, address, mailboxKeys } = thief.account;
  expect(openDeviceBox(address, vault, { device, kek: deviceKek })).toBeUndefined();
  expect(marks && openMarks(marksKey, address, marks)).toBeUndefined();
  expect(mailboxKeys).toHaveLength(1);
  // Nor does the profile itself get anything, with the session that was in it.
  const resurrected = await openTestEngine(home, { profileFolder: copy });
  await vi.waitFor(async () => {
    expect(unwrap(await resurrected.call('status', {}))).toMatchObject({ ended: { code: 'device-removed' } });
  }, 10_000);
  expect(unwrap(await phone.call('status', {})).state).toBe('signed-out');
});

test('the removed device erases its keys and messages at the first contact, and says when and what was lost', async () => {
  const home = await startTestServer();
  const { laptop, phone, phoneFolder, direct } = await startTalk(home);
  const port = new URL(home.url).port;
  await phone.close();
  const { account, epochKeys } = await keysIn(phoneFolder);
  const device = await idOf(laptop, 'Phone');
  unwrap(await laptop.call('revokeDevice', { device, password }));
  await home.stop();
  // It doesn't know yet, and writes on.
  const offline = await openTestEngine({ url: home.url }, { profileFolder: phoneFolder });
  await send(offline, direct, 'never to be sent');
  await offline.close();

  const again = await startTestServer({ dataFolder: home.dataFolder, args: ['--port', port] });
  const back = await openTestEngine(again, { profileFolder: phoneFolder });
  const ended = await vi.waitFor(async () => {
    const status = unwrap(await back.call('status', {}));
    expect(status.state).toBe('signed-out');
    expect(status.ended).toMatchObject({ code: 'device-removed', facts: { count: 1 } });
    return status.ended;
  }, 10_000);
  expect(Math.abs(Date.parse(String(ended?.facts?.removedAt)) - Date.now())).toBeLessThan(60_000);
  expect(ended?.reason).toContain('You removed this device');
  expect(await back.call('conversations', {})).toEqual(refuse('not-signed-in'));
  await back.close();

  const ring = unwrap(await openKeyRing(phoneFolder, [keyFile]));
  const name = (await readdir(phoneFolder)).find((each) => each.endsWith('.db')) ?? '';
  const plain = await decrypted(join(phoneFolder, name), ring.databaseKey);
  const { mailboxKeys, marksKey, deviceKek, token } = account;
  const secrets = [
    ...['never to be sent', String(token)],
    ...[marksKey, deviceKek, ...mailboxKeys.map(({ privateKey }) => privateKey)].map(toBase64url),
    ...epochKeys.map((key) => Buffer.from(key)),
  ];
  expect(secrets.map((secret) => plain.includes(secret))).toEqual(secrets.map(() => false));
  expect(existsSync(join(phoneFolder, name))).toBe(true);

  // It says so until an account is signed in here again, as a new device.
  const later = await openTestEngine(again, { profileFolder: phoneFolder });
  expect(unwrap(await later.call('status', {})).ended).toMatchObject({ code: 'device-removed' });
  const signed = unwrap(await later.call('signIn', { username: 'alice', password }));
  expect(signed.device).not.toBe(account.device);
  expect(unwrap(await later.call('status', {})).ended).toBeUndefined();
  await expectTexts(later, direct, ['before']);
});

test('a server can’t make a device erase anything without the account’s signature', async () => {
  const home = await startTestServer();
  const proxy = await startMaliciousProxy(home.url);
  const folder = await temporaryFolder();
  const alice = await registerTestEngine(proxy, { username: 'alice', profileFolder: folder });
  const note = unwrap(await alice.call('openDirect', { user: 'alice' })).id;
  await send(alice, note, 'to be kept');
  await expectTexts(alice, note, ['to be kept']);
  const device = deviceId.parse((await devicesOf(alice))[0]?.id);
  const asked = vi.fn();
  // A manifest that says so, under a key of the server's own.
  const forged = signManifest(forgedManifest(device), forgersKey.seed);
  proxy.forgeries.set('account:removal', () => {
    asked();
    return { answer: ok({ manifest: forged }) };
  });
  proxy.push('account:session-ended', { reason: 'device-removed' });
  await vi.waitFor(() => expect(asked).toHaveBeenCalled(), 10_000);
  expect(unwrap(await alice.call('status', {}))).toMatchObject({ state: 'signed-out' });
  expect(unwrap(await alice.call('status', {})).ended).toBeUndefined();
  await alice.close();
  const kept = await keysIn(folder);
  expect(kept.epochKeys).toHaveLength(1);
});

const AT = '2026-01-01T00:00:00.000Z';
const forgersKey = generateSigningKey();

function forgedManifest(id: DeviceId): Manifest {
  const accountKey = publicKey.parse(toBase64url(forgersKey.publicKey));
  return {
    v: 1,
    address: address.parse('alice@home.example'),
    accountKey,
    version: 9,
    previous: digest.parse('p'.repeat(43)),
    devices: [{ id, name: 'Laptop', key: accountKey, added: AT, revoked: AT }],
    mailbox: { generation: 2, key: 'A'.repeat(1622) },
  };
}

test('signing in again on the same profile makes no second entry, however the session ended', async () => {
  const home = await startTestServer();
  const folder = await temporaryFolder();
  const laptop = await registerTestEngine(home, { username: 'alice' });
  let phone = await signedIn(home, 'Phone', folder);
  const before = await idOf(phone, 'Phone');
  unwrap(await phone.call('signOut', {}));
  unwrap(await phone.call('signIn', { username: 'alice', password }));
  await phone.close();
  phone = await openTestEngine(home, { profileFolder: folder });
  // Ends the other sessions.
  const newPassword = 'another long password';
  unwrap(await laptop.call('changePassword', { oldPassword: password, newPassword }));
  await vi.waitFor(
    async () => expect(unwrap(await phone.call('status', {})).state).toBe('signed-out'),
    10_000,
  );
  unwrap(await phone.call('signIn', { username: 'alice', password: newPassword }));
  expect((await devicesOf(phone)).map(({ id }) => id)).toContain(before);
  expect(await devicesOf(phone)).toHaveLength(2);
});

test('a new device is announced once on every other device, at once or when that comes back', async () => {
  const home = await startTestServer();
  const laptop = await registerTestEngine(home, { username: 'alice' });
  const deskFolder = await temporaryFolder();
  const noticesAt = (engine: EngineApi) => {
    const notices: unknown[] = [];
    engine.on('notice', ({ code, facts }) => notices.push({ code, ...facts }));
    return notices;
  };
  const onLaptop = noticesAt(laptop);
  const desk = await signedIn(home, 'Desk', deskFolder);
  await vi.waitFor(() => expect(onLaptop).toEqual([{ code: 'device-added', device: 'Desk' }]), 10_000);
  await desk.close();
  const phone = await signedIn(home, 'Phone');
  const onPhone = noticesAt(phone);
  const announced = [{ code: 'device-added', device: 'Phone' }];
  await vi.waitFor(() => expect(onLaptop.splice(1)).toEqual(announced), 10_000);
  const back = await openTestEngine(home, { profileFolder: deskFolder });
  const onDesk = noticesAt(back);
  await vi.waitFor(() => expect(onDesk).toEqual(announced), 10_000);
  await back.close();
  const again = await openTestEngine(home, { profileFolder: deskFolder });
  const onDeskAgain = noticesAt(again);
  await vi.waitFor(async () => expect(unwrap(await again.call('status', {})).state).toBe('online'), 10_000);
  await devicesOf(again);
  expect([onDeskAgain, onPhone, onLaptop.slice(1)]).toEqual([[], [], []]);
});

test('a device’s new name is shown on the account’s other devices, and known to no server', async () => {
  const home = await startTestServer();
  const laptop = await registerTestEngine(home, { username: 'alice' });
  const phone = await signedIn(home, 'Phone');
  const device = await idOf(phone, 'Phone');
  expect(unwrap(await laptop.call('renameDevice', { device, name: 'Night stand' }))).toEqual({});
  expect(await idOf(laptop, 'Night stand')).toBe(device);
  await vi.waitFor(async () => expect(await idOf(phone, 'Night stand')).toBe(device), 10_000);
  const unknown = deviceId.parse(`${'u'.repeat(21)}A`);
  expect(await laptop.call('renameDevice', { device: unknown, name: 'x' })).toEqual(refuse('no-such-device'));
  const desk = await signedIn(home, 'Desk');
  expect(await idOf(desk, 'Night stand')).toBe(device);
});

test('this device itself and an unknown one are not removed; a removed one is removed only once', async () => {
  const home = await startTestServer();
  const laptop = await registerTestEngine(home, { username: 'alice' });
  await signedIn(home, 'Phone');
  const [own] = await devicesOf(laptop);
  const remove = (device: DeviceId) => laptop.call('revokeDevice', { device, password });
  expect(await remove(deviceId.parse(own?.id))).toEqual(refuse('not-allowed'));
  expect(await remove(deviceId.parse(`${'u'.repeat(21)}A`))).toEqual(refuse('no-such-device'));
  const phone = await idOf(laptop, 'Phone');
  expect(await remove(phone)).toEqual(ok({}));
  expect(await remove(phone)).toEqual(ok({}));
  const { connection, account, state } = await testDevice(home.url);
  unwrap(await account.signIn({ username: 'alice', password }));
  expect(state().mailboxKeys).toHaveLength(2);
  expect(unwrap(await connection.request('account:sessions', {})).sessions).toHaveLength(2);
});

type AccountAnswer = Result<ResponseOf<'account:get'>>;

test('a server that shows an older list, another vault or a device of its own is refused by name', async () => {
  const home = await startTestServer();
  const proxy = await startMaliciousProxy(home.url);
  const laptop = await registerTestEngine(home, { username: 'alice' });
  const deskFolder = await temporaryFolder();
  const desk = await signedIn(proxy, 'Desk', deskFolder);
  await signedIn(home, 'Phone');
  const notices: unknown[] = [];
  desk.on('notice', ({ code, facts }) => notices.push({ code, ...facts }));
  const { connection, account } = await testDevice(home.url);
  unwrap(await account.signIn({ username: 'alice', password }));
  const before = unwrap(await connection.request('account:get', {}));

  // The vault of before with the manifest of after: the desk doesn't get the new keys, and says so.
  proxy.forgeries.set('account:get', (truth: AccountAnswer) => ({
    answer: truth.ok ? ok({ ...truth.value, vault: before.vault }) : truth,
  }));
  unwrap(await laptop.call('revokeDevice', { device: await idOf(laptop, 'Phone'), password }));
  await vi.waitFor(
    () => expect(notices).toContainEqual({ code: 'keys-withheld', detail: 'a vault of another generation' }),
    10_000,
  );
  const device = deviceId.parse(account.current()?.device);
  expect(await desk.call('revokeDevice', { device, password })).toEqual(
    refuse('verification-failed', { detail: 'a vault of another generation' }),
  );

  // An older manifest with its own vault: both are behind what the desk has seen.
  proxy.forgeries.clear();
  unwrap(await desk.call('devices', {}));
  proxy.forgeries.set('account:get', (truth: AccountAnswer) => ({
    answer: truth.ok ? ok({ ...truth.value, vault: before.vault, manifest: before.manifest }) : truth,
  }));
  expect(await desk.call('revokeDevice', { device, password })).toMatchObject({
    code: 'verification-failed',
    facts: { detail: expect.stringMatching(/^an old (list|vault)/) },
  });

  // A ghost: a device that the account key hasn't signed for.
  proxy.forgeries.set('account:get', (truth: AccountAnswer) => ({
    answer: truth.ok ? ok({ ...truth.value, manifest: withGhost(truth.value.manifest) }) : truth,
  }));
  expect((await devicesOf(desk)).map(({ name }) => name)).not.toContain('Ghost');
  expect(await desk.call('revokeDevice', { device, password })).toMatchObject({
    code: 'verification-failed',
  });
  proxy.forgeries.clear();
  expect(await desk.call('revokeDevice', { device, password })).toEqual(ok({}));
});

function withGhost(signed: Uint8Array): Uint8Array {
  const parts = splitSigned(signed)!;
  const manifest = JSON.parse(Buffer.from(parts.body).toString());
  const ghost = { ...manifest.devices[0], id: `${'g'.repeat(21)}A`, name: 'Ghost' };
  const body = utf8(JSON.stringify({ ...manifest, devices: [...manifest.devices, ghost] }));
  return joinSigned({ body, signature: parts.signature });
}

test('a server restored from a backup of before a removal gets the removal back', async () => {
  const home = await startTestServer();
  const port = new URL(home.url).port;
  const laptopFolder = await temporaryFolder();
  const laptop = await registerTestEngine(home, { username: 'alice', profileFolder: laptopFolder });
  const phoneFolder = await temporaryFolder();
  const phone = await signedIn(home, 'Phone', phoneFolder);
  await phone.close();
  await laptop.close();
  await home.stop();
  const earlier = join(await temporaryFolder(), 'earlier');
  await cp(home.dataFolder, earlier, { recursive: true });
  const later = await startTestServer({ dataFolder: home.dataFolder, args: ['--port', port] });
  const back = await openTestEngine(later, { profileFolder: laptopFolder });
  unwrap(await back.call('revokeDevice', { device: await idOf(back, 'Phone'), password }));
  await back.close();
  await later.stop();

  const restored = await startTestServer({ dataFolder: earlier, args: ['--port', port] });
  const again = await openTestEngine(restored, { profileFolder: laptopFolder });
  await vi.waitFor(async () => expect(await devicesOf(again)).toHaveLength(1), 10_000);
  const removed = await openTestEngine(restored, { profileFolder: phoneFolder });
  await vi.waitFor(async () => {
    expect(unwrap(await removed.call('status', {})).ended).toMatchObject({ code: 'device-removed' });
  }, 10_000);
  // The vault and the marks came back as well: others can sign in.
  await signedIn(restored, 'Desk');
});
