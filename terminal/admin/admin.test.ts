// `parley admin` on a running server and on a stopped one.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runParley } from '../../test/support/rpc-process.ts';
import { startRpcServer } from '../../test/support/rpc-server.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';

async function fileWith(content: string): Promise<string> {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, content);
  return file;
}

function admin(dataFolder: string, ...args: readonly string[]) {
  return runParley(['admin', ...args, '--data', dataFolder]);
}

test('the user of a reserved account sets a password of their own', async () => {
  const { dataFolder, client } = await startRpcServer();
  const file = await fileWith('given out\n');
  const added = await admin(dataFolder, 'user', 'add', 'Alice', '--password-file', file, '--role', 'admin');
  expect(added).toEqual({
    code: 0,
    stdout: 'alice can sign in now with the initial password. Role: admin.\n',
    stderr: '',
  });

  const alice = await client();
  const username = 'alice';
  await expect(alice.call('signIn', { username, password: 'given out' })).rejects.toMatchObject({
    code: 'set-up-required',
  });
  const password = 'a password of my own';
  await expect(alice.call('register', { username, password, invite: 'a guess' })).rejects.toThrow();
  await alice.call('register', { username, password, initialPassword: 'given out' });
  const list = await admin(dataFolder, 'user', 'list');
  expect(list.stdout).toMatch(/^alice +admin +active +alice\n$/);
});

test('an initial password is taken as it is, whatever it looks like', async () => {
  const { dataFolder, client } = await startRpcServer({ args: ['--registration', 'closed'] });
  const odd = ['  spaces around ', 'parley://home.example/?invite=x', 'x'.repeat(43)];
  for (const [index, initialPassword] of odd.entries()) {
    const username = `user${index}`;
    const input = Buffer.from(`\ufeff${initialPassword}\r\n`, 'utf16le');
    const flags = ['--password-file', '-', '--data', dataFolder];
    expect(await runParley(['admin', 'user', 'add', username, ...flags], { input })).toMatchObject({
      code: 0,
    });
    const device = await client();
    await device.call('register', { username, password: 'a password of my own', initialPassword });
  }
});

test('an import file may come from a program on Windows, and one account is one account', async () => {
  const server = await startRpcServer();
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, Buffer.from('\ufeff{"alice":"given out"}\r\n', 'utf16le'));
  const imported = await admin(server.dataFolder, 'user', 'import', file);
  expect(imported).toEqual({ code: 0, stdout: '1 account made.\n', stderr: '' });
  const list = await admin(server.dataFolder, 'user', 'list', '--json');
  const alice = { username: 'alice', displayName: 'alice', role: 'owner', state: 'waiting' };
  expect(JSON.parse(list.stdout)).toEqual([alice]);
});

test('an invite is revoked by the beginning of its id; one that isn’t there is named', async () => {
  const server = await startRpcServer();
  const missing = await admin(server.dataFolder, 'invite', 'revoke', 'xyz');
  const sentence = 'No invite with the id “xyz”. See parley admin invite list.\n';
  expect(missing).toEqual({ code: 1, stdout: '', stderr: sentence });
  await admin(server.dataFolder, 'invite', 'create', '--uses', '5');
  const before = (await admin(server.dataFolder, 'invite', 'list')).stdout;
  const [, id = ''] = /^([0-9a-f]{12}) {2}member {2}5 {2}\d+ [A-Z][a-z]+ \d{4}$/m.exec(before) ?? [];
  expect(await admin(server.dataFolder, 'invite', 'revoke', id)).toMatchObject({ code: 0, stderr: '' });
  expect((await admin(server.dataFolder, 'invite', 'list')).stdout).not.toContain(id);
});

test('an import reports bad entries by number and name, and no password', async () => {
  const server = await startRpcServer();
  await server.stop();
  const file = await fileWith(
    JSON.stringify({ alice: 'p4ssword', 'b b': 's3cret', carol: { password: 'hidd3n' } }),
  );
  const imported = await admin(server.dataFolder, 'user', 'import', file);
  expect(imported).toMatchObject({ code: 1, stdout: '2 accounts made.\n' });
  expect(imported.stderr).toMatch(/^Entry 2 \(b b\): .*user name.*\n1 of 3 entries could not be used.\n$/);
  const again = await admin(server.dataFolder, 'user', 'import', file);
  expect(again.stderr).toMatch(/Entry 1 \(alice\): This username is taken/);
  expect(imported.stderr + again.stderr).not.toMatch(/p4ssword|s3cret|hidd3n/);
});

