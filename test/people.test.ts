import { cp } from 'node:fs/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { EngineApi } from '../engine/api/api.ts';
import { ok, type Result, refuse } from '../protocol/errors.ts';
import type { ResponseOf } from '../protocol/events.ts';
import { type Address, address, conversationId } from '../protocol/ids.ts';
import { type MaliciousProxy, startMaliciousProxy } from './support/malicious-proxy.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { preparedDevice, type TestDevice, testDevice } from './support/test-device.ts';
import { openTestEngine, password, registerTestEngine } from './support/test-engine.ts';
import { startTestServer } from './support/test-server.ts';
import { unwrap } from './support/unwrap.ts';

const bobsAddress = address.parse('bob@home.example');

/** A server with alice and bob, signed up and connected. */
async function startWithBoth() {
  const accounts = ['alice', 'bob'].map((username) => ({ username, displayName: username.toUpperCase() }));
  const home = await startTestServer({ accounts });
  const [alice, bob] = [await preparedDevice(home, 'alice'), await preparedDevice(home, 'bob')];
  return { home, alice: alice.device, bob: bob.device };
}

async function registered(url: string, name: string): Promise<TestDevice> {
  const theirs = await testDevice(url);
  unwrap(await theirs.account.register({ username: name, password, displayName: name.toUpperCase() }));
  return theirs;
}

function peopleAt(theirs: TestDevice) {
  const people = theirs.people();
  onTestFinished(() => people.close());
  return people;
}

test('people find each other, with status and fingerprint', async () => {
  const { alice, bob } = await startWithBoth();
  const people = peopleAt(alice);
  const found = unwrap(await people.search());
  expect(found).toEqual([
    expect.objectContaining({ user: 'alice', displayName: 'ALICE', status: 'normal', verified: false }),
    expect.objectContaining({ user: 'bob', displayName: 'BOB', status: 'normal', verified: false }),
  ]);
  expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  expect(unwrap(await people.search({ query: 'BO' })).map(({ user }) => user)).toEqual(['bob']);
  unwrap(await bob.account.signOut());
  await vi.waitFor(async () => {
    const online = unwrap(await people.search({ onlineOnly: true }));
    expect(online.map(({ user }) => user)).toEqual(['alice']);
  }, 10_000);
});

test('alice and bob compare safety numbers', async () => {
  const { home, alice, bob } = await startWithBoth();
  const hers = peopleAt(alice);
  const { digits, code } = unwrap(await hers.safetyNumber('bob'));
  const shown = unwrap(await peopleAt(bob).safetyNumber(`alice@${home.name}`));
  expect(shown.digits).toBe(digits);
  expect(await hers.verify('bob', code)).toMatchObject({ code: 'other-safety-code' });
  expect(await hers.verify('bob', shown.code)).toEqual(ok({}));
  expect(await hers.unverify('bob')).toEqual(ok({}));
  expect(unwrap(await hers.search({ query: 'bob' }))).toMatchObject([{ user: 'bob', verified: false }]);
  expect(await hers.verify('Bob')).toEqual(ok({}));
  expect(unwrap(await hers.search({ query: 'bob' }))).toMatchObject([{ user: 'bob', verified: true }]);
  expect(await hers.safetyNumber('nobody')).toEqual(refuse('no-such-user'));
});

test('manifests are pinned, and unknown names are left out', async () => {
  const { alice, bob } = await startWithBoth();
  const people = peopleAt(alice);
  const wanted = ['bob', 'nobody'].map((name) => unwrap(people.addressOf(name)));
  expect(people.cachedManifest(bob.state().address)).toBeUndefined();
  const manifests = unwrap(await people.manifests(wanted));
  expect([...manifests.keys()]).toEqual([bob.state().address]);
  expect(people.cachedManifest(bob.state().address)).toEqual(manifests.get(bob.state().address));
});

