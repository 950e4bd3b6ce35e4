import { expect, test } from 'vitest';
import { startRpcServer } from './support/rpc-server.ts';

test('a user in do not disturb gets every message when it ends', async () => {
  const server = await startRpcServer({ accounts: ['alice', 'bob'] });
  const alice = await server.person('alice');
  const bob = await server.person('bob');
  const { id } = await alice.call('openDirect', { user: 'bob' });
  await bob.call('setStatus', { status: 'dnd' });
  await alice.next('presence', ({ changes }) => changes.some(({ status }) => status === 'dnd'));

  for (const text of ['one', 'two']) await alice.call('send', { conversation: id, text });
  await alice.next('message', ({ message }) => message.text === 'two' && message.state === 'held');
  const notice = await alice.next('notice');
  expect(notice).toEqual({
    code: 'recipient-dnd',
    facts: { user: 'bob' },
    text: 'bob is on Do not disturb. Your message will be delivered afterwards.',
  });
  // The Lobby is not held, and it comes after what is: nothing of that can still be on its way.
  const [lobby] = (await alice.call('conversations')).filter(({ kind }) => kind === 'public');
  await alice.call('send', { conversation: lobby!.id, text: 'to all' });
  await bob.next('message', ({ message }) => message.text === 'to all');
  expect((await bob.call('unread')).conversations.map(({ title }) => title)).toEqual(['Lobby']);

  await bob.call('setStatus', { status: 'normal' });
  await bob.next('message', ({ message }) => message.text === 'one');
  await bob.next('message', ({ message }) => message.text === 'two');
  await bob.next('unread', ({ conversations }) => conversations.some(({ count }) => count === 2));
  await alice.next('message', ({ message }) => message.text === 'two' && message.state === 'delivered');
});

test('sending in a conversation releases what was withheld there', async () => {
  const server = await startRpcServer({ accounts: ['alice', 'bob'] });
  const alice = await server.person('alice');
  const bob = await server.person('bob');
  const { id } = await alice.call('openDirect', { user: 'bob' });
  await bob.call('setStatus', { status: 'dnd' });
  await alice.call('send', { conversation: id, text: 'are you there?' });
  await alice.next('message', ({ message }) => message.state === 'held');

  await bob.call('openDirect', { user: 'alice' });
  await bob.call('send', { conversation: id, text: 'for you, yes' });
  await bob.next('message', ({ message }) => message.text === 'are you there?');
  await alice.next('message', ({ message }) => message.text === 'for you, yes');
  const { messages } = await bob.call('history', { conversation: id });
  expect(messages.map(({ text }) => text)).toEqual(['are you there?', 'for you, yes']);
});

test('a message to a user who is away arrives at once, and its sender sees their status', async () => {
  const server = await startRpcServer({ accounts: ['alice', 'bob'] });
  const alice = await server.person('alice');
  const bob = await server.person('bob');
  const { id } = await alice.call('openDirect', { user: 'bob' });
  await bob.call('setStatus', { status: 'away' });
  await alice.call('send', { conversation: id, text: 'whenever' });
  await bob.next('message', ({ message }) => message.text === 'whenever');
  expect(await alice.next('notice')).toMatchObject({ code: 'recipient-away' });
});

test('users see who comes and goes', async () => {
  const server = await startRpcServer({ accounts: ['alice', { username: 'bob', displayName: 'Bob B.' }] });
  const alice = await server.person('alice');
  const bob = await server.person('bob', 'Bob B.');
  const bobIs = (status: string) =>
    alice.next('presence', ({ changes }) =>
      changes.some((change) => change.user === 'bob' && change.status === status),
    );
  await bobIs('normal');
  const online = await alice.call('people', { onlineOnly: true });
  expect(online.map(({ user }) => user)).toEqual(['alice', 'bob']);
  expect(online[1]).toMatchObject({ displayName: 'Bob B.', status: 'normal', verified: false });
  expect(online[1]!.fingerprint).not.toBe('');
  await bob.kill9();
  await bobIs('offline');
  expect(await alice.call('people', { query: 'BOB' })).toMatchObject([{ user: 'bob', status: 'offline' }]);
});
