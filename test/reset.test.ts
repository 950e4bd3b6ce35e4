// An account whose user has lost password and recovery key is reset and begins anew: whole engines and a real server.
import { expect, test, vi } from 'vitest';
import type { EngineApi } from '../engine/api/api.ts';
import type { ConversationId } from '../protocol/ids.ts';
import { callAdmin } from '../server/admin/admin.ts';
import { administratorResets } from './support/administrator.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { openTestEngine, password, registerTestEngine } from './support/test-engine.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { unwrap } from './support/unwrap.ts';

const given = 'given out by hand';
const own = 'a password of my own';

function reset(home: TestServer, name: string, initialPassword = given) {
  return administratorResets(home, name, initialPassword);
}

/** The person at a new computer, with the password from the administrator. */
async function setUp(home: TestServer, name: string, profileFolder?: string): Promise<EngineApi> {
  const engine = await openTestEngine(home, profileFolder === undefined ? {} : { profileFolder });
  unwrap(
    await engine.call('register', {
      username: name,
      password: own,
      initialPassword: given,
      acceptReset: true,
    }),
  );
  return engine;
}

async function textsOf(engine: EngineApi, conversation: ConversationId): Promise<readonly string[]> {
  const page = await engine.call('history', { conversation });
  if (!page.ok) return [page.code];
  return page.value.messages.flatMap(({ kind, text, code }) =>
    kind === 'system' ? [] : (text ?? code ?? []),
  );
}

async function conversationOf(engine: EngineApi, id: ConversationId) {
  return unwrap(await engine.call('conversations', undefined)).find((one) => one.id === id);
}

async function say(engine: EngineApi, conversation: ConversationId, text: string): Promise<void> {
  unwrap(await engine.call('send', { conversation, text }));
}

async function expectTexts(engine: EngineApi, id: ConversationId, texts: readonly string[]): Promise<void> {
  await vi.waitFor(async () => expect(await textsOf(engine, id)).toEqual(texts), 15_000);
}

function noticesOf(engine: EngineApi): readonly unknown[] {
  const notices: unknown[] = [];
  engine.on('notice', ({ code, facts }) => notices.push([code, facts?.user]));
  return notices;
}

/** Alice and bob have talked. */
async function twoWhoTalked() {
  const home = await startTestServer({ accounts: ['alice', 'bob'] });
  const alice = await registerTestEngine(home, { username: 'alice' });
  const bob = await registerTestEngine(home, { username: 'bob' });
  const { id } = unwrap(await alice.call('openDirect', { user: 'bob' }));
  await say(alice, id, 'before, from alice');
  await expectTexts(bob, id, ['before, from alice']);
  await say(bob, id, 'before, from bob');
  const before = ['before, from alice', 'before, from bob'];
  await expectTexts(alice, id, before);
  return { home, alice, bob, id, before };
}

test('a direct conversation goes on with an account that was reset only once the other person has accepted its keys', async () => {
  const { home, alice, bob, id, before } = await twoWhoTalked();
  const notices = noticesOf(bob);
  const lobby = unwrap(await alice.call('conversations', undefined)).find(({ kind }) => kind === 'public');
  if (!lobby) throw new Error('there is no Lobby');
  await say(alice, lobby.id, 'to everyone');
  await expectTexts(bob, lobby.id, ['to everyone']);
  expect(unwrap(await reset(home, 'alice'))).toEqual({ role: 'owner', wasSetUp: true });

  await say(bob, id, 'are you there?');
  await vi.waitFor(() => expect(notices).toEqual([['reset-pending', 'alice']]), 10_000);
  await vi.waitFor(async () => {
    const { ended } = unwrap(await alice.call('status', undefined));
    expect(ended).toMatchObject({ code: 'signed-out-by-reset' });
  }, 10_000);

  const again = await setUp(home, 'alice');
  await vi.waitFor(async () => {
    const changes = (await conversationOf(bob, id))?.keyChanges;
    expect(changes).toMatchObject({ waiting: 1, people: [{ user: 'alice', verified: false }] });
  }, 15_000);
  await say(bob, id, 'hello?');
  expect(await conversationOf(again, id)).toBeUndefined();

  unwrap(await bob.call('acceptIdentity', { user: 'alice' }));
  await expectTexts(again, id, ['are you there?', 'hello?']);
  await say(again, id, 'I am back');
  await expectTexts(bob, id, [...before, 'are you there?', 'hello?', 'I am back']);
  await expectTexts(again, id, ['are you there?', 'hello?', 'I am back']);

  // What both wrote before stays readable on computers that bob signs in on later.
  const laptop = await openTestEngine(home);
  unwrap(await laptop.call('signIn', { username: 'bob', password }));
  await expectTexts(laptop, id, [...before, 'are you there?', 'hello?', 'I am back']);
  for (const reader of [laptop, again]) await expectTexts(reader, lobby.id, ['to everyone']);
}, 60_000);

