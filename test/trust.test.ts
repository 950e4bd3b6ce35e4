// What waits when someone's keys change, and how it goes on: whole engines, a real server, and a proxy that shows alice
// other keys than bob's.
import { expect, test, vi } from 'vitest';
import type { EngineApi } from '../engine/api/api.ts';
import { signManifest } from '../engine/encryption/manifests.ts';
import { ok, type Result, refuse } from '../protocol/errors.ts';
import type { ResponseOf } from '../protocol/events.ts';
import { type Address, address, type ConversationId } from '../protocol/ids.ts';
import { formatInviteLink } from '../protocol/server-link.ts';
import { callAdmin } from '../server/admin/admin.ts';
import { inviterFrom } from '../view-models/inviter.ts';
import { createIdentity } from './support/identities.ts';
import { type MaliciousProxy, startMaliciousProxy } from './support/malicious-proxy.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { openTestEngine, password, registerTestEngine } from './support/test-engine.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { unwrap } from './support/unwrap.ts';

/** From now on everyone who asks through the proxy gets keys of an impostor in place of the account's. */
async function showImpostor(proxy: MaliciousProxy, account: Address): Promise<void> {
  const { manifest, account: key } = await createIdentity(account);
  const forged = signManifest(manifest, key.seed);
  proxy.forgeries.set('people:manifests', (truth: Result<ResponseOf<'people:manifests'>>) => {
    if (!truth.ok) return { answer: truth };
    const manifests = truth.value.manifests.map((one) =>
      one.address === account ? { ...one, manifest: forged } : one,
    );
    return { answer: ok({ ...truth.value, manifests }) };
  });
}

async function conversationOf(engine: EngineApi, id: ConversationId) {
  return unwrap(await engine.call('conversations', undefined)).find((one) => one.id === id);
}

/** Texts in the order of the log, then those that wait; what can't be read as its code. */
async function textsOf(engine: EngineApi, conversation: ConversationId): Promise<readonly string[]> {
  const { messages } = unwrap(await engine.call('history', { conversation }));
  return messages.flatMap(({ kind, text, code }) => (kind === 'system' ? [] : (text ?? code ?? [])));
}

async function waitingOf(engine: EngineApi, conversation: ConversationId): Promise<number> {
  const { messages } = unwrap(await engine.call('history', { conversation }));
  return messages.filter(({ state }) => state === 'sending').length;
}

const waited = ['one', 'two', 'three'];

/** Alice behind a proxy, bob and carol at the server itself; all of them in a group, in which alice has written. */
async function threeInAGroup() {
  const home = await startTestServer();
  const proxy = await startMaliciousProxy(home.url);
  const profileFolder = await temporaryFolder();
  const bob = await registerTestEngine(home, { username: 'bob' });
  const carol = await registerTestEngine(home, { username: 'carol' });
  const alice = await registerTestEngine(proxy, { username: 'alice', profileFolder });
  const notices: unknown[] = [];
  alice.on('notice', ({ code, facts }) => notices.push([code, facts?.user]));
  const { id } = unwrap(await alice.call('createGroup', { title: 'Chess', members: ['bob', 'carol'] }));
  const say = async (text: string) => unwrap(await alice.call('send', { conversation: id, text }));
  await say('before');
  await vi.waitFor(async () => expect(await textsOf(carol, id)).toEqual(['before']), 10_000);
  const bobsAddress = address.parse(`bob@${home.name}`);
  return { home, proxy, profileFolder, alice, bob, carol, id, say, notices, bobsAddress };
}

/** Alice has written three messages since bob's keys have become others. */
async function threeWaiting() {
  const group = await threeInAGroup();
  const { alice, proxy, id, say } = group;
  await showImpostor(proxy, group.bobsAddress);
  proxy.cut();
  await vi.waitFor(
    async () => expect(unwrap(await alice.call('status', undefined)).state).toBe('online'),
    10_000,
  );
  const before = Date.now();
  for (const text of waited) await say(text);
  await vi.waitFor(
    async () => expect((await conversationOf(alice, id))?.keyChanges).toMatchObject({ waiting: 3 }),
    10_000,
  );
  const since = (await conversationOf(alice, id))?.keyChanges?.people[0]?.since ?? '';
  expect(Date.parse(since)).toBeGreaterThan(before - 5_000);
  return group;
}

