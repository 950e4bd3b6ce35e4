// A file is replaced whole or not at all: the new content is written beside it and synced before it takes
// the name. The name itself is durable once the folder is synced, which a writer of many files does once.
import { randomBytes } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export interface WriteOptions {
  /** Permission bits of the file; by default only its owner may read it. */
  readonly mode?: number;
  /** False when the caller syncs the folder itself, after several files. */
  readonly syncFolder?: boolean;
}

const temporaryName = /\.[0-9a-f]{12}\.tmp$/;

/** Replaces or makes the file. Throws the system's error; the file then is as it was. */
export async function writeFileAtomically(
  path: string,
  content: string | Uint8Array,
  { mode = 0o600, syncFolder: syncAfter = true }: WriteOptions = {},
): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeSynced(temporary, content, mode);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  if (syncAfter) await syncFolder(folder);
}

async function writeSynced(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  await using file = await open(path, 'wx', mode);
  await file.writeFile(content);
  await file.sync();
}

/** The content, or undefined when there is no such file. */
export async function readFileIfExists(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return;
    throw error;
  }
}

/** What lies in a folder; nothing when there is no such folder. */
export async function entriesIn(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return [];
    throw error;
  }
}

export async function namesIn(folder: string): Promise<readonly string[]> {
  return (await entriesIn(folder)).map(({ name }) => name);
}

/** Makes the names in a folder durable. Windows can't open folders and does this by itself. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using handle: FileHandle = await open(folder, 'r');
  await handle.sync();
}

/** Makes the folder and those above it, private. Returns the folders whose names have to be synced for it. */
export async function makeFolder(folder: string): Promise<readonly string[]> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  const parents: string[] = [];
  for (let made = folder; first && made.length >= first.length; made = dirname(made))
    parents.push(dirname(made));
  return parents;
}

/** Whether a file is what an interrupted write left behind. */
export function isTemporaryFile(name: string): boolean {
  return temporaryName.test(name);
}

export function isSystemError(error: unknown, ...codes: readonly string[]): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