test('what is being written while the account is reset is with the others, or counted as unsent', async () => {
  const { home, alice, bob, id, before } = await twoWhoTalked();
  const texts = Array.from({ length: 40 }, (_, index) => `message ${index}`);
  const resetting = reset(home, 'alice');
  for (const text of texts) await alice.call('send', { conversation: id, text });
  unwrap(await resetting);
  await vi.waitFor(async () => {
    const { ended } = unwrap(await alice.call('status', undefined));
    expect(ended).toMatchObject({ code: 'signed-out-by-reset' });
  }, 10_000);
  const refused = await alice.call('signIn', { username: 'alice', password: given });
  const unsent = refused.ok ? 0 : Number(refused.facts?.unsent);
  const arrived = (await textsOf(bob, id)).slice(before.length);
  expect(arrived).toEqual(texts.slice(0, arrived.length));
  expect(arrived.length + unsent).toBeGreaterThanOrEqual(texts.length);
}, 60_000);

test('an account that was reset may write first, and is read once the other person has accepted its keys', async () => {
  const { home, bob, id, before } = await twoWhoTalked();
  unwrap(await reset(home, 'alice'));
  const again = await setUp(home, 'alice');
  expect(unwrap(await again.call('openDirect', { user: 'bob' }))).toMatchObject({ id });
  await say(again, id, 'new keys, same alice');
  await vi.waitFor(async () => {
    const changes = (await conversationOf(bob, id))?.keyChanges;
    expect(changes).toMatchObject({ waiting: 0, people: [{ user: 'alice' }] });
  }, 15_000);
  expect(await textsOf(bob, id)).toEqual(before);
  await say(bob, id, 'only for whom I know');
  await expectTexts(again, id, ['new keys, same alice']);
  unwrap(await bob.call('acceptIdentity', { user: 'alice' }));
  await expectTexts(again, id, ['new keys, same alice', 'only for whom I know']);
  await expectTexts(bob, id, [...before, 'new keys, same alice', 'only for whom I know']);
}, 60_000);

/** Alice owns a group with bob and carol, in which all have written. */
async function groupOf(settings: { readonly history?: 'everything' } = {}) {
  const home = await startTestServer({ accounts: ['alice', 'bob', 'carol'] });
  const alice = await registerTestEngine(home, { username: 'alice' });
  const bob = await registerTestEngine(home, { username: 'bob' });
  const carol = await registerTestEngine(home, { username: 'carol' });
  const created = await alice.call('createGroup', { title: 'Chess', members: ['bob', 'carol'], ...settings });
  const { id } = unwrap(created);
  await say(alice, id, 'from alice');
  await expectTexts(bob, id, ['from alice']);
  await say(bob, id, 'from bob');
  await expectTexts(carol, id, ['from alice', 'from bob']);
  await expectTexts(alice, id, ['from alice', 'from bob']);
  return { home, alice, bob, carol, id, before: ['from alice', 'from bob'] };
}