test('what waits for a decision about changed keys goes out once and in order, also after a restart', async () => {
  const { alice, bob, carol, id, proxy, profileFolder, notices } = await threeWaiting();
  expect((await conversationOf(alice, id))?.keyChanges?.people).toMatchObject([
    { user: 'bob', verified: false },
  ]);
  expect(notices).toEqual([['identity-changed', 'bob']]);
  expect(await textsOf(carol, id)).toEqual(['before']);

  await alice.close();
  const again = await openTestEngine(proxy, { profileFolder });
  const shown: unknown[] = [];
  again.on(
    'conversation',
    ({ conversation }) => conversation.id === id && shown.push(conversation.keyChanges),
  );
  await vi.waitFor(
    async () => expect(unwrap(await again.call('status', undefined)).state).toBe('online'),
    10_000,
  );
  unwrap(await again.call('send', { conversation: id, text: 'four' }));
  expect((await conversationOf(again, id))?.keyChanges).toMatchObject({ waiting: 4 });
  expect(await textsOf(carol, id)).toEqual(['before']);

  unwrap(await again.call('acceptIdentity', { user: 'bob' }));
  const all = ['before', ...waited, 'four'];
  await vi.waitFor(async () => expect(await textsOf(carol, id)).toEqual(all), 10_000);
  expect(await textsOf(again, id)).toEqual(all);
  await vi.waitFor(async () => expect(await waitingOf(again, id)).toBe(0), 10_000);
  expect(shown.at(-1)).toBeUndefined();
  expect(shown).toContainEqual(expect.objectContaining({ waiting: 4 }));
  // They are sealed to the keys that alice has accepted, and no longer to bob's.
  await vi.waitFor(
    async () => expect(await textsOf(bob, id)).toEqual(['before', ...all.slice(1).map(() => 'no-key')]),
    10_000,
  );
}, 60_000);

test('changed keys of a verified person wait for another verification, or for the end of this one', async () => {
  const group = await threeInAGroup();
  const { alice, carol, id, proxy, say } = group;
  unwrap(await alice.call('verify', { user: 'bob' }));
  await showImpostor(proxy, group.bobsAddress);
  proxy.cut();
  for (const text of waited) await say(text);
  await vi.waitFor(async () => {
    const changes = (await conversationOf(alice, id))?.keyChanges;
    expect(changes).toMatchObject({ waiting: 3, people: [{ user: 'bob', verified: true }] });
  }, 10_000);
  expect(await alice.call('acceptIdentity', { user: 'bob' })).toEqual(
    refuse('verified-before', { user: 'bob' }),
  );
  expect(await textsOf(carol, id)).toEqual(['before']);
  unwrap(await alice.call('unverify', { user: 'bob' }));
  expect((await conversationOf(alice, id))?.keyChanges?.people).toMatchObject([{ verified: false }]);
  expect(await waitingOf(alice, id)).toBe(3);
  unwrap(await alice.call('acceptIdentity', { user: 'bob' }));
  await vi.waitFor(async () => expect(await textsOf(carol, id)).toEqual(['before', ...waited]), 10_000);
}, 60_000);

test('what waits goes out by itself once the server shows the known keys again', async () => {
  const { alice, bob, carol, id, proxy } = await threeWaiting();
  proxy.forgeries.clear();
  proxy.cut();
  await vi.waitFor(async () => expect(await textsOf(carol, id)).toEqual(['before', ...waited]), 10_000);
  await vi.waitFor(async () => expect(await textsOf(bob, id)).toEqual(['before', ...waited]), 10_000);
  expect((await conversationOf(alice, id))?.keyChanges).toBeUndefined();
}, 60_000);

test('a group goes on without a member whose keys have changed', async () => {
  const { alice, carol, id } = await threeWaiting();
  unwrap(await alice.call('removeMember', { conversation: id, user: 'bob' }));
  await vi.waitFor(async () => expect(await textsOf(carol, id)).toEqual(['before', ...waited]), 10_000);
  expect((await conversationOf(alice, id))?.keyChanges).toBeUndefined();
}, 60_000);

test('an epoch of a member who has accepted other keys does not carry on for one who has not', async () => {
  const group = await threeInAGroup();
  const { alice, home, id, proxy, bobsAddress, say } = group;
  const carolsProxy = await startMaliciousProxy(home.url);
  const carol = await openTestEngine(carolsProxy);
  unwrap(await carol.call('signIn', { username: 'carol', password }));
  unwrap(await carol.call('safetyNumber', { user: 'bob' }));
  await vi.waitFor(async () => expect(await textsOf(carol, id)).toEqual(['before']), 10_000);
  await Promise.all([showImpostor(carolsProxy, bobsAddress), showImpostor(proxy, bobsAddress)]);
  expect(unwrap(await carol.call('safetyNumber', { user: 'bob' }))).toMatchObject({ changed: true });
  unwrap(await carol.call('acceptIdentity', { user: 'bob' }));
  unwrap(await carol.call('send', { conversation: id, text: 'under a new key' }));
  await vi.waitFor(
    async () => expect(await textsOf(alice, id)).toEqual(['before', 'under a new key']),
    10_000,
  );
  await say('not to the impostor');
  await vi.waitFor(
    async () => expect((await conversationOf(alice, id))?.keyChanges).toMatchObject({ waiting: 1 }),
    10_000,
  );
  expect(await waitingOf(alice, id)).toBe(1);
}, 60_000);

