// A server that goes on from a backup has an older account than its devices. They give back what no password stands in the way
// of; for the rest the user decides.
import { cp } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { identify } from '../engine/account/credentials.ts';
import { openAccount } from '../engine/devices/opened-account.ts';
import { newDevice } from '../engine/devices/own-device.ts';
import { verifyManifest } from '../engine/encryption/manifests.ts';
import { deriveFromRecoveryKey, parseRecoveryWords } from '../engine/encryption/recovery-key.ts';
import { nextVault } from '../engine/encryption/vault.ts';
import { readAccount } from '../engine/session/account-record.ts';
import { sealedVersion } from '../protocol/accounts.ts';
import { ok, refuse } from '../protocol/errors.ts';
import { address, deviceId } from '../protocol/ids.ts';
import { startMaliciousProxy } from './support/malicious-proxy.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { type TestDevice, testDevice } from './support/test-device.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { unwrap } from './support/unwrap.ts';

const password = 'correct horse battery';
const alice = { username: 'alice', password };
const onStep = () => undefined;
const newPassword = 'a better horse';

/** Alice's laptop is signed in. The server's backup is from before its later changes. */
async function backedUp() {
  const home = await startTestServer();
  const laptop = await testDevice(home.url);
  const registered = unwrap(await laptop.account.register({ ...alice, displayName: 'Alice' }));
  const phone = await signedIn(home, 'Phone');
  await laptop.turnOff();
  await phone.turnOff();
  await home.stop();
  const backup = await temporaryFolder();
  await cp(home.dataFolder, backup, { recursive: true });
  const later = await startTestServer({ dataFolder: home.dataFolder });
  const restore = async () => {
    await later.stop();
    return startTestServer({ dataFolder: backup });
  };
  return { later, desk: await testDevice(later.url, laptop.folder), phone, registered, restore };
}

async function restoredBeforeNewPassword() {
  const home = await backedUp();
  unwrap(await home.desk.account.changePassword({ oldPassword: password, newPassword }));
  return home;
}

async function signedIn(home: TestServer, deviceName: string): Promise<TestDevice> {
  const another = await testDevice(home.url);
  unwrap(await another.account.signIn({ ...alice, deviceName }));
  return another;
}

async function removePhone({ account }: TestDevice, known = password): Promise<void> {
  const device = unwrap(await account.devices()).find(({ name }) => name === 'Phone');
  unwrap(await account.revokeDevice({ device: deviceId.parse(device?.id), password: known }, onStep));
}

async function versionsAt({ connection }: TestDevice) {
  const { manifest, vault } = unwrap(await connection.request('account:get', {}));
  const verified = unwrap(verifyManifest(manifest, address.parse('alice@home.example')));
  return { manifest: verified.manifest.version, vault: sealedVersion(vault) };
}

const setBackTo = (version: number) => refuse('account-set-back', { version, seenAt: expect.any(String) });

/** The device, turned on again once the server has been restored. */
async function turnedOnAfter(restore: () => Promise<TestServer>, device: TestDevice) {
  await device.turnOff();
  const restored = await restore();
  return { restored, back: await testDevice(restored.url, device.folder) };
}

test('a restored older account is refused with its version and a time until the user accepts it, and then no more', async () => {
  const before = Date.now();
  const { desk, restore } = await restoredBeforeNewPassword();
  const after = Date.now();
  await desk.account.signOut();
  await desk.turnOff();
  const { account } = await testDevice((await restore()).url, desk.folder);
  expect(await account.signIn({ ...alice, password: newPassword })).toMatchObject({
    code: 'wrong-credentials',
  });

  const refused = await account.signIn(alice);
  expect(refused).toEqual(setBackTo(2));
  const seenAt = Date.parse(String(!refused.ok && refused.facts?.seenAt));
  expect(seenAt).toBeGreaterThanOrEqual(before);
  expect(seenAt).toBeLessThanOrEqual(after);
  expect(await account.signIn({ ...alice, acceptVault: 9 })).toEqual(setBackTo(2));
  expect(account.current()).toBeUndefined();

  unwrap(await account.signIn({ ...alice, acceptVault: 2 }));
  await account.signOut();
  unwrap(await account.signIn(alice));
  unwrap(await account.changePassword({ oldPassword: password, newPassword: 'the best horse' }));
});

