// Looks at every file at start: what is not ours or can't be read stops the start before anything is
// written. Only what an interrupted write left behind is removed.
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { entriesIn, isTemporaryFile } from '../../files/atomic-file.ts';
import { readBucket } from './buckets.ts';
import { forEachAtOnce } from './for-each-at-once.ts';
import { HEADER_BYTES } from './journal-format.ts';
import { DOCUMENTS_FOLDER, JOURNAL_FOLDER, LOGS_FOLDER, STATE_FILE } from './layout.ts';
import { readFirsts, readSegment } from './segments.ts';
import { StoreUnreadable } from './store-errors.ts';

const rootFolders = /^(journal|documents|logs)$/;
const rootFiles = /^store\.(json|lock(\.sqlite)?)$/;
const nothing = /^$/;
const encodedName = /^[a-z0-9_-]+$/;
const twoDigits = /^[0-9a-f]{2}$/;
const bucketFile = /^[0-9a-f]{2}\.json$/;
const segmentFile = /^[1-9][0-9]{0,9}\.json$/;
const journalFile = /^\d{8,10}\.journal$/;

const READERS = 4;

interface Content {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/** Whether there is a store. Throws StoreUnreadable at the first thing that isn't as it must be. */
export async function inspectFolder(folder: string): Promise<boolean> {
  const root = await contentOf(folder, rootFolders, rootFiles);
  const journal = await contentOf(join(folder, JOURNAL_FOLDER), nothing, journalFile);
  await forEachAtOnce(READERS, documentFiles(join(folder, DOCUMENTS_FOLDER)), readBucket);
  await forEachAtOnce(READERS, logFolders(join(folder, LOGS_FOLDER)), inspectLog);
  if (root.files.includes(join(folder, STATE_FILE))) return true;
  if (root.folders.some((path) => !path.endsWith(JOURNAL_FOLDER)) || !(await isUnused(journal.files))) {
    throw new StoreUnreadable(join(folder, STATE_FILE), 'it is missing');
  }
  return false;
}

/** The journal's first file is made before the state file, so a crash may have left it alone. */
async function isUnused(journalFiles: readonly string[]): Promise<boolean> {
  const sizes = await Promise.all(journalFiles.map(async (file) => (await stat(file)).size));
  return sizes.length <= 1 && sizes.every((size) => size <= HEADER_BYTES);
}

async function* documentFiles(folder: string): AsyncGenerator<string> {
  for (const collection of (await contentOf(folder, encodedName, nothing)).folders) {
    yield* (await contentOf(collection, nothing, bucketFile)).files;
  }
}

async function* logFolders(folder: string): AsyncGenerator<string> {
  for (const shelf of (await contentOf(folder, twoDigits, nothing)).folders) {
    yield* (await contentOf(shelf, encodedName, nothing)).folders;
  }
}

async function inspectLog(folder: string): Promise<void> {
  await contentOf(folder, nothing, segmentFile);
  let next = 1;
  for (const first of await readFirsts(folder)) {
    const path = join(folder, `${first}.json`);
    if (first !== next) throw new StoreUnreadable(path, `it should begin with record ${next}`);
    next += (await readSegment(path)).length;
  }
}

async function contentOf(folder: string, folders: RegExp, files: RegExp): Promise<Content> {
  const content = { folders: [] as string[], files: [] as string[] };
  for (const entry of await entriesIn(folder)) {
    const path = join(folder, entry.name);
    if (entry.isFile() && isTemporaryFile(entry.name)) await rm(path);
    else if (entry.isDirectory() && folders.test(entry.name)) content.folders.push(path);
    else if (entry.isFile() && files.test(entry.name)) content.files.push(path);
    else
      throw new StoreUnreadable(
        path,
        'it is not part of a store',
        'Move it out of the folder; nothing has been changed.',
      );
  }
  return content;
}
