import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { derive, identify } from '../engine/account/credentials.ts';
import { openAccount } from '../engine/devices/opened-account.ts';
import { listingOf, newDevice } from '../engine/devices/own-device.ts';
import { signManifest } from '../engine/encryption/manifests.ts';
import { behindMarks, createMarksKeeper } from '../engine/high-water-marks/high-water-marks.ts';
import { readAccount } from '../engine/session/account-record.ts';
import { lobbyId } from '../node/conversation-ids.ts';
import type { PreLogin } from '../protocol/accounts.ts';
import { ok, refuse } from '../protocol/errors.ts';
import { type ConversationId, conversationId, serverName } from '../protocol/ids.ts';
import { limits } from '../protocol/limits.ts';
import { startCaptureProxy } from './support/capture-proxy.ts';
import { startMaliciousProxy } from './support/malicious-proxy.ts';
import { manualClock } from './support/manual-clock.ts';
import { silentLogger } from './support/silent-logger.ts';
import { preparedDevice, type TestDevice, testDevice } from './support/test-device.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { unwrap } from './support/unwrap.ts';

const password = 'correct horse battery';
const alice = { username: 'alice', password };

async function startWithAlice() {
  const home = await startTestServer({ accounts: ['Alice'] });
  const { device: laptop, registered } = await preparedDevice(home, 'alice');
  return { home, laptop, registered };
}

async function signedIn(home: TestServer, deviceName: string): Promise<TestDevice> {
  const another = await testDevice(home.url);
  unwrap(await another.account.signIn({ ...alice, deviceName }));
  return another;
}

async function deviceNames({ account }: TestDevice): Promise<string[]> {
  return unwrap(await account.devices()).map(({ name }) => name);
}

test('alice registers, signs out and in again, and it is the same device', async () => {
  const home = await startTestServer();
  const laptop = await testDevice(home.url);
  const registered = unwrap(await laptop.account.register({ ...alice, displayName: 'Alice' }));
  expect(registered).toMatchObject({ account: `alice@${home.name}`, device: laptop.state().device });
  expect(registered.recoveryKey.split(' ')).toHaveLength(24);
  expect(laptop.state()).toMatchObject({ username: 'alice', displayName: 'Alice', serverName: home.name });
  expect(await laptop.account.signIn(alice)).toEqual(refuse('already-signed-in'));
  expect(await laptop.account.signOut()).toEqual(ok({}));
  expect(laptop.account.current()).toBeUndefined();
  expect(await laptop.account.devices()).toEqual(refuse('not-signed-in'));
  const again = unwrap(await laptop.account.signIn({ ...alice, username: ' Alice ' }));
  expect(again.device).toBe(registered.device);
  expect(unwrap(await laptop.account.devices())).toEqual([
    {
      id: again.device,
      name: expect.stringMatching(/^Parley on /),
      current: true,
      added: expect.any(String),
      lastSeen: expect.any(String),
      network: '127.0.0.1',
    },
  ]);
});

test('invalid input is refused before anything is sent', async () => {
  const home = await startTestServer();
  const { account } = await testDevice(home.url);
  expect(await account.register({ ...alice, password: 'short' })).toEqual(
    refuse('weak-password', { minimum: 8 }),
  );
  for (const username of ['', 'al ice', '-alice', 'élise', 'al..ice', 'a'.repeat(33)]) {
    expect(await account.register({ ...alice, username })).toMatchObject({ code: 'bad-request' });
  }
  const words = { recoveryKey: 'these are no words', newPassword: password };
  expect(await account.signInWithRecoveryKey({ username: 'alice', ...words })).toEqual(
    refuse('recovery-key-mistyped'),
  );
});

test('a taken name and a wrong password are refused with codes of their own', async () => {
  const { home, laptop } = await startWithAlice();
  const { account } = await testDevice(home.url);
  expect(await account.register({ ...alice, username: 'ALICE' })).toEqual(refuse('username-taken'));
  expect(await account.signIn({ ...alice, password: 'not hers at all' })).toEqual(
    refuse('wrong-credentials', { triesLeft: 3 }),
  );
  expect(account.current()).toBeUndefined();
  expect(await deviceNames(laptop)).toHaveLength(1);
});

