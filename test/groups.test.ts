// What people in a group see of each other's doings, through whole engines and a real server.
import { expect, test } from 'vitest';
import { groupUsers } from './support/group-user.ts';
import { startTestServer } from './support/test-server.ts';

test('members of a new group read what is written there, and who made it', async () => {
  const server = await startTestServer({ accounts: ['alice', 'bob', 'carol'] });
  const [alice, bob, carol] = await groupUsers(server, ['alice', 'bob', 'carol']);
  if (!alice || !bob || !carol) throw new Error('three users');
  const { id } = await alice.call('createGroup', { title: 'Chess', members: ['bob', 'carol'] });
  const members = [
    { user: 'alice', role: 'owner' },
    { user: 'bob', role: 'member' },
    { user: 'carol', role: 'member' },
  ] as const;
  for (const one of [alice, bob, carol]) await one.sees(id, { kind: 'group', title: 'Chess', members });
  await alice.send(id, 'hello');
  await bob.reads(id, 'alice: hello');
  await bob.send(id, 'hi');
  await carol.reads(id, 'bob: hi');
  expect(await carol.texts(id)).toEqual(['alice created Chess, added bob carol', 'alice: hello', 'bob: hi']);
  expect((await carol.find(id))?.unread).toBe(2);
});

test('a removed member gets one last line, and nothing that follows', async () => {
  const server = await startTestServer({ accounts: ['alice', 'bob', 'carol'] });
  const [alice, bob, carol] = await groupUsers(server, ['alice', 'bob', 'carol']);
  if (!alice || !bob || !carol) throw new Error('three users');
  const { id } = await alice.call('createGroup', { title: 'Chess', members: ['bob', 'carol'] });
  await bob.sees(id, { title: 'Chess' });
  await bob.send(id, 'I am here');
  await alice.call('removeMember', { conversation: id, user: 'bob' });
  const ended = { how: 'removed', by: 'alice' };
  expect((await bob.sees(id, { unread: 0, ended: expect.objectContaining(ended) })).members).toHaveLength(2);
  await carol.send(id, 'without bob');
  await alice.reads(id, 'carol: without bob');
  expect((await bob.texts(id)).at(-1)).toBe('alice removed bob');
  expect(await bob.engine.call('send', { conversation: id, text: 'late' })).toMatchObject({
    code: 'no-longer-a-member',
  });
  await bob.call('removeConversation', { conversation: id });
  expect(await bob.find(id)).toBeUndefined();
});

test('a new member reads from joining on; a returning one what came before and after', async () => {
  const server = await startTestServer({ accounts: ['alice', 'bob', 'carol'] });
  const [alice, bob, carol] = await groupUsers(server, ['alice', 'bob', 'carol']);
  if (!alice || !bob || !carol) throw new Error('three users');
  const { id } = await alice.call('createGroup', { title: 'Chess', members: ['bob'] });
  await alice.send(id, 'before carol');
  await alice.call('addMembers', { conversation: id, members: ['carol'] });
  await alice.send(id, 'with carol');
  await carol.reads(id, 'alice: with carol');
  expect(await carol.texts(id)).toEqual(['alice added carol', 'alice: with carol']);
  await carol.call('leaveGroup', { conversation: id });
  await carol.sees(id, { ended: expect.objectContaining({ how: 'left', by: 'carol' }) });
  await alice.reads(id, 'carol left');
  await alice.send(id, 'without carol');
  await alice.call('addMembers', { conversation: id, members: ['carol'] });
  await alice.send(id, 'carol is back');
  await carol.reads(id, 'alice: carol is back');
  expect(await carol.texts(id)).toEqual([
    'alice added carol',
    'alice: with carol',
    'carol left',
    'alice added carol',
    'alice: carol is back',
  ]);
  await carol.send(id, 'yes');
  await bob.reads(id, 'carol: yes');
});