test.each([{}, { history: 'everything' } as const])(
  'a group whose only owner was reset waits for each writer to accept, and has its owner again: %j',
  async (settings) => {
    const { home, bob, carol, id, before } = await groupOf(settings);
    unwrap(await reset(home, 'alice'));
    await say(bob, id, 'while she is away');
    const again = await setUp(home, 'alice');
    await say(carol, id, 'from carol');
    await vi.waitFor(async () => {
      expect((await conversationOf(bob, id))?.keyChanges).toMatchObject({ waiting: 1 });
      expect((await conversationOf(carol, id))?.keyChanges).toMatchObject({ waiting: 1 });
    }, 15_000);
    expect(await conversationOf(again, id)).toBeUndefined();

    unwrap(await bob.call('acceptIdentity', { user: 'alice' }));
    await expectTexts(again, id, ['while she is away']);
    expect(await textsOf(again, id)).toEqual(['while she is away']);
    // Carol has not accepted: what she wrote goes to nobody.
    expect((await conversationOf(carol, id))?.keyChanges).toMatchObject({ waiting: 1 });
    unwrap(await carol.call('acceptIdentity', { user: 'alice' }));
    await expectTexts(again, id, ['while she is away', 'from carol']);
    await expectTexts(bob, id, [...before, 'while she is away', 'from carol']);

    // She is the owner still, so that the group isn’t stuck.
    const renamed = await again.call('renameGroup', { conversation: id, title: 'Checkers' });
    expect(renamed).toMatchObject({ ok: true });
    await vi.waitFor(
      async () => expect(await conversationOf(carol, id)).toMatchObject({ title: 'Checkers' }),
      10_000,
    );
  },
  60_000,
);

test('a group goes on without a member that was reset and isn’t set up again, once an admin removes it', async () => {
  const { home, alice, carol, id, before } = await groupOf();
  unwrap(await reset(home, 'bob'));
  await say(alice, id, 'to the rest of us');
  await vi.waitFor(async () => expect(await textsOf(alice, id)).toHaveLength(3), 10_000);
  expect(await textsOf(carol, id)).toEqual(before);
  unwrap(await alice.call('removeMember', { conversation: id, user: 'bob' }));
  await expectTexts(carol, id, [...before, 'to the rest of us']);
  const again = await setUp(home, 'bob');
  await vi.waitFor(
    async () => expect(unwrap(await again.call('status', undefined)).state).toBe('online'),
    10_000,
  );
  expect(await conversationOf(again, id)).toBeUndefined();
}, 60_000);

test('a computer with the account from before asks before it erases that, and mixes nothing', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob'] });
  const profileFolder = await temporaryFolder();
  const alice = await openTestEngine(home, { profileFolder });
  unwrap(await alice.call('signIn', { username: 'alice', password }));
  const bob = await registerTestEngine(home, { username: 'bob' });
  const { id } = unwrap(await alice.call('openDirect', { user: 'bob' }));
  await say(alice, id, 'before');
  await expectTexts(bob, id, ['before']);
  await say(bob, id, 'an answer');
  await expectTexts(alice, id, ['before', 'an answer']);
  unwrap(await reset(home, 'alice'));
  await vi.waitFor(async () => {
    const { ended } = unwrap(await alice.call('status', undefined));
    expect(ended).toMatchObject({ code: 'signed-out-by-reset' });
  }, 10_000);

  const username = 'alice';
  expect(await alice.call('signIn', { username, password })).toMatchObject({ code: 'wrong-credentials' });
  const refused = await alice.call('signIn', { username, password: given });
  expect(refused).toMatchObject({ code: 'account-reset', facts: { unsent: 0 } });
  // Neither does the account's end erase anything, nor the question.
  expect(await alice.call('register', { username, password: own, initialPassword: given })).toMatchObject({
    code: 'account-reset',
    facts: { unsent: 0 },
  });
  await alice.close();
  const reopened = await openTestEngine(home, { profileFolder });
  const { ended } = unwrap(await reopened.call('status', undefined));
  expect(ended).toMatchObject({
    code: 'signed-out-by-reset',
    reason: expect.stringContaining('was reset on'),
  });

  unwrap(
    await reopened.call('register', { username, password: own, initialPassword: given, acceptReset: true }),
  );
  expect(unwrap(await reopened.call('status', undefined)).ended).toBeUndefined();
  unwrap(await reopened.call('openDirect', { user: 'bob' }));
  expect(await textsOf(reopened, id)).toEqual([]);
  await say(reopened, id, 'begun anew');
  await vi.waitFor(async () => expect((await conversationOf(bob, id))?.keyChanges).toBeDefined(), 15_000);
  unwrap(await bob.call('acceptIdentity', { user: 'alice' }));
  await expectTexts(bob, id, ['before', 'an answer', 'begun anew']);
}, 60_000);

