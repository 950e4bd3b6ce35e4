// By choice an account needs its recovery key, too, on computers that are new to it.
import { expect, test, vi } from 'vitest';
import { derive, identify } from '../engine/account/credentials.ts';
import type { EngineApi } from '../engine/api/api.ts';
import { deriveFromRecoveryKey, parseRecoveryWords } from '../engine/encryption/recovery-key.ts';
import { openVault } from '../engine/encryption/vault.ts';
import { readVault } from '../engine/session/account-record.ts';
import { toBase64url } from '../protocol/bytes.ts';
import { ok, refuse } from '../protocol/errors.ts';
import type { RequestName } from '../protocol/events.ts';
import { conversationId, deviceId } from '../protocol/ids.ts';
import { startCaptureProxy } from './support/capture-proxy.ts';
import { startMaliciousProxy } from './support/malicious-proxy.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { preparedDevice, type TestDevice, testDevice } from './support/test-device.ts';
import { openTestEngine, password, registerTestEngine } from './support/test-engine.ts';
import { startTestServer } from './support/test-server.ts';
import { unwrap } from './support/unwrap.ts';

const alice = { username: 'alice', password };
const newPassword = 'a better horse';
const altered = refuse('verification-failed', { detail: 'the vault' });

/** Alice's laptop, signed in, and her recovery key; `bobs` is one that isn't hers. */
async function start() {
  const home = await startTestServer({ accounts: ['alice', 'bob'] });
  const { device: laptop, registered } = await preparedDevice(home, 'alice');
  const bobs = (await home.takeAccount('bob'))?.recoveryKey ?? '';
  return { home, laptop, recoveryKey: registered.recoveryKey, bobs };
}

/** The same, where the recovery key is needed. */
async function startNeeded() {
  const started = await start();
  const { laptop, recoveryKey } = started;
  const before = await storedVault(laptop);
  unwrap(await laptop.account.setRecoveryKeyNeeded({ needed: true, password, recoveryKey }));
  return { ...started, before };
}

async function storedVault({ connection }: TestDevice): Promise<Uint8Array> {
  return new Uint8Array(unwrap(await connection.request('account:get', {})).vault);
}

async function keksOf({ connection, profile }: TestDevice, words: string) {
  const identity = unwrap(await identify({ connection, profile }, 'alice'));
  const { vaultKek } = unwrap(await derive(identity, password));
  const key = parseRecoveryWords(words) ?? new Uint8Array();
  return {
    address: identity.address,
    passwordKek: vaultKek,
    recoveryKek: deriveFromRecoveryKey(key).vaultKek,
  };
}

function textsIn(engine: EngineApi, conversation: string, texts: readonly string[]) {
  return vi.waitFor(async () => {
    const id = conversationId.parse(conversation);
    const { messages } = unwrap(await engine.call('history', { conversation: id }));
    expect(messages.flatMap(({ text, kind }) => (kind === 'text' ? text : []))).toEqual(texts);
  }, 10_000);
}

function say(engine: EngineApi, conversation: string, text: string) {
  return engine.call('send', { conversation: conversationId.parse(conversation), text }).then(unwrap);
}

