// The command as a shell sees it: exit codes, and which stream gets what.
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { settings } from '../server/config/config.ts';
import { beforeDeadline, runParley, spawnParley } from '../test/support/rpc-process.ts';
import { startRpcServer } from '../test/support/rpc-server.ts';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { usageOf } from './command.ts';
import { subcommands } from './subcommands.ts';

test.each(['--version', '-v'])('%s answers on stdout', async (asked) => {
  expect(await runParley([asked])).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' });
});

test.each(['--help', '-h', 'help'])('%s lists every command on stdout', async (asked) => {
  const help = await runParley([asked]);
  expect(help).toMatchObject({ code: 0, stderr: '' });
  for (const name of Object.keys(subcommands)) expect(help.stdout).toContain(`  ${name} `);
});

test('help on a group or command is help on that alone', async () => {
  const usage =
    /^Usage: parley admin user <command>\n\n {2}add .*\n {2}import .*\n {2}list .*\n {2}reset .*\n {2}unlock .*\n\n/;
  for (const asked of [
    ['admin', 'user', '--help'],
    ['admin', 'user', '-h'],
    ['help', 'admin', 'user'],
  ]) {
    const help = await runParley(asked);
    expect(help).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(usage) });
  }
  expect((await runParley(['help', 'server'])).stdout).toMatch(/^Usage: parley server \[flags\]\n/);
});

test.each(Object.entries(subcommands))(
  '%s has a usage text of its own, with examples',
  async (name, { load }) => {
    const command = await load();
    expect(usageOf(command)).toMatch(new RegExp(`^Usage: parley ${name} `));
    expect(command.examples?.length).toBeGreaterThan(0);
    for (const example of command.examples ?? []) expect(`${example} `).toContain(`${name} `);
  },
);

test('a group without a command shows its commands', async () => {
  const shown = await runParley(['admin', 'invite']);
  expect(shown).toMatchObject({ code: 2, stdout: '' });
  expect(shown.stderr).toMatch(/^Usage: parley admin invite <command>\n\n {2}create /);
  expect((await runParley([])).stderr).toMatch(/^Usage: parley <command>\n/);
});

test('server documents every setting', async () => {
  const flags = Object.keys((await subcommands.server?.load())?.flags ?? {});
  const documented = flags.map((flag) => flag.replaceAll(/-([a-z])/g, (_, letter) => letter.toUpperCase()));
  expect(documented.sort()).toEqual([...Object.keys(settings), 'config'].sort());
});

test.each([
  [['dance'], 'There is no command “dance”. See parley --help.'],
  [['servre'], 'There is no command “servre”. Did you mean “server”? See parley --help.'],
  [['--loud'], 'There is no flag “--loud”. See parley --help.'],
  [
    ['admin', 'user', 'remove', 'bob'],
    'There is no command “admin user remove”. See parley admin user --help.',
  ],
  [['admin', 'user', '--loud'], 'There is no flag “--loud”. See parley admin user --help.'],
  [['admin', 'user', 'list', 'extra'], 'Unexpected argument “extra”. See parley admin user list --help.'],
  [
    ['rpc', '--server', 'a b', '--profile', 'x'],
    '“a b” doesn’t look like a server address or invite link. See parley rpc --help.',
  ],
  [['server', '--prot', '1'], 'There is no flag --prot. Did you mean --port? See parley server --help.'],
  [['server', '--port', 'many'], '--port must be a number from 0 to 65535. See parley server --help.'],
  [['server', '--tls-key', 'x'], '--tls-key needs --tls-certificate beside it. See parley server --help.'],
  [
    ['admin', 'invite', 'create', '--uses', '0'],
    '--uses must be a number from 1 to 10000. See parley admin invite create --help.',
  ],
  [
    ['admin', 'user', 'add', 'ann', '--role', 'king'],
    '--role must be member, admin or owner. See parley admin user add --help.',
  ],
])('%j is refused in one line', async (args, sentence) => {
  expect(await runParley(args)).toEqual({ code: 2, stdout: '', stderr: `${sentence}\n` });
});

test('what others put into the environment of a server does not stop it', async () => {
  const environment = { PARLEY_SERVICE_HOST: '10.0.0.1', PARLEY_PORT: 'tcp://10.0.0.1:5002' };
  const args = ['server', '--port', '0', '--data', await temporaryFolder(), '--log-format', 'text'];
  const server = spawnParley(args, environment);
  await beforeDeadline(server, once(server.child.stdout, 'data'), () => 'it said where it listens');
  expect(server.stdout()).toContain('Listening on http://127.0.0.1:');
  const warning = 'Not settings of the server, and ignored: PARLEY_PORT, PARLEY_SERVICE_HOST.';
  expect(server.stderr()).toMatch(new RegExp(`^${warning}\n\\d\\d:\\d\\d:\\d\\d info listening {2}url=http`));
});

test('the start says truly who becomes the owner', async () => {
  const first = await startRpcServer();
  expect(first.process.stdout()).toContain(
    '\nThe first account becomes the owner. The link for it: parley://',
  );
  const second = await startRpcServer({ args: ['--owner', 'boss'] });
  expect(second.process.stdout()).toContain('\nboss becomes the owner. The link for it: parley://');
});

test('a failure is one sentence, without a stack trace', async () => {
  const folder = await temporaryFolder();
  const missing = join(folder, 'missing');
  const args = ['rpc', '--server', 'localhost', '--profile', folder, '--passphrase-file', missing];
  expect(await runParley(args)).toEqual({
    code: 1,
    stdout: '',
    stderr: `The file ${missing} can’t be read: it does not exist.\n`,
  });
});

test('a log level that does not exist is named', async () => {
  const environment = { PARLEY_LOG_LEVEL: 'loud' };
  const args = ['rpc', '--server', 'localhost', '--profile', await temporaryFolder()];
  const refused = await runParley(args, { environment });
  expect(refused).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^PARLEY_LOG_LEVEL must be one of/),
  });
});

test('a server that can’t start says why and ends with 1', async () => {
  const first = await startRpcServer();
  const port = new URL(first.url).port;
  const second = await runParley(['server', '--port', port, '--data', await temporaryFolder()]);
  expect(second).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(`^Port ${port} .*\n$`) });
  const third = await runParley(['server', '--port', '0', '--data', first.dataFolder]);
  expect(third).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(first.dataFolder) });
});

test.each([
  ['0.0.0.0', 1],
  ['127.0.0.1', 0],
])('a server on %s warns of plain HTTP %i times', async (host, times) => {
  const server = await startRpcServer({ args: ['--host', host, '--log-level', 'warn'] });
  await server.stop();
  expect(server.process.stderr().split('plain HTTP')).toHaveLength(times + 1);
});

test('a profile that can’t be made is reported in one line', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'x'));
  await writeFile(join(folder, 'x', 'file'), '');
  const refused = await runParley([
    'rpc',
    '--server',
    'localhost',
    '--profile',
    join(folder, 'x', 'file', 'profile'),
  ]);
  expect(refused.code).toBe(1);
  expect(refused.stderr.trim().split('\n')).toHaveLength(1);
});