test('a computer that was away while the account was reset and set up elsewhere asks, too', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob'] });
  const profileFolder = await temporaryFolder();
  const desktop = await openTestEngine(home, { profileFolder });
  unwrap(await desktop.call('signIn', { username: 'alice', password }));
  await desktop.close();
  unwrap(await reset(home, 'alice'));
  await setUp(home, 'alice');

  const returned = await openTestEngine(home, { profileFolder });
  await vi.waitFor(async () => {
    const { ended } = unwrap(await returned.call('status', undefined));
    expect(ended).toMatchObject({ code: 'signed-out-by-reset' });
  }, 10_000);
  const credentials = { username: 'alice', password: own };
  expect(await returned.call('signIn', credentials)).toMatchObject({
    code: 'reset-since',
    facts: { unsent: 0 },
  });
  unwrap(await returned.call('signIn', { ...credentials, acceptReset: true }));
  await vi.waitFor(
    async () => expect(unwrap(await returned.call('devices', undefined))).toHaveLength(2),
    10_000,
  );
}, 60_000);

test('an account that is reset twice, before and after its set-up, begins anew each time', async () => {
  const { home, bob, id, before } = await twoWhoTalked();
  unwrap(await reset(home, 'alice', 'the first one'));
  expect(unwrap(await reset(home, 'alice'))).toEqual({ role: 'owner', wasSetUp: true });
  const engine = await openTestEngine(home);
  const username = 'alice';
  expect(await engine.call('signIn', { username, password: 'the first one' })).toMatchObject({
    code: 'wrong-credentials',
  });
  await setUp(home, 'alice');
  await say(bob, id, 'one');
  await vi.waitFor(async () => expect((await conversationOf(bob, id))?.keyChanges).toBeDefined(), 15_000);

  unwrap(await reset(home, 'alice'));
  const again = await setUp(home, 'alice');
  await vi.waitFor(async () => {
    unwrap(await bob.call('acceptIdentity', { user: 'alice' }));
    expect(await textsOf(again, id)).toEqual(['one']);
  }, 20_000);
  const laptop = await openTestEngine(home);
  unwrap(await laptop.call('signIn', { username: 'bob', password }));
  await expectTexts(laptop, id, [...before, 'one']);
}, 60_000);

test('an account waits for its set-up across a restart of the server, and a reset needs no running one', async () => {
  const { home, bob, id } = await twoWhoTalked();
  await home.stop();
  unwrap(await reset(home, 'alice'));
  const args = ['--port', new URL(home.url).port];
  const restarted = await startTestServer({ dataFolder: home.dataFolder, args });
  expect(await callAdmin(home.dataFolder, 'user.list', {})).toMatchObject({
    value: { users: [{ username: 'alice', role: 'owner', state: 'reset' }, { username: 'bob' }] },
  });
  await say(bob, id, 'after the restart');
  const again = await setUp(restarted, 'alice');
  await restarted.stop();
  const last = await startTestServer({ dataFolder: home.dataFolder, args });
  await vi.waitFor(async () => expect((await conversationOf(bob, id))?.keyChanges).toBeDefined(), 20_000);
  expect(await conversationOf(again, id)).toBeUndefined();
  unwrap(await bob.call('acceptIdentity', { user: 'alice' }));
  await expectTexts(again, id, ['after the restart']);
  expect(await callAdmin(last.dataFolder, 'user.list', {})).toMatchObject({
    value: { users: [{ username: 'alice', state: 'active' }, { username: 'bob' }] },
  });
}, 60_000);