test('presence is known from the start and followed', async () => {
  const { alice, bob } = await startWithBoth();
  const people = peopleAt(alice);
  expect(people.presenceOf(bobsAddress)).toBe('offline');
  expect(await people.loadPresence()).toEqual(ok(undefined));
  expect(people.presenceOf(bobsAddress)).toBe('normal');
  const reported: unknown[] = [];
  people.onPresence((changes) => reported.push(...changes));
  unwrap(await peopleAt(bob).setStatus('dnd'));
  await vi.waitFor(() => expect(people.presenceOf(bobsAddress)).toBe('dnd'), 5_000);
  await bob.turnOff();
  await vi.waitFor(() => expect(people.presenceOf(bobsAddress)).toBe('offline'), 5_000);
  expect(reported).toEqual([
    { address: bobsAddress, status: 'dnd' },
    { address: bobsAddress, status: 'offline' },
  ]);
});

test('another key for bob from the server is not used until alice accepts it', async () => {
  const home = await startTestServer();
  const alice = await registered(home.url, 'alice');
  await home.stop();
  const beforeBob = await temporaryFolder();
  await cp(home.dataFolder, beforeBob, { recursive: true });
  await alice.turnOff();

  const honest = await startTestServer({ dataFolder: home.dataFolder });
  const atHonest = await testDevice(honest.url, alice.folder);
  const bob = await registered(honest.url, 'bob');
  const before = unwrap(await peopleAt(atHonest).safetyNumber('bob'));
  await atHonest.turnOff();

  const impostor = await startTestServer({ dataFolder: beforeBob });
  const people = peopleAt(await testDevice(impostor.url, alice.folder));
  const falseBob = await registered(impostor.url, 'bob');
  const { address } = falseBob.state();
  expect(await people.manifests([address])).toEqual(refuse('identity-changed', { user: 'bob' }));
  expect(people.cachedManifest(address)).toEqual(bob.state().contacts.find(address)?.pinned);
  const offered = unwrap(await people.safetyNumber('bob'));
  expect(offered.changed).toBe(true);
  expect(offered.digits).not.toBe(before.digits);
  expect(await people.acceptIdentity('bob')).toEqual(ok({}));
  expect(people.cachedManifest(address)).toEqual(falseBob.state().contacts.find(address)?.pinned);
});

test('a device puts back the newest list of its account’s devices, which a restored server lacks', async () => {
  const { home, alice: laptop, bob } = await startWithBoth();
  for (const one of [laptop, bob]) await one.turnOff();
  await home.stop();
  const backup = await temporaryFolder();
  await cp(home.dataFolder, backup, { recursive: true });

  const later = await startTestServer({ dataFolder: home.dataFolder });
  const laptopLater = await testDevice(later.url, laptop.folder);
  const phone = await testDevice(later.url);
  unwrap(await phone.account.signIn({ username: 'alice', password, deviceName: 'phone' }));
  const devices = unwrap(await laptopLater.account.devices()).map(({ id }) => id);
  expect(devices).toEqual([laptopLater.state().device, phone.state().device]);
  const { address } = laptopLater.state();
  const bobLater = await testDevice(later.url, bob.folder);
  unwrap(await peopleAt(bobLater).manifests([address]));
  for (const one of [laptopLater, phone, bobLater]) await one.turnOff();
  await later.stop();

  const restored = await startTestServer({ dataFolder: backup });
  const bobAgain = await testDevice(restored.url, bob.folder);
  const bobsPeople = peopleAt(bobAgain);
  expect(await bobsPeople.manifests([address])).toMatchObject({ code: 'verification-failed' });
  const laptopAgain = await testDevice(restored.url, laptop.folder);
  expect(unwrap(await laptopAgain.account.devices()).map(({ id }) => id)).toEqual(devices);
  const manifest = unwrap(await bobsPeople.manifests([address])).get(address)?.manifest;
  expect(manifest?.devices.map(({ id }) => id)).toEqual(devices);
  expect(await bobsPeople.verify('alice')).toEqual(ok({}));

  // A newcomer gets the same list.
  const carol = await registered(restored.url, 'carol');
  const hers = unwrap(await peopleAt(carol).manifests([address])).get(address);
  expect(hers?.manifest).toEqual(manifest);
});

type Manifests = Result<ResponseOf<'people:manifests'>>;

