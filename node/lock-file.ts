// One process per folder. The system holds the lock and it ends with its holder, however that ends; process
// namespaces, host names and process ids that were given out again don't matter. Node offers no lock on a
// file but SQLite's, here on an empty database. The note beside it is only for the sentence the user reads.
import { accessSync, closeSync, constants, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { isSystemError } from './atomic-file.ts';

const lockNote = z.object({ pid: z.int().positive(), host: z.string() });
/** The process id counts on that host only, or in that container. */
export type LockOwner = z.infer<typeof lockNote>;

export interface Lock {
  /** Once is enough; again does nothing. */
  release(): void;
}

export type LockAttempt =
  | { readonly ok: true; readonly lock: Lock }
  /** Who holds it, as far as its note can be read. */
  | { readonly ok: false; readonly owner: LockOwner | undefined };

/** The file system of the folder takes no locks, or the lock's file is something else. */
export class LockUnavailable extends Error {
  override readonly name = 'LockUnavailable';

  constructor(file: string, cause: Error) {
    super(
      `${file} can’t be locked (${cause.message}). The folder must lie on a disk that supports file locks, ` +
        'and that file must be an empty one.',
      { cause },
    );
  }
}

/**
 * Takes the lock, or returns its holder. `path` is the note's. Throws the system's error, or LockUnavailable.
 * The holder's process must open `<path>.sqlite` in no other way: closing a file ends a process's locks on it.
 */
export async function acquireLock(path: string): Promise<LockAttempt> {
  const held = takeLock(resolve(`${path}.sqlite`));
  if (!held) return { ok: false, owner: readNote(path) };
  try {
    writeFileSync(path, JSON.stringify({ pid: process.pid, host: hostname() }), { mode: 0o600 });
  } catch (error) {
    held.close();
    throw error;
  }
  return { ok: true, lock: { release: () => release(path, held) } };
}

/** Undefined when it is held. The file stays for ever: two could hold it under one name if it were removed. */
function takeLock(file: string): DatabaseSync | undefined {
  makeEmptyFile(file);
  const database = new DatabaseSync(file);
  try {
    // In memory, or a rollback journal would be made beside it.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if (isBusy(error)) return;
    throw error instanceof Error ? new LockUnavailable(file, error) : error;
  }
}

/** Before SQLite opens it, which would leave it to others to read, and to itself to guess what failed. */
function makeEmptyFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) throw error;
    accessSync(file, constants.R_OK | constants.W_OK);
  }
}

const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

function readNote(path: string): LockOwner | undefined {
  try {
    return lockNote.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError || isSystemError(error, 'ENOENT', 'EACCES')) return;
    throw error;
  }
}

function release(path: string, held: DatabaseSync): void {
  if (!held.isOpen) return;
  rmSync(path, { force: true });
  held.close();
}