test('a new computer needs the recovery key once it is asked for, and reads everything with both, also after a removal', async () => {
  const home = await startTestServer({ accounts: ['bob'] });
  const laptop = await openTestEngine(home);
  const { recoveryKey } = unwrap(await laptop.call('register', alice));
  const bob = await registerTestEngine(home, { username: 'bob' });
  const phone = await openTestEngine(home);
  unwrap(await phone.call('signIn', { ...alice, deviceName: 'Phone' }));
  const { id } = unwrap(await laptop.call('openDirect', { user: 'bob' }));
  await say(laptop, id, 'before');
  await textsIn(bob, id, ['before']);
  expect(unwrap(await laptop.call('status', undefined))).not.toHaveProperty('recoveryKeyNeeded');

  unwrap(await laptop.call('setRecoveryKeyNeeded', { needed: true, password, recoveryKey }));
  for (const engine of [laptop, phone]) {
    await vi.waitFor(async () => {
      expect(unwrap(await engine.call('status', undefined))).toMatchObject({ recoveryKeyNeeded: true });
    }, 10_000);
  }
  await say(bob, id, 'from bob');
  await textsIn(phone, id, ['before', 'from bob']);
  await say(phone, id, 'from the phone');

  const desk = await openTestEngine(home);
  expect(await desk.call('signIn', alice)).toEqual(refuse('recovery-key-needed'));
  expect(unwrap(await desk.call('status', undefined)).state).toBe('signed-out');
  unwrap(await desk.call('signIn', { ...alice, recoveryKey: recoveryKey.toUpperCase(), deviceName: 'Desk' }));
  for (const engine of [laptop, desk, bob])
    await textsIn(engine, id, ['before', 'from bob', 'from the phone']);

  const listed = unwrap(await laptop.call('devices', undefined));
  const device = deviceId.parse(listed.find(({ name }) => name === 'Phone')?.id);
  unwrap(await laptop.call('revokeDevice', { device, password }));
  await say(desk, id, 'after the removal');
  const tablet = await openTestEngine(home);
  expect(await tablet.call('signIn', alice)).toEqual(refuse('recovery-key-needed'));
  unwrap(await tablet.call('signIn', { ...alice, recoveryKey }));
  await textsIn(tablet, id, ['before', 'from bob', 'from the phone', 'after the removal']);
});

test('wrong words and passwords are named, and change nothing', async () => {
  const { home, laptop, recoveryKey, bobs } = await start();
  const before = await storedVault(laptop);
  const set = (words: string, own = password) =>
    laptop.account.setRecoveryKeyNeeded({ needed: true, password: own, recoveryKey: words });
  expect(await set('these are no words')).toEqual(refuse('recovery-key-mistyped'));
  expect(await set(bobs)).toEqual(refuse('wrong-recovery-key'));
  expect(await set(recoveryKey, 'not hers at all')).toEqual(refuse('wrong-credentials'));
  expect(await storedVault(laptop)).toEqual(before);
  unwrap(await set(recoveryKey));

  const { account } = await testDevice(home.url);
  const signIn = (words: string, own = password) =>
    account.signIn({ ...alice, password: own, recoveryKey: words });
  for (const words of ['', 'these are no words', `parley ${recoveryKey}`]) {
    expect(await signIn(words)).toEqual(refuse('recovery-key-mistyped'));
  }
  expect(await signIn(bobs)).toEqual(refuse('wrong-recovery-key'));
  expect(await signIn(recoveryKey, 'not hers at all')).toEqual(refuse('wrong-credentials', { triesLeft: 3 }));
  expect(account.current()).toBeUndefined();
  expect(unwrap(await laptop.account.devices())).toHaveLength(1);
  const off = { needed: false, password: 'not hers at all' } as const;
  expect(await laptop.account.setRecoveryKeyNeeded(off)).toEqual(refuse('wrong-credentials'));
  expect(laptop.account.needsRecoveryKey()).toBe(true);
});

test('after a change of password the other devices need the new one alone, and new computers the recovery key as before', async () => {
  const { home, laptop, recoveryKey } = await startNeeded();
  const phone = await testDevice(home.url);
  unwrap(await phone.account.signIn({ ...alice, recoveryKey }));
  unwrap(await laptop.account.changePassword({ oldPassword: password, newPassword }));
  await vi.waitFor(() => expect(phone.account.current()).toBeUndefined(), 10_000);
  unwrap(await phone.account.signIn({ ...alice, password: newPassword }));
  const desk = await testDevice(home.url);
  expect(await desk.account.signIn({ ...alice, password: newPassword })).toEqual(
    refuse('recovery-key-needed'),
  );
  unwrap(await desk.account.signIn({ ...alice, password: newPassword, recoveryKey }));
});

