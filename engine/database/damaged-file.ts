// Replaces a damaged database with a new one that holds all rows that could still be read, and keeps the damaged
// one beside it. Every step can be interrupted; the next opening continues.
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type EncryptedFile, isDamage, openDamagedFile, openEncryptedFile } from './encrypted-file.ts';
import { salvage } from './salvage.ts';
import { removeIndex } from './search-index.ts';

export interface Damage {
  /** Where the damaged file is kept. */
  readonly keptAs: string;
  /** The tables of which rows may be missing; undefined where nothing could be read. */
  readonly lost: readonly string[] | undefined;
}

/**
 * Puts a new database in the place of the damaged one; `open` is that one, where it was open. It is closed, unless
 * this throws: then nothing has changed.
 */
export function replaceDamaged(path: string, key: Uint8Array, open: EncryptedFile | undefined): Damage {
  const lost = copyReadable(path, key, open);
  open?.close();
  const keptAs = nameToKeepAs(path);
  renameSync(unfinished(path), finished(path));
  takePlace(path, keptAs);
  return { keptAs, lost };
}

/** Finishes a replaceDamaged that was interrupted. */
export function finishReplacing(path: string): void {
  remove(unfinished(path));
  if (existsSync(finished(path))) takePlace(path, nameToKeepAs(path));
}

/** Removes the damaged databases that were kept beside this one. */
export function removeKept(path: string): void {
  for (const name of readdirSync(dirname(path))) {
    if (name.startsWith(`${basename(path)}.damaged-`)) rmSync(join(dirname(path), name));
  }
}

function copyReadable(path: string, key: Uint8Array, open: EncryptedFile | undefined): Damage['lost'] {
  remove(unfinished(path));
  const to = openEncryptedFile(unfinished(path), key);
  const from = open ?? openDamagedFile(path, key);
  try {
    return salvage(from, to);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return undefined;
  } finally {
    // Closing writes all of it into the one file.
    to.close();
    if (from !== open) from.close();
  }
}

/** The log first: a database must never meet the log of another one, nor an index of rows that it may not have. */
function takePlace(path: string, keptAs: string): void {
  removeIndex(path);
  for (const end of ['-wal', '-shm', '']) {
    if (existsSync(path + end)) renameSync(path + end, keptAs + end);
  }
  renameSync(finished(path), path);
}

function remove(path: string): void {
  for (const end of ['-wal', '-shm', '']) rmSync(path + end, { force: true });
}

function nameToKeepAs(path: string): string {
  let number = 1;
  while (existsSync(`${path}.damaged-${number}`)) number += 1;
  return `${path}.damaged-${number}`;
}

function unfinished(path: string): string {
  return `${path}.salvaging`;
}

function finished(path: string): string {
  return `${path}.salvaged`;
}
