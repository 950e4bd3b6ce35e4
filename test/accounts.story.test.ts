// Who can sign in or register, who can't, and which answer each of them gets.
import { expect, test, vi } from 'vitest';
import { admin, fileWith } from './support/administrator.ts';
import { refusalOf } from './support/refusals.ts';
import type { RpcClient } from './support/rpc-client.ts';
import { startRpcServer } from './support/rpc-server.ts';

const password = 'a long enough password';
const guess = 'a stranger’s wild guess';

/** The refusals of so many wrong passwords, one after the other. */
async function guesses(client: RpcClient, username: string, count: number) {
  const refusals = [];
  for (let tries = 0; tries < count; tries += 1) {
    refusals.push(await refusalOf(client, 'signIn', { username, password: guess }));
  }
  return refusals;
}

test('four wrong passwords lock an account, and the lock outlives a crash of the server', async () => {
  const server = await startRpcServer({ accounts: ['alice'] });
  const alice = await server.person('alice');
  const answers = await guesses(await server.client(), 'alice', 4);
  const counted = [3, 2, 1].map((triesLeft) => ({ code: 'wrong-credentials', triesLeft }));
  expect(answers).toEqual([...counted, { code: 'account-locked', retryAfterMs: expect.any(Number) }]);
  expect(answers[3]?.retryAfterMs).toBeGreaterThan(270_000);
  expect(answers[3]?.retryAfterMs).toBeLessThanOrEqual(300_000);

  const stillLocked = { code: 'account-locked', retryAfterMs: expect.any(Number) };
  const { username } = alice;
  const rightly = { username, password: alice.password };
  const laptop = await server.client();
  expect(await refusalOf(laptop, 'signIn', rightly)).toEqual(stillLocked);
  await server.process.kill9();
  const again = await startRpcServer({ dataFolder: server.dataFolder });
  const desk = await again.client();
  expect(await refusalOf(desk, 'signIn', rightly)).toEqual(stillLocked);
  await admin(again.dataFolder, 'user', 'unlock', username);
  expect(await refusalOf(desk, 'signIn', rightly)).toBeUndefined();
});

test('single-session policy: a second sign-in is refused until the first session disconnects', async () => {
  const server = await startRpcServer({ args: ['--sessions', 'single'], accounts: ['alice'] });
  const alice = await server.person('alice');
  const laptop = await server.client();
  const signIn = () => refusalOf(laptop, 'signIn', { username: 'alice', password: alice.password });
  expect(await signIn()).toEqual({ code: 'signed-in-elsewhere' });
  await alice.kill9();
  await vi.waitFor(async () => expect(await signIn()).toBeUndefined(), 10_000);
  const back = await server.client(alice.profile);
  await back.next('session', ({ state }) => state === 'signed-out');
});

test('a closed server admits only the accounts that an administrator made', async () => {
  const server = await startRpcServer({ args: ['--registration', 'closed'] });
  const file = await fileWith('given out\n');
  await admin(server.dataFolder, 'user', 'add', 'alice', '--password-file', file);
  const client = await server.client();
  expect(await refusalOf(client, 'register', { username: 'bob', password })).toEqual({
    code: 'registration-closed',
  });
  const givenOut = { username: 'alice', password: 'given out' };
  expect(await refusalOf(client, 'signIn', givenOut)).toEqual({ code: 'set-up-required' });
  const mine = { username: 'alice', password };
  expect(await refusalOf(client, 'register', { ...mine, invite: 'given out' })).toBeUndefined();

  const laptop = await server.client();
  expect(await refusalOf(laptop, 'signIn', givenOut)).toMatchObject({ code: 'wrong-credentials' });
  expect(await refusalOf(laptop, 'signIn', mine)).toBeUndefined();
});

test('an invite admits one person, and is then used up', async () => {
  const server = await startRpcServer({ args: ['--registration', 'invite', '--owner', 'owner'] });
  const client = await server.client();
  const bob = { username: 'bob', password };
  expect(await refusalOf(client, 'register', bob)).toEqual({ code: 'invite-required' });
  const invite = await admin(server.dataFolder, 'invite', 'create');
  expect(await refusalOf(client, 'register', { ...bob, invite })).toBeUndefined();
  const late = { username: 'carol', password, invite };
  expect(await refusalOf(await server.client(), 'register', late)).toEqual({
    code: 'invite-invalid',
    triesLeft: 3,
  });
});

test('accounts imported from a file are completed with their own initial passwords', async () => {
  const server = await startRpcServer({ args: ['--registration', 'closed'] });
  const bobs = { password: 'for bob', displayName: 'Bob B.' };
  const file = await fileWith(JSON.stringify({ alice: 'for alice', bob: bobs }));
  expect(await admin(server.dataFolder, 'user', 'import', file)).toBe('2 accounts made.');
  const alice = await server.client();
  const stolen = { username: 'alice', password, invite: 'for bob' };
  expect(await refusalOf(alice, 'register', stolen)).toEqual({ code: 'invite-invalid', triesLeft: 3 });
  expect(await refusalOf(alice, 'register', { ...stolen, invite: 'for alice' })).toBeUndefined();
  const bob = await server.client();
  expect(await refusalOf(bob, 'register', { username: 'bob', password, invite: 'for bob' })).toBeUndefined();
  const online = await alice.call('people');
  expect(online).toMatchObject([
    { user: 'alice', displayName: 'alice' },
    { user: 'bob', displayName: 'Bob B.' },
  ]);
  expect(await bob.call('status')).toMatchObject({ displayName: 'Bob B.' });
});

test('the recovery key opens everything on a new computer; the old password opens nothing', async () => {
  const server = await startRpcServer({ accounts: ['alice'] });
  const alice = await server.person('alice');
  const { id } = await alice.call('openDirect', { user: 'alice' });
  await alice.call('send', { conversation: id, text: 'remember the milk' });
  await alice.next('message', ({ message }) => message.state === 'sent');
  await alice.kill9();

  const laptop = await server.client();
  const { username, recoveryKey } = alice;
  const newPassword = 'another long password';
  await laptop.call('signInWithRecoveryKey', { username, recoveryKey, newPassword });
  await laptop.next('message', ({ message }) => message.text === 'remember the milk');
  const { messages } = await laptop.call('history', { conversation: id });
  expect(messages.map(({ text }) => text)).toEqual(['remember the milk']);

  const desk = await server.client();
  expect(await refusalOf(desk, 'signIn', { username, password: alice.password })).toMatchObject({
    code: 'wrong-credentials',
  });
  expect(await refusalOf(desk, 'signIn', { username, password: newPassword })).toBeUndefined();
});
