// A person deletes the account: it is gone for everyone, others keep what they hold, and only a signed manifest makes anybody believe it.
import { expect, test, vi } from 'vitest';
import type { Conversation, EngineApi } from '../engine/api/api.ts';
import { ok, refuse } from '../protocol/errors.ts';
import type { RequestName, ResponseOf } from '../protocol/events.ts';
import { type ConversationId, conversationId, username } from '../protocol/ids.ts';
import { callAdmin } from '../server/admin/admin.ts';
import { startMaliciousProxy } from './support/malicious-proxy.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { openTestEngine, password, registerTestEngine } from './support/test-engine.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { unwrap } from './support/unwrap.ts';

const DELETED = { state: 'signed-out', ended: { code: 'account-deleted' } };

async function signedIn(
  home: { readonly url: string },
  username: string,
  deviceName: string,
  folder?: string,
) {
  const engine = await openTestEngine(home, folder === undefined ? {} : { profileFolder: folder });
  unwrap(await engine.call('signIn', { username, password, deviceName }));
  return engine;
}

async function textsIn(engine: EngineApi, conversation: ConversationId) {
  const { messages } = unwrap(await engine.call('history', { conversation }));
  return messages
    .filter(({ kind, seq }) => kind !== 'system' && seq !== undefined)
    .map(({ text, code }) => text ?? code);
}

function expectTexts(engine: EngineApi, conversation: ConversationId, texts: readonly string[]) {
  return vi.waitFor(async () => expect(await textsIn(engine, conversation)).toEqual(texts), 10_000);
}

function send(engine: EngineApi, conversation: ConversationId, text: string) {
  return engine.call('send', { conversation, text }).then(unwrap);
}

async function viewOf(engine: EngineApi, id: ConversationId): Promise<Conversation | undefined> {
  return unwrap(await engine.call('conversations', undefined)).find((one) => one.id === id);
}

function expectView(engine: EngineApi, id: ConversationId, view: object) {
  return vi.waitFor(async () => expect(await viewOf(engine, id)).toMatchObject(view), 10_000);
}

function expectStatus(engine: EngineApi, status: object) {
  return vi.waitFor(
    async () => expect(unwrap(await engine.call('status', undefined))).toMatchObject(status),
    10_000,
  );
}

function noticesAt(engine: EngineApi) {
  const codes: string[] = [];
  engine.on('notice', ({ code }) => codes.push(code));
  return codes;
}

/** Bob and Alice have talked, and Bob's group has both of them and Carol. */
async function startTalk(home: TestServer) {
  const alice = await registerTestEngine(home, { username: 'alice' });
  const bobsFolder = await temporaryFolder();
  const bob = await signedIn(home, 'bob', 'Laptop', bobsFolder);
  const direct = unwrap(await alice.call('openDirect', { user: 'bob' })).id;
  await send(alice, direct, 'hello Bob');
  await expectTexts(bob, direct, ['hello Bob']);
  await send(bob, direct, 'hello Alice');
  await expectTexts(alice, direct, ['hello Bob', 'hello Alice']);
  const trip = unwrap(await bob.call('createGroup', { title: 'Trip', members: ['alice', 'carol'] })).id;
  await expectView(alice, trip, { title: 'Trip' });
  await send(alice, trip, 'I am in');
  await expectTexts(bob, trip, ['I am in']);
  return { alice, bob, bobsFolder, direct, trip };
}

const accounts = ['owner', 'alice', 'bob', 'carol'] as const;

