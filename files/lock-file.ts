// One process per folder. The lock names its owner by process id and start time, so that what a killed
// process left behind is told from a living one's, also when the process id has been given out again.
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { isSystemError } from './atomic-file.ts';

const lockContent = z.object({
  pid: z.int().positive(),
  /** The process's start in clock ticks since boot; absent where the platform doesn't tell. */
  started: z.string().optional(),
  host: z.string(),
  id: z.string(),
});
export type LockOwner = z.infer<typeof lockContent>;

export interface Lock {
  /** Removes the file, unless it has become somebody else's. */
  release(): void;
}

export type LockAttempt =
  | { readonly ok: true; readonly lock: Lock }
  | { readonly ok: false; readonly owner: LockOwner };

/** Takes the lock, a stale one too, or tells who holds it. An owner on another host counts as alive. */
export async function acquireLock(path: string): Promise<LockAttempt> {
  const own = {
    pid: process.pid,
    started: (await inspect(process.pid))?.started,
    host: hostname(),
    id: randomUUID(),
  };
  for (;;) {
    if (create(path, JSON.stringify(own)))
      return { ok: true, lock: { release: () => release(path, own.id) } };
    const owner = await readSettled(path);
    if (owner && (await isAlive(owner))) return { ok: false, owner };
    discard(path, owner);
  }
}

function create(path: string, content: string): boolean {
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, content);
    closeSync(file);
    return true;
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false;
    throw error;
  }
}

/** A lock without an owner is one whose process died, or is, between making the file and writing it. */
async function readSettled(path: string): Promise<LockOwner | undefined> {
  const owner = read(path);
  if (owner) return owner;
  await setTimeout(50);
  return read(path);
}

function read(path: string): LockOwner | undefined {
  try {
    return lockContent.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError || isSystemError(error, 'ENOENT')) return;
    throw error;
  }
}

/** Moved aside before it is removed: of two processes that found the same stale lock, one takes it away. */
function discard(path: string, stale: LockOwner | undefined): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
    const taken = read(aside);
    if (taken?.id === stale?.id) rmSync(aside);
    else renameSync(aside, path);
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error;
  }
}

function release(path: string, id: string): void {
  if (read(path)?.id === id) rmSync(path, { force: true });
}

async function isAlive(owner: LockOwner): Promise<boolean> {
  if (owner.host !== hostname()) return true;
  if (owner.pid === process.pid) return false;
  const found = await inspect(owner.pid);
  if (found) return !found.ended && (owner.started === undefined || owner.started === found.started);
  return answers(owner.pid);
}

/** From proc(5): the state is field 3, the start time field 22, counted after the name in parentheses. */
async function inspect(pid: number): Promise<{ started: string | undefined; ended: boolean } | undefined> {
  if (process.platform !== 'linux') return;
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { ended: ['Z', 'X'].includes(fields[0] ?? ''), started: fields[19] };
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ESRCH')) return;
    throw error;
  }
}

function answers(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (isSystemError(error, 'ESRCH', 'EPERM')) return error.code === 'EPERM';
    throw error;
  }
}
