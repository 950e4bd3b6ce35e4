// One user goes away, the other writes on; on coming back the first finds everything, in order, once.
import { expect, test } from 'vitest';
import { startRpcServer } from './support/rpc-server.ts';

const numbered = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => `number ${from + index}`);

test('messages to a user who is away wait, counted by sender', async () => {
  const server = await startRpcServer({ accounts: ['alice', 'bob'] });
  const alice = await server.person('alice');
  const bob = await server.person('bob');
  const { id } = await alice.call('openDirect', { user: 'bob' });
  await bob.close();

  for (const text of numbered(7)) await alice.call('send', { conversation: id, text });
  await alice.next('message', ({ message }) => message.text === 'number 7' && message.state === 'sent');

  const back = await server.client(bob.profile);
  const unread = await back.next('unread', ({ total }) => total === 7);
  expect(unread.conversations).toEqual([{ id, title: 'alice', from: ['alice'], count: 7 }]);
  const { messages } = await back.call('history', { conversation: id });
  expect(messages.map(({ text }) => text)).toEqual(numbered(7));
  expect(await back.call('markRead', { conversation: id })).toEqual({ unread: 0 });
  await alice.next('message', ({ message }) => message.text === 'number 7' && message.state === 'read');
});

test('a second computer shows everything, also what came while all computers were off', async () => {
  const server = await startRpcServer({ accounts: ['alice', 'bob'] });
  const alice = await server.person('alice');
  const bob = await server.person('bob');
  const { id } = await alice.call('openDirect', { user: 'bob' });
  await alice.call('send', { conversation: id, text: 'before' });
  await bob.next('message', ({ message }) => message.text === 'before');
  await bob.call('markRead', { conversation: id });
  await bob.kill9();
  for (const text of numbered(120)) await alice.call('send', { conversation: id, text });
  await alice.next('message', ({ message }) => message.text === 'number 120' && message.state === 'sent');

  const laptop = await server.device(bob, 'Laptop');
  await laptop.next('unread', ({ total }) => total === 120);
  const newest = await laptop.call('history', { conversation: id, limit: 100 });
  expect(newest.messages.map(({ text }) => text)).toEqual(numbered(100, 21));
  const older = await laptop.call('history', { conversation: id, before: newest.messages[0]!.id });
  expect(older.messages.map(({ text }) => text)).toEqual(['before', ...numbered(20)]);
  expect(older.more).toBe(false);
});

test('both sides and the server are killed meanwhile', async () => {
  const server = await startRpcServer({ accounts: ['alice', 'bob'] });
  const alice = await server.person('alice');
  const bob = await server.person('bob');
  const { id } = await alice.call('openDirect', { user: 'bob' });
  await alice.call('send', { conversation: id, text: 'first' });
  await bob.next('message', ({ message }) => message.text === 'first');
  await server.process.kill9();
  await alice.next('session', ({ state }) => state === 'offline');
  for (const text of numbered(20)) await alice.call('send', { conversation: id, text });
  await alice.kill9();
  await bob.kill9();

  const port = new URL(server.url).port;
  const again = await startRpcServer({ dataFolder: server.dataFolder, args: ['--port', port] });
  const aliceBack = await again.client(alice.profile);
  await aliceBack.next('message', ({ message }) => message.text === 'number 20' && message.state === 'sent');
  const bobBack = await again.client(bob.profile);
  await bobBack.next('unread', ({ total }) => total === 21);
  const { messages } = await bobBack.call('history', { conversation: id });
  expect(messages.map(({ text }) => text)).toEqual(['first', ...numbered(20)]);
});