test('an account that is deleted is gone from everywhere, and others keep what they hold, through a restart', {
  timeout: 120_000,
}, async () => {
  const home = await startTestServer({ accounts });
  const { port } = new URL(home.url);
  const { alice, bob, bobsFolder, direct, trip } = await startTalk(home);
  const carol = await registerTestEngine(home, { username: 'carol' });
  const withCarol = unwrap(await alice.call('openDirect', { user: 'carol' })).id;
  await send(alice, withCarol, 'hello Carol');
  await expectTexts(carol, withCarol, ['hello Carol']);
  const carolsFolder = await temporaryFolder();
  await carol.close();
  const away = await signedIn(home, 'carol', 'Desk', carolsFolder);
  await expectTexts(away, withCarol, ['hello Carol']);
  await away.close();
  const phone = await signedIn(home, 'alice', 'Phone');
  const deskFolder = await temporaryFolder();
  const desk = await signedIn(home, 'alice', 'Desk', deskFolder);
  await expectTexts(desk, direct, ['hello Bob', 'hello Alice']);
  await desk.close();
  const mine = unwrap(await alice.call('createGroup', { title: 'Mine', members: ['bob'] })).id;
  const alone = unwrap(await alice.call('createGroup', { title: 'Alone', members: [] })).id;
  await expectView(bob, mine, { title: 'Mine' });

  expect(await alice.call('deleteAccount', { password: 'not the password' })).toEqual(
    refuse('wrong-credentials'),
  );
  expect(await alice.call('deleteAccount', { password })).toEqual(
    refuse('successors-needed', { groups: 'Mine' }),
  );
  for (const id of [trip, mine, alone]) expect(await viewOf(alice, id)).not.toHaveProperty('ended');
  unwrap(await alice.call('setRole', { conversation: mine, user: 'bob', role: 'owner' }));
  expect(await alice.call('deleteAccount', { password })).toEqual(ok({}));
  // Its answer was lost.
  expect(await alice.call('deleteAccount', { password })).toEqual(ok({}));
  await expectStatus(alice, { ...DELETED, ended: { ...DELETED.ended, facts: { count: 0 } } });
  await expectStatus(phone, DELETED);

  await expectView(bob, direct, { personDeleted: expect.any(String) });
  for (const id of [trip, mine]) {
    await vi.waitFor(async () => {
      const { messages } = unwrap(await bob.call('history', { conversation: id }));
      expect(messages.at(-1)).toMatchObject({ sender: 'alice', events: [{ type: 'left' }] });
    }, 10_000);
  }
  expect(await bob.call('send', { conversation: direct, text: 'still there?' })).toEqual(
    refuse('person-deleted', { user: 'alice' }),
  );
  await send(bob, trip, 'without Alice');
  const names = unwrap(await bob.call('people', {})).map(({ user }) => user);
  expect(names).toEqual(['bob', 'carol', 'owner']);
  expect(unwrap(await bob.call('people', { onlineOnly: true })).map(({ user }) => user)).toEqual(['bob']);

  await home.stop();
  const again = await startTestServer({ dataFolder: home.dataFolder, args: ['--port', port] });
  const stranger = await openTestEngine(again);
  const taken = await stranger.call('register', { username: 'alice', password });
  expect(taken).toEqual(refuse('username-taken'));
  const gone = await stranger.call('signIn', { username: 'alice', password });
  const unknown = await stranger.call('signIn', { username: 'nobody', password });
  expect(gone).toEqual(refuse('wrong-credentials', { triesLeft: 3 }));
  expect(unknown).toEqual(gone);
  const unlocked = await callAdmin(home.dataFolder, 'user.unlock', { username: username.parse('alice') });
  expect(unlocked).toMatchObject(refuse('person-deleted', { user: 'alice' }));

  const back = await openTestEngine(again, { profileFolder: deskFolder });
  await expectStatus(back, DELETED);
  const carolBack = await openTestEngine(again, { profileFolder: carolsFolder });
  await expectView(carolBack, withCarol, { personDeleted: expect.any(String) });
  // A device that has never met Alice verifies what she wrote by her last manifest.
  const tablet = await signedIn(again, 'bob', 'Tablet');
  await expectTexts(tablet, direct, ['hello Bob', 'hello Alice']);
  await expectView(tablet, direct, { personDeleted: expect.any(String) });
  await expectTexts(tablet, trip, ['I am in', 'without Alice']);
  const refused = await tablet.call('addMembers', { conversation: mine, members: ['alice'] });
  expect(refused).toEqual(refuse('person-deleted', { user: 'alice' }));

  await expectStatus(bob, { state: 'online' });
  await vi.waitFor(async () => {
    expect(await bob.call('removeConversation', { conversation: direct })).toEqual(ok({}));
  }, 10_000);
  expect(await viewOf(bob, direct)).toBeUndefined();
  expect(await bob.call('openDirect', { user: 'alice' })).toEqual(
    refuse('person-deleted', { user: 'alice' }),
  );
  await bob.close();
  const bobBack = await openTestEngine(again, { profileFolder: bobsFolder });
  const notices = noticesAt(bobBack);
  await expectTexts(bobBack, trip, ['I am in', 'without Alice']);
  await send(bobBack, trip, 'all is well');
  await expectTexts(tablet, trip, ['I am in', 'without Alice', 'all is well']);
  expect(await viewOf(bobBack, direct)).toBeUndefined();
  expect(notices).toEqual([]);
  await expectTexts(tablet, direct, ['hello Bob', 'hello Alice']);
});

