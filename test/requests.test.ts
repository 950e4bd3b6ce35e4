// Strangers wait until the user accepts them, and people whom the user has blocked are not heard: on every device of the
// account, after a restart, and whatever the server says.
import { expect, test, vi } from 'vitest';
import { directConversationId } from '../node/conversation-ids.ts';
import { address, type ConversationId } from '../protocol/ids.ts';
import { GroupUser } from './support/group-user.ts';
import { openTestEngine, password, registerTestEngine } from './support/test-engine.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { unwrap } from './support/unwrap.ts';

const asking = { acceptRequests: false };

async function user(home: TestServer, username: string, profileFolder?: string): Promise<GroupUser> {
  const options = { username, ...asking, ...(profileFolder && { profileFolder }) };
  return new GroupUser(username, await registerTestEngine(home, options));
}

async function otherDevice(home: TestServer, { name }: GroupUser): Promise<GroupUser> {
  const engine = await openTestEngine(home, asking);
  unwrap(await engine.call('signIn', { username: name, password }));
  return new GroupUser(name, engine);
}

async function write(from: GroupUser, to: string, ...texts: readonly string[]): Promise<ConversationId> {
  const { id } = await from.call('openDirect', { user: to });
  for (const text of texts) await from.send(id, text);
  return id;
}

async function hasRequests(reader: GroupUser, ...from: readonly string[]): Promise<void> {
  await vi.waitFor(async () => {
    const requests = await reader.call('requests', undefined);
    expect(requests.map(({ request }) => request?.from).toSorted(), reader.name).toEqual(from);
  }, 10_000);
}

async function hasNothingOf(reader: GroupUser, id: ConversationId): Promise<void> {
  expect(await reader.find(id)).toBeUndefined();
  expect((await reader.call('requests', undefined)).map((one) => one.id)).not.toContain(id);
  expect(await reader.call('unread', undefined)).toEqual({ total: 0, conversations: [] });
}

/** Everything that was pushed before has been taken over: a message of a third person has come. */
async function isCaughtUp(reader: GroupUser, witness: GroupUser): Promise<void> {
  const text = `now ${Math.random()}`;
  const lobby = (await witness.call('conversations', undefined)).find(({ kind }) => kind === 'public');
  if (!lobby) throw new Error('there is no Lobby');
  await witness.send(lobby.id, text);
  await vi.waitFor(
    async () => expect(await reader.texts(lobby.id)).toContain(`${witness.name}: ${text}`),
    10_000,
  );
  await reader.call('markRead', { conversation: lobby.id });
}

test('a stranger’s first message is a request that shows nothing but who and since when', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob', 'carol', 'dave'] });
  const [alice, bob] = [await user(home, 'alice'), await user(home, 'bob')];
  const heard = vi.fn();
  bob.engine.on('message', heard);
  const id = await write(alice, 'bob', 'Buy this!', 'Now!');
  await hasRequests(bob, 'alice');
  const [request] = await bob.call('requests', undefined);
  expect(request).toEqual({
    id,
    kind: 'direct',
    title: 'alice',
    members: [expect.anything(), expect.anything()],
    unread: 0,
    request: { from: 'alice', since: expect.stringMatching(/^\d{4}-/) },
  });
  expect(await bob.find(id)).toBeUndefined();
  expect((await bob.call('unread', undefined)).total).toBe(0);
  expect(await bob.engine.call('history', { conversation: id })).toMatchObject({ code: 'request-pending' });
  expect(await bob.engine.call('markRead', { conversation: id })).toMatchObject({ code: 'request-pending' });
  expect(heard).not.toHaveBeenCalled();
  expect((await alice.messages(id)).map(({ state }) => state)).toEqual(['sent', 'sent']);
});

test('accepting a request makes it a conversation with everything that has come', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob', 'carol', 'dave'] });
  const [alice, bob] = [await user(home, 'alice'), await user(home, 'bob')];
  const id = await write(alice, 'bob', 'Hello', 'It’s me');
  await hasRequests(bob, 'alice');
  await bob.call('answerRequest', { conversation: id, accept: true });
  expect(await bob.find(id)).toMatchObject({ unread: 2, lastMessage: { text: 'It’s me' } });
  expect(await bob.find(id)).not.toHaveProperty('request');
  expect(await bob.texts(id)).toEqual(['alice: Hello', 'alice: It’s me']);
  await vi.waitFor(async () => expect((await alice.messages(id))[0]?.state).toBe('delivered'), 10_000);
  await hasRequests(bob);
  await alice.send(id, 'And more');
  await bob.reads(id, 'alice: And more');
});

