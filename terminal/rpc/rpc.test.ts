// The whole command, with a server process behind it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startClient } from '../../test/support/rpc-client.ts';
import { startRpcServer } from '../../test/support/rpc-server.ts';

test('alice and bob talk', async () => {
  const server = await startRpcServer();
  const alice = await server.person('alice');
  const bob = await server.person('bob', 'Bob B.');
  const { id } = await alice.call('openDirect', { user: 'bob' });
  const sending = await alice.call('send', { conversation: id, text: 'hello bob' });
  expect(sending.state).toBe('sending');
  const { message } = await bob.next('message', ({ message }) => message.text === 'hello bob');
  expect(message).toMatchObject({ sender: expect.stringContaining('alice'), kind: 'text' });
  await alice.next(
    'message',
    (pushed) => pushed.message.id === sending.id && pushed.message.state !== 'sending',
  );
  expect(await bob.close()).toBe(0);
  expect(await alice.close()).toBe(0);
  await server.stop();
});

test('a second one on the same profile ends with a sentence that names it', async () => {
  const server = await startRpcServer();
  const first = await server.client();
  await first.call('status');
  const second = await server.client(first.profile);
  expect(await second.process.ended).toBe(1);
  expect(second.process.stderr()).toBe(
    `The profile ${first.profile} is in use by another Parley. Quit that one first.\n`,
  );
  expect(await first.call('status')).toMatchObject({ state: 'signed-out', server: server.url });
});

test('a client that was killed comes back on its profile', async () => {
  const server = await startRpcServer({ accounts: ['alice'] });
  const alice = await server.person('alice');
  await alice.kill9();
  const again = await server.client(alice.profile);
  await again.next('session', ({ state }) => state === 'online');
  expect(await again.call('status')).toMatchObject({
    account: expect.stringMatching(/^alice@/),
    state: 'online',
  });
});

test('a passphrase takes the place of the key file', async () => {
  const { url: server, client, person } = await startRpcServer();
  const { profile, ...alice } = await person('alice');
  const passphraseFile = join(profile, 'passphrase');
  await writeFile(passphraseFile, 'over the hills\n');
  const removal = alice.call('removeKeySlot', { kind: 'key-file' });
  await expect(removal).rejects.toMatchObject({ code: 'last-key-slot' });
  await alice.call('addKeySlot', { kind: 'passphrase', passphrase: 'over the hills' });
  await alice.call('removeKeySlot', { kind: 'key-file' });
  await alice.close();

  const refused = await client(profile);
  expect(await refused.process.ended).toBe(1);
  expect(refused.process.stderr()).toBe('Wrong passphrase.\n');
  const again = await startClient({ server, profile, args: ['--passphrase-file', passphraseFile] });
  expect(await again.call('status')).toMatchObject({ account: expect.stringMatching(/^alice@/) });
  expect(await again.call('keySlots')).toEqual({
    slots: [{ kind: 'passphrase', usable: true, removable: false }],
    addable: ['passphrase'],
  });
});

test('a server that can’t be reached is one line on stderr', async () => {
  const server = await startRpcServer();
  const { url } = server;
  await server.stop();
  const client = await server.client();
  const signIn = client.call('signIn', { username: 'alice', password: 'correct horse battery' });
  await expect(signIn).rejects.toMatchObject({ code: 'server-unreachable' });
  expect(await client.close()).toBe(0);
  const [, line = '', ...more] = client.process.stderr().split('\n').filter(Boolean);
  expect(JSON.parse(line)).toMatchObject({
    server: url,
    reason: expect.stringContaining('ECONNREFUSED'),
    msg: expect.stringContaining('can’t be reached'),
  });
  expect(more).toEqual([]);
});

test('refusals keep their codes on the way out', async () => {
  const server = await startRpcServer({ accounts: ['alice'] });
  const alice = await server.person('alice');
  await expect(alice.call('openDirect', { user: 'nobody' })).rejects.toMatchObject({ code: 'no-such-user' });
  expect(await alice.ask('fly')).toMatchObject({ error: { code: -32601 } });
});