test('the server’s last owner stays, and is in all groups still', async () => {
  const home = await startTestServer({ accounts });
  const owner = await registerTestEngine(home, { username: 'owner' });
  const { id } = unwrap(await owner.call('createGroup', { title: 'Alone', members: [] }));
  expect(await owner.call('deleteAccount', { password })).toEqual(refuse('server-owner-needed'));
  expect(await viewOf(owner, id)).not.toHaveProperty('ended');
});

test('where the answer is lost the device finds by itself that the account is deleted', async () => {
  const home = await startTestServer({ accounts });
  const proxy = await startMaliciousProxy(home.url);
  const alice = await signedIn(proxy, 'alice', 'Laptop');
  let requests = 0;
  proxy.forgeries.set('account:delete', (answer) => {
    requests += 1;
    if (requests === 2) proxy.cut();
    return { answer };
  });
  const deleted = await alice.call('deleteAccount', { password });
  if (!deleted.ok) expect(deleted).toEqual(refuse('server-unreachable'));
  await expectStatus(alice, DELETED);
  expect(await alice.call('deleteAccount', { password })).toEqual(ok({}));
});

test('an account that is added to a group meanwhile leaves that one, too', async () => {
  const home = await startTestServer({ accounts });
  const { bob } = await startTalk(home);
  const proxy = await startMaliciousProxy(home.url);
  const alice = await signedIn(proxy, 'alice', 'Laptop');
  let late: ConversationId | undefined;
  // Behind the leaving of all groups and before the deletion.
  proxy.forgeries.set('account:sessions', async (answer) => {
    late ??= unwrap(await bob.call('createGroup', { title: 'Late', members: ['alice'] })).id;
    return { answer };
  });
  expect(await alice.call('deleteAccount', { password })).toEqual(ok({}));
  expect(late).toBeDefined();
  await vi.waitFor(async () => {
    const view = late && (await viewOf(bob, late));
    expect(view?.members.map(({ user }) => user)).toEqual(['bob']);
  }, 10_000);
});

type Listed = ResponseOf<'conversations:list'>;

test('no one believes the server alone that an account is deleted', async () => {
  const home = await startTestServer({ accounts });
  const { alice, bob, direct } = await startTalk(home);
  await bob.close();
  const proxy = await startMaliciousProxy(home.url);
  const forge = (name: RequestName, forgery: (truth: never) => unknown) =>
    proxy.forgeries.set(name, (truth) => ({ answer: forgery(truth) }));
  forge('conversations:list', (truth: { ok: true; value: Listed }) =>
    ok({
      ...truth.value,
      conversations: truth.value.conversations.map((one) => ({ ...one, deleted: true as const })),
    }),
  );
  forge('conversations:send', () => refuse('person-deleted', { user: 'alice' }));
  const desk = await signedIn(proxy, 'bob', 'Desk');
  await expectTexts(desk, direct, ['hello Bob', 'hello Alice']);
  const { id } = await send(desk, direct, 'are you?');
  await vi.waitFor(async () => {
    const { messages } = unwrap(await desk.call('history', { conversation: direct }));
    expect(messages.find((one) => one.id === id)).toMatchObject({ state: 'failed', code: 'person-deleted' });
  }, 10_000);
  expect(await viewOf(desk, direct)).not.toHaveProperty('personDeleted');
  proxy.forgeries.clear();
  unwrap(await desk.call('retry', { conversation: direct, message: id }));
  await expectTexts(alice, direct, ['hello Bob', 'hello Alice', 'are you?']);
});

test('a list of devices that comes after the deletion is never taken', async () => {
  const home = await startTestServer({ accounts });
  const proxy = await startMaliciousProxy(home.url);
  const { alice, direct } = await startTalk(home);
  const desk = await signedIn(proxy, 'bob', 'Desk');
  let before: unknown;
  proxy.forgeries.set('people:manifests', (truth) => {
    before ??= truth;
    return { answer: truth };
  });
  await expectTexts(desk, direct, ['hello Bob', 'hello Alice']);
  await send(desk, direct, 'once more');
  await expectTexts(alice, direct, ['hello Bob', 'hello Alice', 'once more']);
  unwrap(await alice.call('deleteAccount', { password }));
  await expectView(desk, direct, { personDeleted: expect.any(String) });
  proxy.forgeries.set('people:manifests', () => ({ answer: before }));
  const shown = unwrap(await desk.call('safetyNumber', { user: 'alice' }));
  expect(shown.changed).toBe(false);
  expect(await viewOf(desk, conversationId.parse(direct))).toMatchObject({
    personDeleted: expect.any(String),
  });
});