test('a refused person is not heard again, and sees no difference', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob', 'carol', 'dave'] });
  const [alice, bob, carol] = [await user(home, 'alice'), await user(home, 'bob'), await user(home, 'carol')];
  const id = await write(alice, 'bob', 'Hello');
  await hasRequests(bob, 'alice');
  const before = await alice.messages(id);
  await bob.call('answerRequest', { conversation: id, accept: false });
  await alice.send(id, 'Hello?');
  await isCaughtUp(bob, carol);
  await hasNothingOf(bob, id);
  expect((await alice.messages(id)).map(({ state }) => state)).toEqual([
    ...before.map(({ state }) => state),
    'sent',
  ]);
  expect(await bob.call('openDirect', { user: 'alice' })).toMatchObject({
    request: { from: 'alice', refused: true },
  });
});

test('who writes to a stranger accepts the answers, and a waiting request with them', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob', 'carol', 'dave'] });
  const [alice, bob] = [await user(home, 'alice'), await user(home, 'bob')];
  const id = await write(alice, 'bob', 'Hello');
  await hasRequests(bob, 'alice');
  await bob.call('send', { conversation: id, text: 'Hello yourself' });
  await alice.reads(id, 'bob: Hello yourself');
  expect(await alice.find(id)).not.toHaveProperty('request');
  await vi.waitFor(async () => expect(await bob.texts(id)).toHaveLength(2), 10_000);
  await hasRequests(alice);
  await hasRequests(bob);
});

test('a member of a common group is no stranger, also after the group', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob', 'carol', 'dave'] });
  const [alice, bob, carol] = [await user(home, 'alice'), await user(home, 'bob'), await user(home, 'carol')];
  const group = await bob.call('createGroup', { title: 'Choir', members: ['alice', 'carol'] });
  await hasRequests(alice, 'bob');
  const id = await write(carol, 'alice', 'We share nothing');
  await hasRequests(alice, 'bob', 'carol');
  await alice.call('answerRequest', { conversation: group.id, accept: true });
  // What is known now decides as soon as something new comes.
  await carol.send(id, 'We share a group');
  await alice.reads(id, 'carol: We share a group');
  await alice.call('leaveGroup', { conversation: group.id });
  await carol.send(id, 'And now?');
  await alice.reads(id, 'carol: And now?');
  await hasRequests(alice);
});

test('a group that a stranger adds one to is a request, and refusing it leaves it', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob', 'carol', 'dave'] });
  const [alice, bob, carol] = [await user(home, 'alice'), await user(home, 'bob'), await user(home, 'carol')];
  const group = await bob.call('createGroup', { title: 'Sales', members: ['alice', 'carol'] });
  await hasRequests(alice, 'bob');
  await hasRequests(carol, 'bob');
  expect(await alice.engine.call('history', { conversation: group.id })).toMatchObject({
    code: 'request-pending',
  });
  await alice.call('answerRequest', { conversation: group.id, accept: false });
  await hasRequests(alice);
  await bob.sees(group.id, {
    members: [
      { user: 'bob', role: 'owner' },
      { user: 'carol', role: 'member' },
    ],
  });
  expect(await alice.find(group.id)).toBeUndefined();
  await bob.call('addMembers', { conversation: group.id, members: ['alice'] });
  await hasRequests(alice, 'bob');
  await alice.call('block', { user: 'bob' });
  await hasNothingOf(alice, group.id);
  await carol.call('answerRequest', { conversation: group.id, accept: true });
  await bob.send(group.id, 'Welcome');
  await carol.reads(group.id, 'bob: Welcome');
});

test('a known person’s group is no request', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob', 'carol', 'dave'] });
  const [alice, bob] = [await user(home, 'alice'), await user(home, 'bob')];
  await write(alice, 'bob', 'Make us a group');
  const group = await bob.call('createGroup', { title: 'Us', members: ['alice'] });
  await alice.sees(group.id, { title: 'Us' });
  await hasRequests(alice);
});