test('computers that sign in at the same moment are all listed', async () => {
  const { home, laptop, registered } = await startWithAlice();
  const [desk, phone] = await Promise.all([signedIn(home, 'desk'), signedIn(home, 'phone')]);
  expect((await deviceNames(laptop)).toSorted().slice(1)).toEqual(['desk', 'phone']);
  expect(desk.state().mailboxKeys).toEqual(laptop.state().mailboxKeys);
  expect(phone.state().marksKey).toEqual(laptop.state().marksKey);
  expect(unwrap(await desk.account.devices()).find(({ current }) => current)?.name).toBe('desk');
  expect(registered.device).not.toBe(desk.state().device);
});

/** Lists as many more devices as there is room for, without a session. */
async function fillDeviceList(home: TestServer): Promise<void> {
  const { connection, profile } = await testDevice(home.url);
  const identity = unwrap(await identify({ connection, profile }, 'alice'));
  const { authKey, vaultKek } = unwrap(await derive(identity, password));
  const request = { username: identity.username, authKey, device: newDevice().id };
  const answer = unwrap(await connection.request('account:sign-in', request));
  const { vault, manifest } = unwrap(openAccount(identity.address, answer, { passwordKek: vaultKek }));
  const { devices, version } = manifest.manifest;
  const added = Array.from({ length: limits.devicesPerAccount - devices.length }, (_, index) =>
    listingOf(newDevice(), `number ${index}`, Date.now()),
  );
  const next = {
    ...manifest.manifest,
    version: version + 1,
    previous: manifest.hash,
    devices: [...devices, ...added],
  };
  const signed = signManifest(next, vault.contents.accountSeed);
  unwrap(await connection.request('account:publish', { manifest: signed }));
  unwrap(await connection.request('account:sign-out', {}));
}

test('where the list of devices is full, those that have signed out make room for a new one', async () => {
  const { home, laptop } = await startWithAlice();
  await fillDeviceList(home);
  expect(await deviceNames(laptop)).toHaveLength(limits.devicesPerAccount);
  const phone = await signedIn(home, 'phone');
  expect((await deviceNames(phone)).slice(1)).toEqual(['phone']);
  expect(await deviceNames(laptop)).toEqual(await deviceNames(phone));
});

test('the recovery key opens an account whose list of devices is full', async () => {
  const { home, registered } = await startWithAlice();
  await fillDeviceList(home);
  const { account } = await testDevice(home.url);
  const { recoveryKey } = registered;
  const request = { username: 'alice', recoveryKey, newPassword: 'not to be forgotten' };
  expect(await account.signInWithRecoveryKey(request)).toMatchObject({ ok: true });
});

test('a device that the server no longer lists is signed out, with the reason', async () => {
  const home = await startTestServer();
  const proxy = await startMaliciousProxy(home.url);
  const { account, connection, state } = await testDevice(proxy.url);
  unwrap(await account.register(alice));
  const refusals: unknown[] = [];
  connection.onState((_, refusal) => refusal && refusals.push(refusal));
  proxy.forgeries.set('conversations:send', () => ({ answer: refuse('device-not-listed') }));
  const conversation = lobbyId(state().serverName);
  const frame = new Uint8Array(200);
  expect(await connection.request('conversations:send', { conversation, frame })).toEqual(
    refuse('device-not-listed'),
  );
  await vi.waitFor(() => expect(account.current()).toBeUndefined(), 10_000);
  expect(refusals).toEqual([refuse('session-ended', { reason: 'device-not-listed' })]);
  await vi.waitFor(() => expect(connection.state).toBe('online'), 10_000);
  expect(await account.signIn(alice)).toMatchObject({ ok: true });
});

test('a computer that was turned off is signed in when it is turned on', async () => {
  const { home, laptop } = await startWithAlice();
  const { contacts: _, database: __, refresh: ___, ...kept } = laptop.state();
  await laptop.turnOff();
  const again = await testDevice(home.url, laptop.folder);
  expect(again.state()).toMatchObject(kept);
  expect(await deviceNames(again)).toHaveLength(1);
});