test('a sign-in that breaks off leaves a device whose session was ended the key to its part of the vault', async () => {
  const { home, laptop, recoveryKey } = await startNeeded();
  const malicious = await startMaliciousProxy(home.url);
  const phone = await testDevice(malicious.url);
  unwrap(await phone.account.signIn({ ...alice, recoveryKey }));
  unwrap(await laptop.account.changePassword({ oldPassword: password, newPassword }));
  await vi.waitFor(() => expect(phone.account.current()).toBeUndefined(), 10_000);
  malicious.rewrites.set('account:publish', () => ({}));
  const signIn = () => phone.account.signIn({ ...alice, password: newPassword });
  expect(await signIn()).toMatchObject({ code: 'bad-request' });
  malicious.rewrites.clear();
  unwrap(await signIn());
});

test('a computer is new again once it has signed out, and a recovery keeps what was chosen', async () => {
  const { home, laptop, recoveryKey } = await startNeeded();
  await laptop.account.signOut();
  expect(await laptop.account.signIn(alice)).toEqual(refuse('recovery-key-needed'));
  unwrap(await laptop.account.signInWithRecoveryKey({ username: 'alice', recoveryKey, newPassword }));
  expect(laptop.account.needsRecoveryKey()).toBe(true);
  const desk = await testDevice(home.url);
  expect(await desk.account.signIn({ ...alice, password: newPassword })).toEqual(
    refuse('recovery-key-needed'),
  );
  unwrap(await desk.account.signIn({ ...alice, password: newPassword, recoveryKey }));
});

test('once it is switched off the password alone opens the account, and the recovery key may come with it', async () => {
  const { home, laptop, recoveryKey, bobs } = await startNeeded();
  unwrap(await laptop.account.setRecoveryKeyNeeded({ needed: false, password }));
  expect(laptop.account.needsRecoveryKey()).toBe(false);
  const desk = await testDevice(home.url);
  unwrap(await desk.account.signIn(alice));
  unwrap(await laptop.account.checkRecoveryKey({ recoveryKey }));
  const tablet = await testDevice(home.url);
  expect(await tablet.account.signIn({ ...alice, recoveryKey: bobs })).toEqual(refuse('wrong-recovery-key'));
  unwrap(await tablet.account.signIn({ ...alice, recoveryKey }));
});

test('a change whose answer was lost is done, and asking again changes nothing more', async () => {
  const { home, recoveryKey } = await start();
  const malicious = await startMaliciousProxy(home.url);
  const desk = await testDevice(malicious.url);
  unwrap(await desk.account.signIn(alice));
  for (const parameters of [{ needed: true, recoveryKey } as const, { needed: false } as const]) {
    const set = () => desk.account.setRecoveryKeyNeeded({ ...parameters, password });
    malicious.forgeries.set('account:publish', () => ({ answer: refuse('server-unreachable') }));
    expect(await set()).toEqual(refuse('server-unreachable'));
    const done = await storedVault(desk);
    malicious.forgeries.clear();
    unwrap(await set());
    unwrap(await set());
    expect(await storedVault(desk)).toEqual(done);
    expect(desk.account.needsRecoveryKey()).toBe(parameters.needed);
  }
});

test('a vault kept from before opens nothing of the later one and reads nothing that is sent later', async () => {
  const { laptop, recoveryKey, before } = await startNeeded();
  const { address, passwordKek, recoveryKek } = await keksOf(laptop, recoveryKey);
  const guessed = openVault(address, before, { passwordKek });
  const later = openVault(address, await storedVault(laptop), { passwordKek, recoveryKek });
  expect(guessed?.vaultKey).not.toEqual(later?.vaultKey);
  const generations = [guessed, later].map((vault) =>
    vault?.contents.mailboxKeys.map((key) => key.generation),
  );
  expect(generations).toEqual([[1], [1, 2]]);
  expect(guessed?.contents.marksKey).not.toEqual(later?.contents.marksKey);
  expect(laptop.state().mailboxKeys).toEqual(later?.contents.mailboxKeys);
});

