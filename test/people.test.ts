import { cp } from 'node:fs/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ok, refuse } from '../protocol/errors.ts';
import { username } from '../protocol/ids.ts';
import { accepted, type Computer, computer } from './support/computers.ts';
import { startHome } from './support/home.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const password = 'correct horse battery';
const bobsName = username.parse('bob');

async function registered(url: string, name: string): Promise<Computer> {
  const theirs = await computer(url);
  accepted(await theirs.account.register({ username: name, password, displayName: name.toUpperCase() }));
  return theirs;
}

function peopleAt(theirs: Computer) {
  const people = theirs.people();
  onTestFinished(() => people.close());
  return people;
}

test('people find each other, with status and fingerprint', async () => {
  const home = await startHome();
  const [alice, bob] = await Promise.all([registered(home.url, 'alice'), registered(home.url, 'bob')]);
  const people = peopleAt(alice);
  const found = accepted(await people.search());
  expect(found).toEqual([
    expect.objectContaining({ user: 'alice', displayName: 'ALICE', status: 'normal', verified: false }),
    expect.objectContaining({ user: 'bob', displayName: 'BOB', status: 'normal', verified: false }),
  ]);
  expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  expect(accepted(await people.search({ query: 'BO' })).map(({ user }) => user)).toEqual(['bob']);
  accepted(await bob.account.signOut());
  await vi.waitFor(async () => {
    const online = accepted(await people.search({ onlineOnly: true }));
    expect(online.map(({ user }) => user)).toEqual(['alice']);
  });
});

test('alice and bob compare safety numbers', async () => {
  const home = await startHome();
  const [alice, bob] = await Promise.all([registered(home.url, 'alice'), registered(home.url, 'bob')]);
  const hers = peopleAt(alice);
  const digits = accepted(await hers.safetyNumber('bob'));
  expect(accepted(await peopleAt(bob).safetyNumber(`alice@${home.name}`))).toEqual(digits);
  expect(await hers.verify('Bob')).toEqual(ok({}));
  expect(accepted(await hers.search({ query: 'bob' }))).toMatchObject([{ user: 'bob', verified: true }]);
  expect(await hers.safetyNumber('nobody')).toEqual(refuse('no-such-user'));
});

test('manifests are pinned, and those of nobody are left out', async () => {
  const home = await startHome();
  const [alice, bob] = await Promise.all([registered(home.url, 'alice'), registered(home.url, 'bob')]);
  const people = peopleAt(alice);
  const wanted = ['bob', 'nobody'].map((name) => accepted(people.addressOf(name)));
  expect(people.cachedManifest(bob.state().address)).toBeUndefined();
  const manifests = accepted(await people.manifests(wanted));
  expect([...manifests.keys()]).toEqual([bob.state().address]);
  expect(people.cachedManifest(bob.state().address)).toEqual(manifests.get(bob.state().address));
});

test('presence is known from the start and followed', async () => {
  const home = await startHome();
  const [alice, bob] = await Promise.all([registered(home.url, 'alice'), registered(home.url, 'bob')]);
  const people = peopleAt(alice);
  expect(people.presenceOf(bobsName)).toBe('offline');
  expect(await people.loadPresence()).toEqual(ok(undefined));
  expect(people.presenceOf(bobsName)).toBe('normal');
  const heard: unknown[] = [];
  people.onPresence((changes) => heard.push(...changes));
  accepted(await peopleAt(bob).setStatus('dnd'));
  await vi.waitFor(() => expect(people.presenceOf(bobsName)).toBe('dnd'), 5_000);
  await bob.turnOff();
  await vi.waitFor(() => expect(people.presenceOf(bobsName)).toBe('offline'), 5_000);
  expect(heard).toEqual([
    { user: 'bob', status: 'dnd' },
    { user: 'bob', status: 'offline' },
  ]);
});

test('a server that gives out another key for bob is not believed until alice decides', async () => {
  const home = await startHome();
  const alice = await registered(home.url, 'alice');
  await home.stop();
  const beforeBob = await temporaryFolder();
  await cp(home.dataFolder, beforeBob, { recursive: true });
  await alice.turnOff();

  const honest = await startHome({ dataFolder: home.dataFolder });
  const atHonest = await computer(honest.url, alice.folder);
  const bob = await registered(honest.url, 'bob');
  const before = accepted(await peopleAt(atHonest).safetyNumber('bob'));
  await atHonest.turnOff();

  const impostor = await startHome({ dataFolder: beforeBob });
  const people = peopleAt(await computer(impostor.url, alice.folder));
  const falseBob = await registered(impostor.url, 'bob');
  const { address } = falseBob.state();
  expect(await people.manifests([address])).toEqual(refuse('identity-changed', { user: 'bob' }));
  expect(people.cachedManifest(address)).toEqual(bob.state().contacts.find(address)?.pinned);
  const offered = accepted(await people.safetyNumber('bob'));
  expect(offered.changed).toBe(true);
  expect(offered.digits).not.toBe(before.digits);
  expect(await people.acceptIdentity('bob')).toEqual(ok({}));
  expect(people.cachedManifest(address)).toEqual(falseBob.state().contacts.find(address)?.pinned);
});

test('a device puts back the newest list of its account’s devices, which a restored server lacks', async () => {
  const home = await startHome();
  const laptop = await registered(home.url, 'alice');
  const bob = await registered(home.url, 'bob');
  for (const one of [laptop, bob]) await one.turnOff();
  await home.stop();
  const backup = await temporaryFolder();
  await cp(home.dataFolder, backup, { recursive: true });

  const later = await startHome({ dataFolder: home.dataFolder });
  const laptopLater = await computer(later.url, laptop.folder);
  const phone = await computer(later.url);
  accepted(await phone.account.signIn({ username: 'alice', password, deviceName: 'phone' }));
  const devices = accepted(await laptopLater.account.devices()).map(({ id }) => id);
  expect(devices).toEqual([laptopLater.state().device, phone.state().device]);
  const { address } = laptopLater.state();
  const bobLater = await computer(later.url, bob.folder);
  accepted(await peopleAt(bobLater).manifests([address]));
  for (const one of [laptopLater, phone, bobLater]) await one.turnOff();
  await later.stop();

  const restored = await startHome({ dataFolder: backup });
  const bobAgain = await computer(restored.url, bob.folder);
  const bobsPeople = peopleAt(bobAgain);
  expect(await bobsPeople.manifests([address])).toMatchObject({ code: 'verification-failed' });
  const laptopAgain = await computer(restored.url, laptop.folder);
  expect(accepted(await laptopAgain.account.devices()).map(({ id }) => id)).toEqual(devices);
  const manifest = accepted(await bobsPeople.manifests([address])).get(address)?.manifest;
  expect(manifest?.devices.map(({ id }) => id)).toEqual(devices);
  expect(await bobsPeople.verify('alice')).toEqual(ok({}));

  // A newcomer gets the same list.
  const carol = await registered(restored.url, 'carol');
  const hers = accepted(await peopleAt(carol).manifests([address])).get(address);
  expect(hers?.manifest).toEqual(manifest);
});