test('two people on one computer are kept apart', async () => {
  const { laptop } = await startWithAlice();
  const hers = laptop.state().device;
  await laptop.account.signOut();
  unwrap(await laptop.account.register({ username: 'bob', password }));
  expect(laptop.state().username).toBe('bob');
  expect(laptop.state().contacts.find(unwrap(laptop.people().addressOf('alice')))).toBeUndefined();
  await laptop.account.signOut();
  expect(unwrap(await laptop.account.signIn(alice)).device).toBe(hers);
});

test('a changed password ends the other sessions and is the only one from then on', async () => {
  const { home, laptop } = await startWithAlice();
  const desk = await signedIn(home, 'desk');
  const states: unknown[] = [];
  desk.account.onChange((state) => states.push(state));
  const newPassword = 'a better horse';
  const wrong = await laptop.account.changePassword({ oldPassword: 'not the old one', newPassword });
  expect(wrong).toMatchObject({ code: 'wrong-credentials' });
  expect(unwrap(await laptop.account.changePassword({ oldPassword: password, newPassword }))).toEqual({});
  await vi.waitFor(() => expect(states).toEqual([undefined]), 10_000);
  expect(await desk.account.signIn(alice)).toMatchObject({ code: 'wrong-credentials' });
  const again = unwrap(await desk.account.signIn({ ...alice, password: newPassword }));
  expect(await deviceNames(laptop)).toHaveLength(2);
  expect(again.device).toBe(desk.state().device);
});

test('the recovery key opens the account again and gives it a new password', async () => {
  const { home, laptop, registered } = await startWithAlice();
  const { mailboxKeys } = laptop.state();
  const { account, state } = await testDevice(home.url);
  const newPassword = 'not to be forgotten';
  const words = registered.recoveryKey.toUpperCase();
  unwrap(await account.signInWithRecoveryKey({ username: 'alice', recoveryKey: words, newPassword }));
  expect(state().mailboxKeys).toEqual(mailboxKeys);
  await account.signOut();
  expect(await account.signIn(alice)).toMatchObject({ code: 'wrong-credentials' });
  unwrap(await account.signIn({ ...alice, password: newPassword }));
  const { recoveryKey } = unwrap(
    await (await testDevice(home.url)).account.register({ username: 'bob', password }),
  );
  await account.signOut();
  expect(await account.signInWithRecoveryKey({ username: 'alice', recoveryKey, newPassword })).toMatchObject({
    code: 'wrong-recovery-key',
  });
});

test('trying the recovery key says what is wrong with it, and changes nothing', async () => {
  const home = await startTestServer();
  const malicious = await startMaliciousProxy(home.url);
  const { account, connection } = await testDevice(malicious.url);
  const { recoveryKey } = unwrap(await account.register(alice));
  const another = await testDevice(home.url);
  const others = unwrap(await another.account.register({ username: 'bob', password }));
  const before = unwrap(await connection.request('account:get', {}));
  const check = (words: string) => account.checkRecoveryKey({ recoveryKey: words });
  expect(await check(recoveryKey.toUpperCase())).toEqual(ok({}));
  const [first, ...rest] = recoveryKey.split(' ');
  for (const words of ['', rest.join(' '), [...rest, 'parley'].join(' '), `${first}${recoveryKey}`]) {
    expect(await check(words)).toEqual(refuse('recovery-key-mistyped'));
  }
  expect(await check(others.recoveryKey)).toEqual(refuse('wrong-recovery-key'));
  const forge = (part: object) =>
    malicious.forgeries.set('account:get', ({ value }: { value: object }) => ({
      answer: ok({ ...value, ...part }),
    }));
  const bobs = unwrap(await another.connection.request('account:get', {}));
  forge({ manifest: bobs.manifest });
  expect(await check(recoveryKey)).toMatchObject({ code: 'verification-failed' });
  forge({ vault: bobs.vault });
  expect(await check(recoveryKey)).toEqual(refuse('wrong-recovery-key'));
  malicious.forgeries.clear();
  expect(unwrap(await connection.request('account:get', {}))).toEqual(before);
  await account.signOut();
  expect(await check(recoveryKey)).toEqual(refuse('not-signed-in'));
});