test('a session that outlives the restore of a backup changes the password once the user accepts the older account', async () => {
  const { desk, restore, registered } = await restoredBeforeNewPassword();
  await desk.turnOff();
  const { account } = await testDevice((await restore()).url, desk.folder);
  const change = { oldPassword: password, newPassword: 'the best horse' };
  expect(await account.checkRecoveryKey(registered)).toEqual(setBackTo(2));
  expect(await account.changePassword(change)).toEqual(setBackTo(2));
  unwrap(await account.changePassword({ ...change, acceptVault: 2 }));
  await account.signOut();
  unwrap(await account.signIn({ ...alice, password: 'the best horse' }));
});

test('a server alone lowers the version of an account for no one, however often it tries', async () => {
  const { later, desk, registered } = await restoredBeforeNewPassword();
  await desk.account.signOut();
  await desk.turnOff();
  const malicious = await startMaliciousProxy(later.url);
  const { account } = await testDevice(malicious.url, desk.folder);
  const older = await olderVault(later, registered.recoveryKey);
  const recover = (acceptVault?: number) => {
    const words = { username: 'alice', recoveryKey: registered.recoveryKey, newPassword };
    return account.signInWithRecoveryKey(acceptVault === undefined ? words : { ...words, acceptVault });
  };
  const forge = ({ value }: { value: object }) => ({ answer: ok({ ...value, vault: older }) });
  malicious.forgeries.set('account:recover', forge);
  for (const accepted of [undefined, 2, undefined]) expect(await recover(accepted)).toEqual(setBackTo(1));
  malicious.forgeries.clear();
  unwrap(await recover());
  await account.signOut();
  malicious.forgeries.set('account:recover', forge);
  expect(await recover(2)).toEqual(setBackTo(1));
});

/** The account's vault with the version of one that it has followed: both are opened by the recovery key. */
async function olderVault(home: TestServer, recoveryKey: string): Promise<Uint8Array> {
  const { connection, profile } = await testDevice(home.url);
  const identity = unwrap(await identify({ connection, profile }, 'alice'));
  const { recoveryAuth, vaultKek } = deriveFromRecoveryKey(parseRecoveryWords(recoveryKey)!);
  const request = { username: identity.username, recoveryAuth, device: newDevice().id };
  const answer = unwrap(await connection.request('account:recover', request));
  const { vault } = unwrap(openAccount(identity.address, answer, { recoveryKek: vaultKek }));
  unwrap(await connection.request('account:sign-out', {}));
  return nextVault({ ...vault, version: 0 }, {});
}

test('a server restored to before a device signed in again gets the newer vault back, and no one is asked', async () => {
  const { later, desk, restore, phone } = await backedUp();
  const again = await testDevice(later.url, phone.folder);
  await again.account.signOut();
  unwrap(await again.account.signIn(alice));
  unwrap(await desk.state().refresh());
  const before = await versionsAt(desk);
  await again.turnOff();
  const { restored, back } = await turnedOnAfter(restore, desk);
  expect((await versionsAt(back)).vault).toBeLessThan(before.vault);
  unwrap(await back.state().refresh());
  expect(await versionsAt(back)).toEqual(before);
  const reopened = await testDevice(restored.url, phone.folder);
  await vi.waitFor(() => expect(reopened.account.current()).toBeUndefined(), 10_000);
  unwrap(await reopened.account.signIn(alice));
});

test('a newer vault under a password that the server has lost stays on the device that has it', async () => {
  const { desk, restore, phone } = await restoredBeforeNewPassword();
  const { restored, back } = await turnedOnAfter(restore, desk);
  const before = await versionsAt(back);
  unwrap(await back.state().refresh());
  expect(await versionsAt(back)).toEqual(before);
  // The password that the server knows opens what it has.
  await signedIn(restored, 'Tablet');
  unwrap(await (await testDevice(restored.url, phone.folder)).state().refresh());
});

test('a new device that the server has lost together with a new password is listed again, and the old password opens the account', async () => {
  const { later, desk, restore } = await restoredBeforeNewPassword();
  const tablet = await testDevice(later.url);
  unwrap(await tablet.account.signIn({ ...alice, password: newPassword, deviceName: 'Tablet' }));
  unwrap(await desk.state().refresh());
  const before = await versionsAt(desk);
  await desk.turnOff();
  await tablet.turnOff();
  const restored = await restore();
  const back = await testDevice(restored.url, desk.folder);
  unwrap(await back.state().refresh());
  expect((await versionsAt(back)).manifest).toBe(before.manifest);
  await signedIn(restored, 'Another');
  expect(unwrap(await back.account.devices()).map(({ name }) => name)).toContain('Tablet');
});