test('an invite link admits one account; a revoked one admits none', async () => {
  const server = await startRpcServer({ args: ['--registration', 'invite', '--owner', 'owner'] });
  const link = (await admin(server.dataFolder, 'invite', 'create')).stdout.trim();
  const revoked = (
    await admin(server.dataFolder, 'invite', 'create', '--uses', '5', '--expires', '1')
  ).stdout.trim();
  const list = await admin(server.dataFolder, 'invite', 'list');
  const id =
    list.stdout
      .split('\n')
      .find((line) => line.includes('  5  '))
      ?.split(' ')[0] ?? '';
  expect(await admin(server.dataFolder, 'invite', 'revoke', id)).toMatchObject({ code: 0, stderr: '' });

  const password = 'long enough';
  const client = await server.client();
  const refusedWith = async (invite?: string) =>
    (await client.ask('register', { username: 'bob', password, invite })).error?.data?.code;
  expect(await refusedWith()).toBe('invite-required');
  expect(await refusedWith(revoked)).toBe('invite-invalid');
  expect(await refusedWith(link)).toBeUndefined();
  const other = await server.client();
  const late = await other.ask('register', { username: 'carol', password, invite: link });
  expect(late.error?.data?.code).toBe('invite-invalid');
});

test('a locked account can be unlocked', async () => {
  const server = await startRpcServer({ accounts: ['alice'] });
  const alice = await server.person('alice');
  const thief = await server.client();
  const guess = () => thief.ask('signIn', { username: 'alice', password: 'a wild guess' });
  for (let tries = 1; tries <= 4; tries += 1) await guess();
  expect((await guess()).error?.data?.code).toBe('account-locked');
  expect(await admin(server.dataFolder, 'user', 'unlock', 'alice')).toMatchObject({ code: 0 });
  expect((await server.device(alice)).username).toBe('alice');
});

test('a refusal is one sentence', async () => {
  const folder = await temporaryFolder();
  const nowhere = await admin(folder, 'user', 'list');
  expect(nowhere).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining(`no server in ${folder}`),
  });
  const asked = await admin(folder, 'user', 'add', 'alice');
  expect(asked).toMatchObject({ code: 2, stderr: expect.stringContaining('--password-file is missing.') });
});

test('reports are listed, read with what they prove, and removed, on a running server and on a stopped one', async () => {
  const server = await startRpcServer();
  const [olivia, bob] = [await server.person('olivia'), await server.person('bob')];
  const { id } = await bob.call('openDirect', { user: 'olivia' });
  const { id: message } = await bob.call('send', { conversation: id, text: 'A \u009b31mthreat' });
  await olivia.next('message', ({ message: { sender } }) => sender === 'bob');
  await olivia.call('report', { conversation: id, message });
  const listed = await admin(server.dataFolder, 'report', 'list');
  const [, report = ''] = /^(\S+) +\S+Z +olivia@\S+ +bob@\S+ +direct\n$/.exec(listed.stdout) ?? [];
  const shown = await admin(server.dataFolder, 'report', 'show', report);
  expect(shown.stdout).toMatch(
    /^bob@\S+, reported by olivia@\S+ at .* \(direct\)\n> \S+ +"A \\u009b31mthreat"\n$/,
  );
  await server.stop();
  expect((await admin(server.dataFolder, 'report', 'show', report)).stdout).toBe(shown.stdout);
  expect((await admin(server.dataFolder, 'report', 'remove', report)).stdout).toBe(
    'The report was removed.\n',
  );
  expect(await admin(server.dataFolder, 'report', 'show', report)).toMatchObject({ code: 1 });
  expect(await admin(server.dataFolder, 'report', 'show', 'nonsense')).toMatchObject({ code: 2 });
  expect((await admin(server.dataFolder, 'report', 'list')).stdout).toBe('');
});

test.each(['running', 'stopped'])(
  'an account of a %s server is reset: all of it is said before, and the user chooses a password anew',
  async (how) => {
    const server = await startRpcServer();
    const alice = await server.client();
    await alice.call('register', { username: 'alice', password: 'correct horse battery' });
    const { dataFolder } = server;
    if (how === 'stopped') await server.stop();
    const file = await fileWith('given out\n');
    const asked = await admin(dataFolder, 'user', 'reset', 'alice', '--password-file', file);
    expect(asked).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes is missing') });
    const unknown = await admin(dataFolder, 'user', 'reset', 'bob', '--yes', '--password-file', file);
    expect(unknown).toEqual({ code: 1, stdout: '', stderr: 'No one here has that name.\n' });
    const done = await admin(dataFolder, 'user', 'reset', 'Alice', '--yes', '--password-file', file);
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(done.stdout.split('\n').at(0)).toBe('Resetting alice can’t be undone:');
    expect(done.stdout).toContain('alice is the only owner of this server');
    expect(done.stdout).toMatch(/\nalice was reset, and can sign in now with the initial password\.\n$/);
    const list = await admin(dataFolder, 'user', 'list');
    expect(list.stdout).toMatch(/^alice +owner +reset, not set up yet +alice\n$/);
  },
);