test('without the server one can sign out but not in', async () => {
  const { home, laptop } = await startWithAlice();
  await home.stop();
  await vi.waitFor(() => expect(laptop.connection.state).toBe('offline'), 10_000);
  expect(laptop.state().username).toBe('alice');
  expect(await laptop.account.signOut()).toEqual(ok({}));
  expect(await laptop.account.signIn(alice)).toEqual(refuse('server-unreachable'));
});

type PreLoginAnswer = { readonly ok: true; readonly value: PreLogin };

const otherDerivations: readonly [string, (value: PreLogin) => PreLogin][] = [
  ['another salt', (value) => ({ ...value, salt: new Uint8Array(32).fill(7) })],
  ['more memory', (value) => withArgon2(value, { memoryKiB: 131_072 })],
  ['more iterations', (value) => withArgon2(value, { iterations: value.argon2.iterations + 1 })],
  ['more lanes', (value) => withArgon2(value, { parallelism: value.argon2.parallelism + 1 })],
  ['another server name', (value) => ({ ...value, serverName: serverName.parse('other.example') })],
];

function withArgon2(value: PreLogin, changed: Partial<PreLogin['argon2']>): PreLogin {
  return { ...value, argon2: { ...value.argon2, ...changed } };
}

test.each(otherDerivations)(
  'a device that knows the account sends nothing to a server that names %s',
  async (_, other) => {
    const home = await startTestServer();
    const malicious = await startMaliciousProxy(home.url);
    const proxy = await startCaptureProxy(malicious.url);
    const { account, connection } = await testDevice(proxy.url);
    const { recoveryKey } = unwrap(await account.register(alice));
    const newPassword = 'another long password';
    const attempts = {
      'account:change-password': () => account.changePassword({ oldPassword: password, newPassword }),
      'account:sign-in': () => account.signIn(alice),
      'account:recover': () => account.signInWithRecoveryKey({ username: 'alice', recoveryKey, newPassword }),
    };
    const forge = ({ value }: PreLoginAnswer) => ({ answer: ok(other(value)) });
    for (const [request, attempt] of Object.entries(attempts)) {
      malicious.forgeries.set('account:pre-login', forge);
      expect(await attempt()).toMatchObject({ ok: false, code: 'verification-failed' });
      expect(proxy.captured().requests.includes(request)).toBe(false);
      if (account.current()) unwrap(await account.signOut());
    }
    expect(proxy.captured().requests.includes('account:pre-login')).toBe(true);

    malicious.forgeries.clear();
    unwrap(await account.signIn(alice));
    expect(proxy.captured().requests.includes('account:sign-in')).toBe(true);
    expect(connection.state).toBe('online');
  },
);

test('at another address a server’s name is still the one that the account was made under', async () => {
  const { home, laptop } = await startWithAlice();
  unwrap(await laptop.account.signOut());
  await laptop.turnOff();
  const malicious = await startMaliciousProxy(home.url);
  const { account, profile } = await testDevice(malicious.url, laptop.folder);
  expect(profile.serverName()).toBeUndefined();
  malicious.forgeries.set('account:pre-login', ({ value }: PreLoginAnswer) => ({
    answer: ok({ ...value, serverName: serverName.parse('other.example') }),
  }));
  expect(await account.signIn(alice)).toMatchObject({ ok: false, code: 'verification-failed' });
  malicious.forgeries.clear();
  unwrap(await account.signIn(alice));
});

test('a server that leaves the high-water marks out of a sign-in is refused', async () => {
  const { home } = await startWithAlice();
  const malicious = await startMaliciousProxy(home.url);
  const { account, profile } = await testDevice(malicious.url);
  malicious.forgeries.set(
    'account:sign-in',
    ({ value: { marks: _, ...value } }: { value: { marks?: unknown } }) => ({
      answer: ok(value),
    }),
  );
  expect(await account.signIn(alice)).toEqual(
    refuse('verification-failed', { detail: 'the high-water marks are missing' }),
  );
  expect(account.current()).toBeUndefined();
  expect(profile.current() && readAccount(profile.current()!)?.token).toBeUndefined();
  malicious.forgeries.clear();
  expect(await account.signIn(alice)).toMatchObject({ ok: true });
});

