import { type ChildProcess, execFileSync, type ForkOptions, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { acquireLock, LockUnavailable } from './lock-file.ts';

const holder = fileURLToPath(new URL('./testing/hold-lock.ts', import.meta.url));

async function lockPath(): Promise<string> {
  return join(await temporaryFolder(), 'lock');
}

async function tryFor(
  path: string,
  options: ForkOptions = {},
  script = holder,
  args = [path],
): Promise<{ readonly child: ChildProcess; readonly outcome: unknown }> {
  const child = fork(script, args, options);
  onTestFinished(() => kill(child));
  const [outcome] = await once(child, 'message');
  return { child, outcome };
}

/** In namespaces of its own: there it has a low process id, another host name, and sees no other process. */
function tryElsewhere(path: string) {
  const args = ['--pid', '--fork', '--uts', '--mount-proc', '--kill-child', 'sh', '-c'];
  const command = `hostname elsewhere && exec ${process.execPath} ${holder} ${path}`;
  return tryFor(path, { execPath: 'unshare', execArgv: args }, command, []);
}

function canUnshare(): boolean {
  try {
    execFileSync('unshare', ['--pid', '--fork', '--uts', '--mount-proc', 'hostname', 'elsewhere']);
    return true;
  } catch {
    return false;
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function ask(child: ChildProcess, request: 'try' | 'release'): Promise<unknown> {
  const answer = once(child, 'message');
  child.send(request);
  return (await answer)[0];
}

async function expectTaken(path: string): Promise<void> {
  const attempt = await acquireLock(path);
  expect(attempt).toMatchObject({ ok: true });
  if (attempt.ok) attempt.lock.release();
  expect(existsSync(path)).toBe(false);
}

test('a held lock names its owner', async () => {
  const path = await lockPath();
  const { child, outcome } = await tryFor(path);
  expect(outcome).toBe('held');
  expect(await acquireLock(path)).toEqual({ ok: false, owner: { pid: child.pid, host: hostname() } });
});

test('the lock of a killed owner is free at once', async () => {
  const path = await lockPath();
  const { child } = await tryFor(path);
  await kill(child);
  await expectTaken(path);
});

test('a process can’t take the lock twice', async () => {
  const path = await lockPath();
  const attempt = await acquireLock(path);
  expect(await acquireLock(path)).toMatchObject({ ok: false, owner: { pid: process.pid } });
  expect((await tryFor(path)).outcome).toBe('refused');
  if (attempt.ok) attempt.lock.release();
  await expectTaken(path);
});

test.runIf(canUnshare())(
  'an owner that sees neither our processes nor our host name is an owner',
  async () => {
    const path = await lockPath();
    const { child, outcome } = await tryElsewhere(path);
    expect(outcome).toBe('held');
    expect(await acquireLock(path)).toMatchObject({ ok: false, owner: { host: 'elsewhere' } });
    await kill(child);
    // What was killed is `unshare`; the system then ends the process in the namespace.
    const lock = await vi.waitFor(async () => {
      const attempt = await acquireLock(path);
      if (!attempt.ok) throw new Error('still held');
      return attempt.lock;
    }, 10_000);
    expect((await tryElsewhere(path)).outcome).toBe('refused');
    lock.release();
  },
);

test.each([
  '',
  '{',
  '{}',
  JSON.stringify({ pid: 1, host: 'the name before' }),
  JSON.stringify({ pid: process.pid, host: hostname() }),
])('a lock that a crash left behind is taken over, whatever its note says: %j', async (content) => {
  const path = await lockPath();
  await writeFile(path, content);
  await expectTaken(path);
});

test('exactly one of several processes takes over the lock of a dead owner', async () => {
  const path = await lockPath();
  const children = await Promise.all([1, 2, 3, 4].map(() => tryFor(path)));
  for (let round = 0; round < 40; round += 1) {
    await Promise.all(children.map(({ child }) => ask(child, 'release')));
    await writeFile(path, JSON.stringify({ pid: 2 ** 22, host: hostname() }));
    const outcomes = await Promise.all(children.map(({ child }) => ask(child, 'try')));
    expect(outcomes.sort()).toEqual(['held', 'refused', 'refused', 'refused']);
  }
  expect((await readdir(join(path, '..'))).sort()).toEqual(['lock', 'lock.sqlite']);
});

test('a second release leaves the lock to the process that has taken it since', async () => {
  const path = await lockPath();
  const attempt = await acquireLock(path);
  if (attempt.ok) attempt.lock.release();
  const { child } = await tryFor(path);
  if (attempt.ok) attempt.lock.release();
  expect(await acquireLock(path)).toMatchObject({ ok: false, owner: { pid: child.pid } });
});

test.skipIf(process.platform === 'win32')('only the owner may read the files of the lock', async () => {
  const path = await lockPath();
  const attempt = await acquireLock(path);
  for (const file of [path, `${path}.sqlite`]) expect((await stat(file)).mode & 0o777).toBe(0o600);
  if (attempt.ok) attempt.lock.release();
});

test('a failure to lock names the file', async () => {
  const path = await lockPath();
  await writeFile(
    `${path}.sqlite`,
    'something else that is long enough to be read as a database’s header. '.repeat(3),
  );
  await expect(acquireLock(path)).rejects.toThrow(LockUnavailable);
  await expect(acquireLock(path)).rejects.toThrow(`${path}.sqlite can’t be locked`);
  await expect(acquireLock(join(path, 'none', 'lock'))).rejects.toThrow('ENO');
});