test('where history is open, a new member reads everything since it was opened', async () => {
  const server = await startTestServer({ accounts: ['alice', 'bob'] });
  const [alice, bob] = await groupUsers(server, ['alice', 'bob']);
  if (!alice || !bob) throw new Error('two users');
  const { id } = await alice.call('createGroup', { title: 'Chess', members: [] });
  await alice.send(id, 'closed');
  await alice.call('setGroupSettings', { conversation: id, history: 'everything' });
  await alice.send(id, 'open');
  await alice.call('renameGroup', { conversation: id, title: 'Chess club' });
  await alice.send(id, 'renamed');
  await alice.call('addMembers', { conversation: id, members: ['bob'] });
  await bob.reads(id, 'alice added bob');
  expect(await bob.texts(id)).toEqual([
    'alice added bob',
    'alice: open',
    'alice renamed Chess club',
    'alice: renamed',
    'alice added bob',
  ]);
  expect(await bob.find(id)).toMatchObject({ title: 'Chess club', unread: 0 });
});

test('a group keeps an owner; deleting it ends it for everyone', async () => {
  const server = await startTestServer({ accounts: ['alice', 'bob'] });
  const [alice, bob] = await groupUsers(server, ['alice', 'bob']);
  if (!alice || !bob) throw new Error('two users');
  const { id } = await alice.call('createGroup', { title: 'Chess', members: ['bob'] });
  await bob.sees(id, { title: 'Chess' });
  expect(await alice.engine.call('leaveGroup', { conversation: id })).toMatchObject({ code: 'owner-needed' });
  expect(await bob.engine.call('deleteGroup', { conversation: id })).toMatchObject({ code: 'not-allowed' });
  await alice.call('leaveGroup', { conversation: id, successor: 'bob' });
  await bob.sees(id, { members: [{ user: 'bob', role: 'owner' }] });
  await bob.call('deleteGroup', { conversation: id });
  await bob.sees(id, { ended: expect.objectContaining({ how: 'deleted', by: 'bob' }) });
  expect((await bob.texts(id)).slice(1)).toEqual(['alice role bob owner', 'alice left', 'bob deleted']);
});

test('a group has at most 1,000 members, at creation and afterwards', async () => {
  const server = await startTestServer({ accounts: ['alice'] });
  const [alice] = await groupUsers(server, ['alice']);
  if (!alice) throw new Error('a user');
  const members = Array.from({ length: 1_000 }, (_, nth) => `member${nth}`);
  const full = { ok: false, code: 'group-full', facts: { limit: 1_000 } };
  expect(await alice.engine.call('createGroup', { title: 'All', members })).toEqual(full);
  const { id } = await alice.call('createGroup', { title: 'All', members: [] });
  expect(await alice.engine.call('addMembers', { conversation: id, members })).toEqual(full);
  expect((await alice.find(id))?.members).toHaveLength(1);
});

test('concurrent changes by several admins all take effect', async () => {
  const names = ['alice', 'bob', 'carol', 'dave', 'erin'];
  const server = await startTestServer({ accounts: names });
  const users = await groupUsers(server, names);
  const [alice, bob, carol] = users;
  if (!alice || !bob || !carol) throw new Error('five users');
  const { id } = await alice.call('createGroup', { title: 'Chess', members: ['bob', 'carol'] });
  await alice.call('setRole', { conversation: id, user: 'bob', role: 'admin' });
  await alice.call('setRole', { conversation: id, user: 'carol', role: 'admin' });
  await Promise.all([
    alice.call('renameGroup', { conversation: id, title: 'Go' }),
    bob.call('addMembers', { conversation: id, members: ['dave'] }),
    carol.call('addMembers', { conversation: id, members: ['erin'] }),
  ]);
  for (const user of users) {
    const group = await user.sees(id, { title: 'Go' });
    expect(group.members.map((member) => member.user).sort()).toEqual(names);
  }
});