/** Gives out this list of the account's devices, and no newer one can be put back. Counts how often that was asked, by the question. */
function replaceDeviceList(proxy: MaliciousProxy, account: Address, manifest: Uint8Array) {
  const asked = new Map<string, number>();
  proxy.forgeries.set('account:publish', () => ({ answer: refuse('internal') }));
  proxy.forgeries.set('people:manifests', (truth: Manifests) => {
    if (!truth.ok) return { answer: truth };
    const question = truth.value.manifests.map((one) => one.address).join();
    if (question.includes(account)) asked.set(question, (asked.get(question) ?? 0) + 1);
    const manifests = truth.value.manifests.map((one) =>
      one.address === account ? { ...one, manifest } : one,
    );
    return { answer: ok({ ...truth.value, manifests }) };
  });
  return asked;
}

async function deviceListOf(engine: TestDevice, account: Address): Promise<Uint8Array> {
  const answer = unwrap(await engine.connection.request('people:manifests', { addresses: [account] }));
  return answer.manifests[0]!.manifest;
}

async function conversationWith(engine: EngineApi, user: string) {
  const conversation = conversationId.parse(unwrap(await engine.call('openDirect', { user })).id);
  const say = async (text: string) => unwrap(await engine.call('send', { conversation, text }));
  const isSent = async (text: string) => {
    const { messages } = unwrap(await engine.call('history', { conversation }));
    return messages.some((one) => one.text === text && one.seq !== undefined);
  };
  return { say, isSent };
}

const refusedLists: readonly [string, (older: Uint8Array, newest: Uint8Array) => Uint8Array][] = [
  ['an older', (older) => older],
  ['a forged', (_, newest) => Uint8Array.from(newest, (byte, at) => (at === 40 ? byte ^ 1 : byte))],
];

test.each(refusedLists)(
  '%s list of an account’s devices is reported once, not by each conversation nor after each reconnection',
  async (_, forge) => {
    const home = await startTestServer();
    const proxy = await startMaliciousProxy(home.url);
    const [bob] = await Promise.all([registered(home.url, 'bob'), registered(home.url, 'carol')]);
    const alice = await registerTestEngine(proxy, { username: 'alice' });
    const account = address.parse(`alice@${home.name}`);
    const older = await deviceListOf(bob, account);
    const laptop = await openTestEngine(home);
    unwrap(await laptop.call('signIn', { username: 'alice', password }));
    const list = forge(older, await deviceListOf(bob, account));
    const notices: unknown[] = [];
    alice.on('notice', ({ code, facts }) => {
      if (code !== 'device-added') notices.push({ code, user: facts?.user });
    });
    const conversations = [await conversationWith(alice, 'bob'), await conversationWith(alice, 'alice')];
    const sayInEach = (text: string) => Promise.all(conversations.map(({ say }) => say(text)));
    const sentInEach = (text: string) =>
      vi.waitFor(async () => {
        for (const { isSent } of conversations) expect(await isSent(text)).toBe(true);
      }, 10_000);
    await sayInEach('before');
    await sentInEach('before');

    const refused = [{ code: 'verification-failed', user: 'alice' }];
    const asked = replaceDeviceList(proxy, account, list);
    const askedInEach = (times: number) =>
      vi.waitFor(() => {
        expect(asked.size).toBe(3);
        for (const count of asked.values()) expect(count).toBeGreaterThanOrEqual(times);
      }, 10_000);
    const another = await conversationWith(alice, 'carol');
    await another.say('meanwhile');
    await vi.waitFor(() => expect(notices).toEqual(refused), 10_000);
    // Looked at anew, though neither list nor key was in question a moment ago.
    await sayInEach('meanwhile');
    for (const times of [1, 2, 3]) {
      await askedInEach(times);
      proxy.cut();
    }
    await askedInEach(4);
    expect(notices).toEqual(refused);

    proxy.forgeries.clear();
    proxy.cut();
    await sentInEach('meanwhile');
    expect(notices).toEqual(refused);

    replaceDeviceList(proxy, account, list);
    proxy.cut();
    await sayInEach('once more');
    await vi.waitFor(() => expect(notices).toEqual([...refused, ...refused]), 10_000);
  },
);
