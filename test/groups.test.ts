// What people in a group see of each other's doings, through whole engines and a real server.
import { expect, test, vi } from 'vitest';
import { GroupUser, groupUsers } from './support/group-user.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { openTestEngine, registerTestEngine } from './support/test-engine.ts';
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
    await vi.waitFor(async () => {
      const group = await user.find(id);
      expect(group?.title, user.name).toBe('Go');
      expect(group?.members.map((member) => member.user).sort(), user.name).toEqual(names);
    }, 10_000);
  }
});

test('a member removed and added again while away follows, without an alarm', async () => {
  const server = await startTestServer();
  const [alice] = await groupUsers(server, ['alice']);
  if (!alice) throw new Error('a user');
  const profileFolder = await temporaryFolder();
  const before = new GroupUser('bob', await registerTestEngine(server, { username: 'bob', profileFolder }));
  const { id } = await alice.call('createGroup', { title: 'Chess', members: ['bob'] });
  await before.sees(id, { title: 'Chess' });
  await before.engine.close();
  for (const round of ['first', 'second']) {
    await alice.call('renameGroup', { conversation: id, title: `Chess, ${round} time` });
    await alice.call('removeMember', { conversation: id, user: 'bob' });
    await alice.send(id, `without bob, the ${round} time`);
    await alice.call('addMembers', { conversation: id, members: ['bob'] });
  }
  await alice.send(id, 'bob is back');
  const bob = new GroupUser('bob', await openTestEngine(server, { profileFolder }));
  const notices: string[] = [];
  bob.engine.on('notice', ({ code }) => notices.push(code));
  await bob.reads(id, 'alice: bob is back');
  expect(await bob.texts(id)).toEqual([
    'alice created Chess, added bob',
    'alice added bob',
    'alice: bob is back',
  ]);
  await bob.send(id, 'yes');
  await alice.reads(id, 'bob: yes');
  expect(notices).toEqual([]);
});

test('where only admins post, the others still edit what they wrote', async () => {
  const server = await startTestServer();
  const [alice, bob] = await groupUsers(server, ['alice', 'bob']);
  if (!alice || !bob) throw new Error('two users');
  const { id } = await alice.call('createGroup', { title: 'News', members: ['bob'] });
  await bob.sees(id, { title: 'News' });
  await bob.send(id, 'frist');
  const written = (await bob.messages(id)).at(-1);
  if (!written) throw new Error('bob has written');
  await alice.call('setGroupSettings', { conversation: id, posting: 'admins' });
  await bob.sees(id, { settings: expect.objectContaining({ posting: 'admins' }) });
  const refused = await bob.engine.call('send', { conversation: id, text: 'another' });
  expect(refused).toMatchObject({ ok: false, code: 'only-admins-post' });
  await bob.call('edit', { conversation: id, message: written.id, text: 'first' });
  await vi.waitFor(async () => expect(await alice.texts(id)).toContain('bob: first'), 10_000);
});

test('a removed member who comes back after the history was opened reads on from there, without an alarm', async () => {
  const server = await startTestServer();
  const [alice, bob] = await groupUsers(server, ['alice', 'bob']);
  if (!alice || !bob) throw new Error('two users');
  const notices: string[] = [];
  bob.engine.on('notice', ({ code }) => notices.push(code));
  const { id } = await alice.call('createGroup', { title: 'Chess', members: ['bob'] });
  await alice.call('removeMember', { conversation: id, user: 'bob' });
  await bob.sees(id, { ended: expect.objectContaining({ how: 'removed' }) });
  await alice.call('renameGroup', { conversation: id, title: 'Go' });
  await alice.send(id, 'closed');
  await alice.call('setGroupSettings', { conversation: id, history: 'everything' });
  await alice.send(id, 'open');
  await alice.call('addMembers', { conversation: id, members: ['bob'] });
  await bob.reads(id, 'alice added bob');
  expect((await bob.texts(id)).slice(1)).toEqual([
    'alice removed bob',
    'alice added bob',
    'alice: open',
    'alice added bob',
  ]);
  expect(await bob.find(id)).toMatchObject({ title: 'Go', members: [{ user: 'alice' }, { user: 'bob' }] });
  expect(notices).toEqual([]);
});
