import { once } from 'node:events';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { username } from '../../protocol/ids.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { startTestServer, type TestServer } from '../../test/support/test-server.ts';
import { connectWire, registered, secretOf } from '../../test/support/wire-client.ts';
import { callAdmin } from './admin.ts';
import { controlPath } from './control-path.ts';

const bob = username.parse('bob');

async function stopped(home: TestServer): Promise<TestServer> {
  await home.stop();
  return home;
}

test.each([
  ['running', async (home: TestServer) => home],
  ['stopped', stopped],
])('accounts and invites are made, listed and revoked on a %s server', async (_, bring) => {
  const home = await startTestServer();
  await registered(home, 'alice');
  const { dataFolder } = await bring(home);
  expect(await callAdmin(dataFolder, 'user.add', { username: bob, initialAuthKey: secretOf('x') })).toEqual({
    ok: true,
    value: { role: 'member' },
  });
  expect(
    await callAdmin(dataFolder, 'user.add', { username: bob, initialAuthKey: secretOf('x') }),
  ).toMatchObject({
    code: 'username-taken',
  });
  expect(await callAdmin(dataFolder, 'user.list', {})).toMatchObject({
    value: {
      users: [
        { username: 'alice', role: 'owner', state: 'active' },
        { username: 'bob', displayName: 'bob', role: 'member', state: 'waiting' },
      ],
    },
  });
  const created = await callAdmin(dataFolder, 'invite.create', { uses: 3, role: 'admin' });
  const id = created.ok ? created.value.id : '';
  expect(await callAdmin(dataFolder, 'invite.list', {})).toMatchObject({
    value: { invites: [{ id, role: 'admin', usesLeft: 3 }] },
  });
  expect(await callAdmin(dataFolder, 'invite.revoke', { id })).toEqual({ ok: true, value: {} });
  expect(await callAdmin(dataFolder, 'invite.revoke', { id })).toMatchObject({ code: 'invite-invalid' });
  expect(await callAdmin(dataFolder, 'user.unlock', { username: username.parse('nobody') })).toMatchObject({
    code: 'no-such-user',
  });
});

test.each([
  ['running', async (home: TestServer) => home],
  ['stopped', stopped],
])(
  'where the configuration names the owner, the first account made on a %s server is a member’s',
  async (_, bring) => {
    const { dataFolder } = await bring(await startTestServer({ args: ['--owner', 'boss'] }));
    const add = (name: string) =>
      callAdmin(dataFolder, 'user.add', { username: username.parse(name), initialAuthKey: secretOf('x') });
    expect(await add('erin')).toEqual({ ok: true, value: { role: 'member' } });
    expect(await add('boss')).toEqual({ ok: true, value: { role: 'owner' } });
  },
);

test('a server that names no owner any more has the first account for one', async () => {
  const home = await startTestServer({ args: ['--owner', 'boss'] });
  await home.stop();
  const { dataFolder } = await stopped(await startTestServer({ dataFolder: home.dataFolder }));
  const erin = { username: username.parse('erin'), initialAuthKey: secretOf('x') };
  expect(await callAdmin(dataFolder, 'user.add', erin)).toEqual({ ok: true, value: { role: 'owner' } });
});

test('a running server makes a link of an invite', async () => {
  const home = await startTestServer();
  const created = await callAdmin(home.dataFolder, 'invite.create', {});
  expect(created).toMatchObject({
    value: { link: expect.stringMatching(/^parley:\/\/127\.0\.0\.1:\d+\/\?invite=/) },
  });
});

test('an administrator gets the same salt and parameters as a client', async () => {
  const home = await startTestServer();
  const client = await connectWire(home.url);
  const answer = await client.ask('account:pre-login', { username: bob });
  const salt = answer.ok ? Buffer.from(answer.value.salt).toString('base64url') : '';
  for (const server of [home, await stopped(home)]) {
    expect(await callAdmin(server.dataFolder, 'user.preLogin', { username: bob })).toEqual({
      ok: true,
      value: { serverName: home.name, salt, argon2: { memoryKiB: 65_536, iterations: 3, parallelism: 1 } },
    });
  }
});

test('a folder without a server is named, and stays as it is', async () => {
  const folder = join(await temporaryFolder(), 'nothing');
  await expect(callAdmin(folder, 'user.list', {})).rejects.toThrow(`There is no server in ${folder}`);
  await expect(stat(folder)).rejects.toThrow('ENOENT');
});

// A named pipe of Windows has no file mode.
test.skipIf(process.platform === 'win32')(
  'only the server’s own user reaches the control channel',
  async () => {
    const { dataFolder } = await startTestServer();
    expect((await stat(controlPath(dataFolder))).mode & 0o777).toBe(0o600);
  },
);

// Nor is a pipe in any folder.
test.skipIf(process.platform === 'win32')(
  'in a folder whose path is too long for a socket the channel is elsewhere',
  async () => {
    const dataFolder = join(await temporaryFolder(), 'long'.repeat(30));
    await mkdir(dataFolder);
    const home = await startTestServer({ dataFolder });
    expect(await callAdmin(dataFolder, 'user.list', {})).toMatchObject({ ok: true });
    const elsewhere = await readFile(join(dataFolder, 'control-path'), 'utf8');
    await home.stop();
    await expect(stat(elsewhere)).rejects.toThrow('ENOENT');
    expect(await callAdmin(dataFolder, 'user.list', {})).toMatchObject({ ok: true });
  },
);

test.each([
  ['nonsense', 'bad-request'],
  ['{"operation":"user.add","parameters":{"username":"BOB"}}', 'bad-request'],
  ['{"operation":"toString","parameters":{}}', 'unknown-event'],
])('the line %s is answered with %s', async (line, code) => {
  const { dataFolder } = await startTestServer();
  const socket = createConnection(controlPath(dataFolder));
  await once(socket, 'connect');
  socket.write(`${line}\n`);
  expect(JSON.parse(await text(socket))).toMatchObject({ ok: false, code });
});