test('blocking hides a person’s messages and counts, until they are unblocked', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob', 'carol', 'dave'] });
  const [alice, bob, carol] = [await user(home, 'alice'), await user(home, 'bob'), await user(home, 'carol')];
  const id = await write(bob, 'alice', 'Hello');
  await alice.sees(id, {}).catch(() => undefined);
  await alice.send(id, 'Hello');
  await bob.call('openDirect', { user: 'alice' });
  await alice.call('block', { user: 'bob' });
  expect(await alice.call('blocked', undefined)).toEqual(['bob']);
  await bob.send(id, 'Are you there?');
  const lobby = (await bob.call('conversations', undefined)).find(({ kind }) => kind === 'public');
  if (!lobby) throw new Error('there is no Lobby');
  await bob.send(lobby.id, 'Is Alice there?');
  await isCaughtUp(alice, carol);
  await hasNothingOf(alice, id);
  expect(await alice.engine.call('send', { conversation: id, text: 'No' })).toMatchObject({
    code: 'person-blocked',
    facts: { user: 'bob' },
  });
  expect(await alice.call('openDirect', { user: 'bob' })).toMatchObject({ blocked: true });
  expect((await bob.messages(id)).map(({ state }) => state)).toContain('sent');
  await alice.call('unblock', { user: 'bob' });
  expect(await alice.find(id)).toMatchObject({ lastMessage: { text: 'Are you there?' } });
  expect(await alice.call('blocked', undefined)).toEqual([]);
});

test('one can’t block oneself, nor a person whom nobody knows', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob', 'carol', 'dave'] });
  const alice = await user(home, 'alice');
  expect(await alice.engine.call('block', { user: 'alice' })).toMatchObject({ code: 'not-allowed' });
  expect(await alice.engine.call('block', { user: 'nobody' })).toMatchObject({ code: 'no-such-user' });
  expect(
    await alice.engine.call('answerRequest', {
      conversation: directConversationId(address.parse('a@b.c')),
      accept: true,
    }),
  ).toMatchObject({ code: 'no-such-conversation' });
});

test('decisions reach the account’s other devices at once, and new ones when they sign in', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob', 'carol', 'dave'] });
  const [alice, bob, carol] = [await user(home, 'alice'), await user(home, 'bob'), await user(home, 'carol')];
  const tablet = await otherDevice(home, alice);
  const [fromBob, fromCarol] = [await write(bob, 'alice', 'Hello'), await write(carol, 'alice', 'Hello')];
  for (const device of [alice, tablet]) await hasRequests(device, 'bob', 'carol');
  const lists = vi.fn();
  tablet.engine.on('blocked', lists);
  await alice.call('answerRequest', { conversation: fromBob, accept: true });
  await alice.call('block', { user: 'carol' });
  await tablet.sees(fromBob, { title: 'bob' });
  await hasRequests(tablet);
  await vi.waitFor(() => expect(lists).toHaveBeenLastCalledWith({ users: ['carol'] }), 10_000);
  const phone = await otherDevice(home, alice);
  expect(await phone.call('blocked', undefined)).toEqual(['carol']);
  await phone.sees(fromBob, { title: 'bob' });
  await hasRequests(phone);
  expect(await phone.find(fromCarol)).toBeUndefined();
  await phone.call('unblock', { user: 'carol' });
  for (const device of [alice, tablet]) {
    await vi.waitFor(async () => expect(await device.call('blocked', undefined)).toEqual([]), 10_000);
    await hasRequests(device, 'carol');
  }
});

test('a request for a group ends when the user is removed from it, or has refused it on another device', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob', 'carol', 'dave'] });
  const [alice, bob] = [await user(home, 'alice'), await user(home, 'bob')];
  const tablet = await otherDevice(home, alice);
  const removed = vi.fn();
  tablet.engine.on('conversationRemoved', removed);
  const [one, other] = [
    await bob.call('createGroup', { title: 'One', members: ['alice'] }),
    await bob.call('createGroup', { title: 'Other', members: ['alice'] }),
  ];
  for (const device of [alice, tablet]) await hasRequests(device, 'bob', 'bob');
  await bob.call('removeMember', { conversation: one.id, user: 'alice' });
  await hasRequests(alice, 'bob');
  await alice.call('answerRequest', { conversation: other.id, accept: false });
  for (const device of [alice, tablet]) await hasRequests(device);
  await vi.waitFor(() => {
    const gone = removed.mock.calls.map(([{ conversation }]) => conversation);
    expect(gone).toEqual(expect.arrayContaining([one.id, other.id]));
  }, 10_000);
});