/** What alice's app makes of an invite, for people at `url`. */
async function inviteFrom(alice: EngineApi, home: TestServer, url: string): Promise<string> {
  const { token } = unwrap(await callAdmin(home.dataFolder, 'invite.create', {}));
  const inviter = inviterFrom(unwrap(await alice.call('status', undefined)));
  expect(inviter?.address).toBe(`alice@${home.name}`);
  return formatInviteLink(url, token, inviter);
}

async function inviteServer() {
  const home = await startTestServer({ args: ['--registration', 'invite'] });
  const alice = await openTestEngine(home);
  const invite = home.ownerInvite;
  unwrap(await alice.call('register', { username: 'alice', password, ...(invite && { invite }) }));
  return { home, alice };
}

test('a person who joins through a member’s link has that member verified from the first contact on', async () => {
  const { home, alice } = await inviteServer();
  const link = await inviteFrom(alice, home, home.url);
  const bob = await openTestEngine(home);
  unwrap(await bob.call('register', { username: 'bob', password, invite: `“${link}”.` }));
  await vi.waitFor(async () => {
    const people = unwrap(await bob.call('people', { query: 'alice' }));
    expect(people).toMatchObject([{ user: 'alice', verified: true }]);
  }, 10_000);
  const { id } = unwrap(await bob.call('openDirect', { user: 'alice' }));
  unwrap(await bob.call('send', { conversation: id, text: 'thank you' }));
  await vi.waitFor(async () => expect(await textsOf(alice, id)).toEqual(['thank you']), 10_000);
  // An invite without a person behind it verifies no one.
  const { link: plain } = unwrap(await callAdmin(home.dataFolder, 'invite.create', {}));
  const carol = await openTestEngine(home);
  unwrap(await carol.call('register', { username: 'carol', password, ...(plain && { invite: plain }) }));
  unwrap(await carol.call('safetyNumber', { user: 'alice' }));
  expect(unwrap(await carol.call('people', { query: 'alice' }))).toMatchObject([{ verified: false }]);
});

test('a server that shows another key for the inviter is named, and nothing is sent', async () => {
  const { home, alice } = await inviteServer();
  const proxy = await startMaliciousProxy(home.url);
  const link = await inviteFrom(alice, home, proxy.url);
  await showImpostor(proxy, address.parse(`alice@${home.name}`));
  const bob = await openTestEngine(proxy);
  const notices: unknown[] = [];
  bob.on('notice', ({ code, facts }) => notices.push([code, facts?.user]));
  unwrap(await bob.call('register', { username: 'bob', password, invite: link }));
  await vi.waitFor(() => expect(notices).toEqual([['identity-changed', 'alice']]), 10_000);
  const { id } = unwrap(await bob.call('openDirect', { user: 'alice' }));
  unwrap(await bob.call('send', { conversation: id, text: 'are you alice?' }));
  await vi.waitFor(async () => {
    const changes = (await conversationOf(bob, id))?.keyChanges;
    expect(changes).toMatchObject({ waiting: 1, people: [{ user: 'alice', verified: true }] });
  }, 10_000);
  expect(await bob.call('acceptIdentity', { user: 'alice' })).toMatchObject({ code: 'verified-before' });
  expect(await textsOf(alice, id).catch(() => [])).toEqual([]);
  // The key that the invite vouches for needs no decision.
  proxy.forgeries.clear();
  proxy.cut();
  await vi.waitFor(async () => expect(await textsOf(alice, id)).toEqual(['are you alice?']), 10_000);
  expect(unwrap(await bob.call('people', { query: 'alice' }))).toMatchObject([{ verified: true }]);
});

test('the invite of a member of another server makes no account', async () => {
  const { home, alice } = await inviteServer();
  const other = await startTestServer({ args: ['--name', 'other.example'] });
  const { token } = unwrap(await callAdmin(other.dataFolder, 'invite.create', {}));
  const inviter = inviterFrom(unwrap(await alice.call('status', undefined)));
  const bob = await openTestEngine(other);
  const invite = formatInviteLink(other.url, token, inviter);
  expect(await bob.call('register', { username: 'bob', password, invite })).toEqual(
    refuse('other-server', { server: other.name }),
  );
  expect(home.name).not.toBe(other.name);
  // The token was not used up.
  const honest = formatInviteLink(other.url, token);
  expect((await bob.call('register', { username: 'bob', password, invite: honest })).ok).toBe(true);
});
