// The command as a shell sees it: exit codes, and which stream gets what.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { settings } from '../server/config.ts';
import { runParley } from '../test/support/rpc-process.ts';
import { startServer } from '../test/support/rpc-server.ts';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { usageOf } from './command.ts';
import { subcommands } from './subcommands.ts';

test('--version and --help answer on stdout', async () => {
  expect(await runParley(['--version'])).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' });
  const help = await runParley(['--help']);
  expect(help).toMatchObject({ code: 0, stderr: '' });
  for (const name of Object.keys(subcommands)) expect(help.stdout).toContain(`  ${name} `);
});

test.each(Object.entries(subcommands))('%s has a usage text of its own', async (name, { load }) => {
  expect(usageOf(await load())).toMatch(new RegExp(`^Usage: parley ${name} `));
});

test('server documents every setting', async () => {
  const flags = Object.keys((await subcommands.server?.load())?.flags ?? {});
  const documented = flags.map((flag) => flag.replaceAll(/-([a-z])/g, (_, letter) => letter.toUpperCase()));
  expect(documented.sort()).toEqual([...Object.keys(settings), 'config'].sort());
});

test.each([
  [[], 'Usage: parley <command>'],
  [['chat'], 'There is no command “chat”.'],
  [['--loud'], 'There is no flag “--loud”.'],
  [['admin', 'user'], 'admin user add'],
  [['rpc', '--server', 'a b', '--profile', 'x'], '“a b” is neither an address nor an invite link.'],
  [['server', '--prot', '5002'], 'There is no flag --prot.'],
  [['server', '--port', 'many'], 'The setting port can’t be used'],
])('%j is wrong usage', async (args, sentence) => {
  const refused = await runParley(args);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain(sentence);
  expect(refused.stderr).toContain('Usage: parley');
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
  const first = await startServer();
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
  const server = await startServer({ args: ['--host', host, '--log-level', 'warn'] });
  await server.stop();
  expect(server.process.stderr().split('plain HTTP')).toHaveLength(times + 1);
});

test('a profile that can’t be made is told in one line', async () => {
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