/** Alice's desk behind a server that lies: `serve` gives out another vault, in place of the one as it is `stored`. */
async function startLyingServer() {
  const { home, recoveryKey, before } = await startNeeded();
  const malicious = await startMaliciousProxy(home.url);
  const desk = await testDevice(malicious.url);
  unwrap(await desk.account.signIn({ ...alice, recoveryKey }));
  const stored = await storedVault(desk);
  const serve = (name: RequestName, vault: Uint8Array) =>
    malicious.forgeries.set(name, ({ value }: { value: object }) => ({ answer: ok({ ...value, vault }) }));
  const [unmarked, marked, mixed] = [stored, before, stored].map((vault) => new Uint8Array(vault)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  unmarked[0] = 1;
  marked[0] = 2;
  // The wrap that the password opens by itself.
  mixed.set(before.subarray(5, 117), 5);
  return { malicious, desk, recoveryKey, serve, stored, before, unmarked, marked, mixed };
}

test('a vault whose mark the server has turned, or whose wraps it has mixed, opens on no new computer', async () => {
  const { malicious, recoveryKey, serve, unmarked, marked, mixed } = await startLyingServer();
  const { account } = await testDevice(malicious.url);
  for (const vault of [unmarked, marked, mixed]) {
    serve('account:sign-in', vault);
    const alone = vault === unmarked ? altered : refuse('recovery-key-needed');
    expect(await account.signIn(alice)).toEqual(alone);
    expect(await account.signIn({ ...alice, recoveryKey })).toEqual(altered);
  }
});

test('a signed-in device changes nothing of a vault that the server has altered, or has kept from before', async () => {
  const { malicious, desk, serve, stored, before, unmarked, mixed } = await startLyingServer();
  const off = () => desk.account.setRecoveryKeyNeeded({ needed: false, password });
  serve('account:get', unmarked);
  expect(await off()).toEqual(altered);
  // The wrap might be that of another password.
  serve('account:get', mixed);
  expect(await off()).toEqual(refuse('wrong-credentials'));
  serve('account:get', before);
  expect(await off()).toMatchObject({ code: 'verification-failed' });
  const change = { oldPassword: password, newPassword };
  expect(await desk.account.changePassword(change)).toMatchObject({ code: 'verification-failed' });
  malicious.forgeries.clear();
  expect(readVault(desk.state().database)).toEqual(stored);
  expect(await storedVault(desk)).toEqual(stored);
  unwrap(await off());
});

test('nothing of the recovery key or the second key reaches the server', async () => {
  const { home, recoveryKey } = await start();
  const proxy = await startCaptureProxy(home.url);
  const desk = await testDevice(proxy.url);
  unwrap(await desk.account.signIn(alice));
  unwrap(await desk.account.setRecoveryKeyNeeded({ needed: true, password, recoveryKey }));
  const another = await testDevice(proxy.url, await temporaryFolder());
  expect(await another.account.signIn(alice)).toEqual(refuse('recovery-key-needed'));
  unwrap(await another.account.signIn({ ...alice, recoveryKey }));
  unwrap(await another.account.changePassword({ oldPassword: password, newPassword }));

  const key = parseRecoveryWords(recoveryKey) ?? new Uint8Array();
  const { recoveryAuth, vaultKek } = deriveFromRecoveryKey(key);
  const { address } = await keksOf(another, recoveryKey);
  const opened = openVault(address, await storedVault(another), { recoveryKek: vaultKek });
  const secondKey = opened?.contents.secondKey ?? new Uint8Array();
  expect(secondKey).toHaveLength(32);
  const { requests } = proxy.captured();
  for (const secret of [key, vaultKek, secondKey]) {
    expect(requests.includes(Buffer.from(secret))).toBe(false);
    expect(requests.includes(toBase64url(secret))).toBe(false);
  }
  expect(requests.includes(recoveryAuth)).toBe(false);
  expect(requests.includes(recoveryKey.split(' ').slice(0, 3).join(' '))).toBe(false);
  // It is the right place to look.
  expect(requests.includes('account:sign-in')).toBe(true);
});