test('an invite that an administrator gave out as a password opens the account made for it', async () => {
  const home = await startTestServer({ args: ['--registration', 'invite'] });
  const { account } = await testDevice(home.url);
  expect(await account.register(alice)).toEqual(refuse('invite-required'));
  expect(await account.register({ ...alice, invite: 'made up' })).toEqual(
    refuse('invite-invalid', { triesLeft: 3 }),
  );
  unwrap(await account.register({ ...alice, invite: home.ownerInvite }));
});

test.each([
  ['an open server', 'open', 'username-taken'],
  ['a server that asks for the invite first', 'invite', 'invite-invalid'],
] as const)(
  'at %s an account whose making was not answered is the one that is asked for again',
  async (_, policy, code) => {
    const home = await startTestServer({ args: ['--registration', policy] });
    const invite = policy === 'invite' ? { invite: home.ownerInvite } : {};
    const proxy = await startCaptureProxy(home.url);
    const { account, connection } = await testDevice(proxy.url);
    const request = connection.request.bind(connection);
    connection.request = (name, payload) => {
      if (name === 'account:register') proxy.holdAnswers();
      return request(name, payload);
    };
    const answered = () => proxy.captured().answers.length;
    const unanswered = account.register({ ...alice, ...invite, displayName: 'Alice' });
    await vi.waitFor(() => expect(proxy.captured().requests.includes('account:register')).toBe(true), 10_000);
    const before = answered();
    await vi.waitFor(() => expect(answered()).toBeGreaterThan(before), 10_000);
    proxy.cut();
    expect(await unanswered).toEqual(refuse('server-unreachable'));
    connection.request = request;
    await vi.waitFor(() => expect(connection.state).toBe('online'), 10_000);

    const another = await account.register({ ...alice, ...invite, password: 'not the one before' });
    expect(another).toMatchObject({ code });
    const { recoveryKey } = unwrap(await account.register({ ...alice, ...invite }));
    const laptop = await testDevice(home.url);
    const way = { username: 'alice', recoveryKey, newPassword: 'another long password' };
    expect(await laptop.account.signInWithRecoveryKey(way)).toMatchObject({ ok: true });
    expect(laptop.state()).toMatchObject({ displayName: 'Alice' });
  },
);

test('after a failed local write a second registration asks for the same account', async () => {
  const home = await startTestServer({ args: ['--sessions', 'single'] });
  const { account, folder } = await testDevice(home.url);
  const file = join(folder, 'profile.json');
  const before = await readFile(file);
  await rm(file);
  await mkdir(file);
  await expect(account.register(alice)).rejects.toThrow('profile.json');
  await rm(file, { recursive: true });
  await writeFile(file, before);

  const { recoveryKey } = unwrap(await account.register(alice));
  unwrap(await account.signOut());
  const way = { username: 'alice', recoveryKey, newPassword: 'another long password' };
  unwrap(await account.signInWithRecoveryKey(way));
});

test('high-water marks rise on every device and reveal what the server holds back', async () => {
  const { home, laptop } = await startWithAlice();
  const clock = manualClock();
  const keeper = ({ connection, state }: TestDevice) =>
    createMarksKeeper({ account: state(), connection, clock, logger: silentLogger });
  const [first, second] = ['c', 'd'].map((letter) => conversationId.parse(letter.repeat(43))) as [
    ConversationId,
    ConversationId,
  ];
  const onLaptop = keeper(laptop);
  const desk = await signedIn(home, 'desk');
  const onDesk = keeper(desk);
  onLaptop.noteSeen(first, 1, 10);
  onLaptop.noteSeen(first, 1, 9);
  clock.advance(10_000);
  await onLaptop.close();
  onDesk.noteSeen(second, 2, 5);
  await onDesk.close();

  const phone = await signedIn(home, 'phone');
  const seen = keeper(phone).seen();
  expect(
    behindMarks(seen, [
      { id: first, epoch: 1, head: 10 },
      { id: second, epoch: 2, head: 6 },
    ]),
  ).toEqual([]);
  expect(
    behindMarks(seen, [
      { id: first, epoch: 1, head: 9 },
      { id: second, epoch: 1, head: 5 },
    ]),
  ).toEqual([first, second]);
  expect(behindMarks(seen, [{ id: second, epoch: 2, head: 5 }])).toEqual([first]);
});
