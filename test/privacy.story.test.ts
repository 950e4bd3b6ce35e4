// What is said in private is nowhere but on the screens of those who say it: everything that is written or
// sent is searched for it, raw and in every usual encoding.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { parseRecoveryWords } from '../engine/encryption/recovery-key.ts';
import { admin, fileWith } from './support/administrator.ts';
import { type CaptureProxy, startCaptureProxy } from './support/capture-proxy.ts';
import { refusalOf } from './support/refusals.ts';
import { type RpcClient, startClient } from './support/rpc-client.ts';
import { type RpcServer, startRpcServer } from './support/rpc-server.ts';
import { filesIn, type Places, tracesOf } from './support/traces.ts';

// Of the server and of the clients.
beforeEach(() => {
  vi.stubEnv('PARLEY_LOG_LEVEL', 'debug');
  return () => vi.unstubAllEnvs();
});

interface Observed {
  readonly server: RpcServer;
  readonly proxy: CaptureProxy;
  readonly clients: readonly RpcClient[];
}

/** Everything that a thief could lay hands on. */
async function everything({ server, proxy, clients }: Observed): Promise<Places> {
  const files = await filesIn(server.dataFolder, ...clients.map(({ profile }) => profile));
  const { requests, answers } = proxy.captured();
  const logs = clients.map(({ process }) => process.stderr());
  const serverLog = server.process.stdout() + server.process.stderr();
  return new Map([
    ...files,
    ['requests on the network', requests],
    ['answers on the network', answers],
    ['the clients’ logs', Buffer.from(logs.join())],
    ['the server’s log', Buffer.from(serverLog)],
  ]);
}

async function startObserved() {
  const server = await startRpcServer();
  const proxy = await startCaptureProxy(server.url);
  const client = () => startClient({ server: proxy.url });
  const [alice, bob] = [await client(), await client()];
  return { server, proxy, alice, bob, clients: [alice, bob] };
}

test('private messages appear in no file, log or packet; messages in the Lobby do', async () => {
  const observed = await startObserved();
  const { alice, bob, server } = observed;
  await alice.call('register', { username: 'alice', password: 'long enough for alice' });
  await bob.call('register', { username: 'bob', password: 'long enough for bob' });
  const [lobby] = await alice.call('conversations');
  const [direct, note] = [
    await alice.call('openDirect', { user: 'bob' }),
    await alice.call('openDirect', { user: 'alice' }),
  ];
  const say = async (conversation: string, text: string) => {
    await alice.call('send', { conversation, text });
    await alice.next('message', ({ message }) => message.text === text && message.seq !== undefined);
  };
  await say(direct.id, 'strawberries-at-midnight');
  await say(note.id, 'the-key-is-under-the-mat');
  await say(lobby!.id, 'good-morning-everybody\nhow are you?');
  await bob.next('message', ({ message }) => message.text === 'strawberries-at-midnight');
  await bob.next('message', ({ message }) => message.text?.startsWith('good-morning') === true);

  const expectPrivacy = async () => {
    const places = await everything(observed);
    expect(tracesOf('strawberries-at-midnight', places)).toEqual([]);
    expect(tracesOf('the-key-is-under-the-mat', places)).toEqual([]);
    return tracesOf('good-morning-everybody', places);
  };
  const log = join(server.dataFolder, 'public-messages.log');
  expect(await expectPrivacy()).toEqual(
    expect.arrayContaining([log, 'requests on the network', 'answers on the network'].map(asItIs)),
  );
  await alice.kill9();
  await bob.close();
  await server.stop();
  expect(await expectPrivacy()).toContain(asItIs(log));
  expect(await readFile(log, 'utf8')).toMatch(/^\S+Z 1 alice: good-morning-everybody\\nhow are you\?\n$/);
});

const asItIs = (place: string) => `${place} (as it is)`;

test('passwords and recovery keys appear in no file, log or packet', async () => {
  const observed = await startObserved();
  const { alice, bob, server } = observed;
  const secrets = [
    'alices-first-password',
    'alices-second-password',
    'alices-third-password',
    'a-wild-guess',
  ];
  const [first = '', second = '', third = '', guess = ''] = secrets;
  const username = 'alice';
  const { recoveryKey } = await alice.call('register', { username, password: first });
  await alice.call('changePassword', { oldPassword: first, newPassword: second });
  expect(await refusalOf(bob, 'signIn', { username, password: guess })).toMatchObject({
    code: 'wrong-credentials',
  });
  await bob.call('signInWithRecoveryKey', { username, recoveryKey, newPassword: third });

  const initial = 'given-out-to-carol';
  const file = await fileWith(`${initial}\n`);
  await admin(server.dataFolder, 'user', 'add', 'carol', '--password-file', file);
  const carol = await startClient({ server: observed.proxy.url });
  const password = 'carols-very-own-password';
  await carol.call('register', { username: 'carol', password, invite: initial });

  const places = await everything({ ...observed, clients: [alice, bob, carol] });
  const fewWords = recoveryKey.split(' ').slice(2, 5).join(' ');
  const recovery = [fewWords, parseRecoveryWords(recoveryKey)!];
  for (const secret of [...secrets, initial, password, ...recovery]) {
    expect(tracesOf(secret, places), 'a secret shows').toEqual([]);
  }
  expect(tracesOf('carol', places)).toContain(asItIs('requests on the network'));
});
