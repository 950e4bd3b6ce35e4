import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { acquireLock } from './lock-file.ts';

const holder = new URL('./testing/hold-lock.ts', import.meta.url);

async function lockPath(): Promise<string> {
  return join(await temporaryFolder(), 'lock');
}

async function tryFor(path: string): Promise<{ readonly child: ChildProcess; readonly outcome: unknown }> {
  const child = fork(holder, [path]);
  onTestFinished(() => kill(child));
  const [outcome] = await once(child, 'message');
  return { child, outcome };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function expectTaken(path: string): Promise<void> {
  const attempt = await acquireLock(path);
  expect(attempt).toMatchObject({ ok: true });
  if (attempt.ok) attempt.lock.release();
  expect(existsSync(path)).toBe(false);
}

test('a living owner is named', async () => {
  const path = await lockPath();
  const { child, outcome } = await tryFor(path);
  expect(outcome).toBe('held');
  expect(await acquireLock(path)).toMatchObject({ ok: false, owner: { pid: child.pid, host: hostname() } });
});

test('a killed owner’s lock is free at once', async () => {
  const path = await lockPath();
  const { child } = await tryFor(path);
  await kill(child);
  await expectTaken(path);
});

test.runIf(process.platform === 'linux')(
  'a process that got a dead owner’s id is not the owner',
  async () => {
    const path = await lockPath();
    const { child } = await tryFor(path);
    const content: { started: string } = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(
      path,
      JSON.stringify({ ...content, pid: child.pid, started: `${Number(content.started) - 1}` }),
    );
    await expectTaken(path);
  },
);

test('an owner on another host counts as alive', async () => {
  const path = await lockPath();
  await writeFile(path, JSON.stringify({ pid: 1, host: 'elsewhere', id: 'x' }));
  expect(await acquireLock(path)).toEqual({ ok: false, owner: { pid: 1, host: 'elsewhere', id: 'x' } });
});

test.each(['', '{', '{}', JSON.stringify({ pid: process.pid, host: hostname(), id: 'x' })])(
  'what a process of this id or a crash left behind is taken over: %j',
  async (content) => {
    const path = await lockPath();
    await writeFile(path, content);
    await expectTaken(path);
  },
);

test('of several processes that find a stale lock, one gets it', async () => {
  const path = await lockPath();
  const { child } = await tryFor(path);
  await kill(child);
  const outcomes = (await Promise.all([1, 2, 3, 4].map(() => tryFor(path)))).map(({ outcome }) => outcome);
  expect(outcomes.filter((outcome) => outcome === 'held')).toHaveLength(1);
  expect(await readdir(join(path, '..'))).toEqual(['lock']);
});

test('a release leaves a lock alone that is somebody else’s', async () => {
  const path = await lockPath();
  const attempt = await acquireLock(path);
  const other = JSON.stringify({ pid: 1, host: 'elsewhere', id: 'x' });
  await writeFile(path, other);
  if (attempt.ok) attempt.lock.release();
  expect(await readFile(path, 'utf8')).toBe(other);
});
