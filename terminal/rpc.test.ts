// The whole command, with a server process behind it.
import { expect, test } from 'vitest';
import { startServer } from '../test/support/rpc-server.ts';

test('alice and bob talk', async () => {
  const server = await startServer();
  const alice = await server.person('alice');
  const bob = await server.person('bob', 'Bob B.');
  const { id } = await alice.call('openDirect', { user: 'bob' });
  const sending = await alice.call('send', { conversation: id, text: 'hello bob' });
  expect(sending.state).toBe('sending');
  const { message } = await bob.next('message', ({ message }) => message.text === 'hello bob');
  expect(message).toMatchObject({ sender: expect.stringContaining('alice'), kind: 'text' });
  await alice.next('message', (told) => told.message.id === sending.id && told.message.state !== 'sending');
  expect(await bob.close()).toBe(0);
  expect(await alice.close()).toBe(0);
  await server.stop();
});

test('a second one on the same profile ends with a sentence that names it', async () => {
  const server = await startServer();
  const first = await server.client();
  await first.call('status');
  const second = await server.client(first.profile);
  expect(await second.process.ended).toBe(1);
  expect(second.process.stderr()).toBe(`Another Parley is using the profile ${first.profile}.\n`);
  expect(await first.call('status')).toMatchObject({ state: 'signed-out', server: server.url });
});

test('a client that was killed comes back on its profile', async () => {
  const server = await startServer();
  const alice = await server.person('alice');
  await alice.kill9();
  const again = await server.client(alice.profile);
  await again.next('session', ({ state }) => state === 'online');
  expect(await again.call('status')).toMatchObject({
    account: expect.stringMatching(/^alice@/),
    state: 'online',
  });
});

test('refusals keep their codes on the way out', async () => {
  const server = await startServer();
  const alice = await server.person('alice');
  await expect(alice.call('openDirect', { user: 'nobody' })).rejects.toMatchObject({ code: 'no-such-user' });
  expect(await alice.ask('createGroup', {})).toMatchObject({
    error: { code: -32000, data: { code: 'not-supported', method: 'createGroup' } },
  });
  expect(await alice.ask('fly')).toMatchObject({ error: { code: -32601 } });
});