test('a removal that the server has lost together with a new password comes back whole, and the recovery key opens it', async () => {
  const { desk, restore, registered } = await restoredBeforeNewPassword();
  await removePhone(desk, newPassword);
  const before = await versionsAt(desk);
  const { restored, back } = await turnedOnAfter(restore, desk);
  unwrap(await back.state().refresh());
  expect(await versionsAt(back)).toEqual(before);
  const another = await testDevice(restored.url);
  const words = { username: 'alice', recoveryKey: registered.recoveryKey, newPassword: 'the best horse' };
  unwrap(await another.account.signInWithRecoveryKey(words));
  await another.account.signOut();
  unwrap(await another.account.signIn({ ...alice, password: 'the best horse' }));
});

test('a server restored to before new computers needed the recovery key gets that back, and asks for it again', async () => {
  const { desk, restore, registered, phone } = await backedUp();
  const { recoveryKey } = registered;
  unwrap(await desk.account.setRecoveryKeyNeeded({ needed: true, password, recoveryKey }));
  const before = await versionsAt(desk);
  const { restored, back } = await turnedOnAfter(restore, desk);
  expect((await versionsAt(back)).vault).toBeLessThan(before.vault);
  unwrap(await back.state().refresh());
  expect(await versionsAt(back)).toEqual(before);
  expect(back.account.needsRecoveryKey()).toBe(true);
  const another = await testDevice(restored.url);
  expect(await another.account.signIn(alice)).toEqual(refuse('recovery-key-needed'));
  unwrap(await another.account.signIn({ ...alice, recoveryKey }));
  // A device that was away takes it over from there, and switches it off.
  const away = await testDevice(restored.url, phone.folder);
  unwrap(await away.state().refresh());
  unwrap(await away.account.setRecoveryKeyNeeded({ needed: false, password }));
  unwrap(await (await testDevice(restored.url)).account.signIn(alice));
});

test('an older account is refused with its version where a device is removed, until the user accepts it', async () => {
  const { desk, restore } = await restoredBeforeNewPassword();
  await desk.turnOff();
  const { account } = await testDevice((await restore()).url, desk.folder);
  const device = deviceId.parse(unwrap(await account.devices()).find(({ name }) => name === 'Phone')?.id);
  const remove = { device, password };
  expect(await account.revokeDevice(remove, onStep)).toEqual(setBackTo(2));
  unwrap(await account.revokeDevice({ ...remove, acceptVault: 2 }, onStep));
  expect(unwrap(await account.devices()).map(({ name }) => name)).not.toContain('Phone');
});

test('a device that has signed out since a removal refuses the account from before it, and leaves the server as it is', async () => {
  const { desk, restore } = await backedUp();
  await removePhone(desk);
  await desk.account.signOut();
  await desk.turnOff();
  const restored = await restore();
  const watching = await signedIn(restored, 'Watching');
  const before = await versionsAt(watching);
  const { account } = await testDevice(restored.url, desk.folder);
  const refusal = { ok: false, code: 'verification-failed', facts: { detail: 'an old vault' } };
  expect(await account.signIn(alice)).toMatchObject(refusal);
  for (const acceptVault of [before.vault, before.vault - 1]) {
    expect(await account.signIn({ ...alice, acceptVault })).toMatchObject(refusal);
  }
  expect(await versionsAt(watching)).toEqual(before);
});

test('removing a device a second time leaves the moment at which the vault was first seen', async () => {
  const { desk } = await backedUp();
  const device = deviceId.parse(
    unwrap(await desk.account.devices()).find(({ name }) => name === 'Phone')?.id,
  );
  unwrap(await desk.account.revokeDevice({ device, password }, onStep));
  const seenAt = readAccount(desk.state().database)?.vaultSeenAt;
  unwrap(await desk.account.revokeDevice({ device, password }, onStep));
  expect(readAccount(desk.state().database)?.vaultSeenAt).toBe(seenAt);
});
