// Types what README.md asks a newcomer to type.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { temporaryFolder } from './support/temporary-folder.ts';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
/** Indented lines that stand together: a command, and what is typed into it. */
const blocks = [...readme.matchAll(/\n\n((?: {4}.+\n)+)/g)].map(([, block = '']) =>
  block
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(4)),
);

function typedFor(beginning: string): readonly [string, ...string[]] {
  const block = blocks.find(([command]) => command?.startsWith(beginning));
  const [command, ...lines] = block ?? [];
  if (command === undefined) throw new Error(`README.md has no command ${beginning}`);
  return [command, ...lines];
}

/** The repository as a newcomer has it, so that data and profiles lie elsewhere. */
async function clone(): Promise<string> {
  const folder = await temporaryFolder();
  const hidden = ['data', 'profiles', 'out', '.git'];
  const entries = (await readdir(root)).filter((name) => !hidden.includes(name));
  await Promise.all(entries.map((name) => symlink(join(root, name), join(folder, name))));
  return folder;
}

interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  /** The first line out, from now on or before, that fits. */
  line(fits: RegExp): Promise<string>;
}

/** As a shell runs it, with a port of the test's own in place of the usual one. */
function run(command: string, cwd: string, port = '0'): Running {
  const env = { ...process.env, PARLEY_PORT: port, PARLEY_ARGON2_MEMORY_KIB: '65536' };
  const child = spawn(command.replace(':5002', `:${port}`), { cwd, env, shell: true, detached: true });
  onTestFinished(async () => {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    if (hasEnded || child.pid === undefined) return;
    const closed = once(child, 'close');
    process.kill(-child.pid, 'SIGTERM');
    await closed;
  });
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => said.push(line));
  let complaints = '';
  child.stderr.on('data', (text) => {
    complaints += text;
  });
  async function line(fits: RegExp): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const look = () => {
      const found = said.find((one) => fits.test(one));
      if (found !== undefined) resolve(found);
    };
    lines.on('line', look);
    child.once('close', () => reject(new Error(`${command} ended: ${complaints}`)));
    look();
    return promise.finally(() => lines.off('line', look));
  }
  return { child, line };
}

/** Runs a command to its end. */
async function done(command: string, cwd: string): Promise<void> {
  const { child } = run(command, cwd);
  child.stdin.end();
  expect(await once(child, 'close')).toEqual([0, null]);
}

const posix = process.platform !== 'win32';

test.runIf(posix)(
  'the commands of README.md let bob and alice talk, and administer and back up the server',
  { timeout: 180_000 },
  async () => {
    const folder = await clone();
    const server = run(typedFor('npx parley server')[0], folder);
    const [, port = ''] = /:(\d+) /.exec(await server.line(/^Listening on /)) ?? [];

    const [bobs, ...bobTypes] = typedFor('npx parley rpc --server 127.0.0.1:5002 --profile ./profiles/bob');
    const bob = run(bobs, folder, port);
    for (const line of bobTypes) bob.child.stdin.write(`${line}\n`);
    expect(JSON.parse(await bob.line(/"id":1/))).toHaveProperty('result.recoveryKey');

    const [alices, register, open, send = ''] = typedFor(
      'npx parley rpc --server 127.0.0.1:5002 --profile ./profiles/alice',
    );
    const alice = run(alices, folder, port);
    alice.child.stdin.write(`${register}\n`);
    expect(JSON.parse(await alice.line(/"id":1/))).toHaveProperty('result.recoveryKey');
    alice.child.stdin.write(`${open}\n`);
    const { id } = JSON.parse(await alice.line(/"id":2/)).result;
    alice.child.stdin.write(`${send.replace('<id from the answer>', id)}\n`);
    await bob.line(/"Hello Bob"/);

    const closed = once(alice.child, 'close');
    alice.child.stdin.end();
    await closed;
    const again = run(alices, folder, port);
    again.child.stdin.write('{"jsonrpc":"2.0","id":1,"method":"status"}\n');
    expect(JSON.parse(await again.line(/"id":1/))).toHaveProperty('result.account');

    await writeFile(join(folder, 'initial-password'), 'given out\n');
    const administration = typedFor('npx parley admin');
    expect(administration).toHaveLength(2);
    for (const command of administration) await done(command, folder);
    const stopped = once(server.child, 'close');
    process.kill(-server.child.pid!, 'SIGINT'); // It runs, so it has one.
    await stopped;
    await done(typedFor('cp ')[0], folder);
    expect(await readdir(join(folder, 'data-backup'))).toContain('store');
  },
);

test('the npm scripts that README.md names exist, and CI runs the tests as it says', () => {
  const commands = blocks
    .flat()
    .concat([...readme.matchAll(/`(npm [^`]+)`/g)].map(([, command = '']) => command));
  const scripts = commands.flatMap((command) =>
    [...command.matchAll(/npm (?:run )?([a-z:]+)/g)].flatMap(([, name = '']) =>
      name === 'ci' ? [] : [name],
    ),
  );
  expect(scripts.length).toBeGreaterThan(3);
  for (const script of scripts) expect(Object.keys(packageJson.scripts)).toContain(script);
  expect(readFileSync(join(root, '.ci/run'), 'utf8')).toContain(typedFor('npm ci && npm test')[0]);
});

test('Git ignores what the walk-through leaves behind', () => {
  const ignored = readFileSync(join(root, '.gitignore'), 'utf8').split('\n');
  expect(ignored).toEqual(expect.arrayContaining(['/data/', '/profiles/']));
});
