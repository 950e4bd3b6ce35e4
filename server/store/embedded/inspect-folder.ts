// Looks at every file at start: what is not ours, can't be read or isn't what the catalogue names stops the start before anything is
// written. Only what an interrupted write left behind is removed.
import { rm, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { entriesIn, isSystemError, isTemporaryFile } from '../../../node/atomic-file.ts';
import { StoreUnreadable } from '../store-errors.ts';
import { readBucket } from './buckets.ts';
import { type Catalogue, CatalogueCheck, type StoredFile } from './catalogue.ts';
import { forEachAtOnce } from './for-each-at-once.ts';
import { journalNumbers } from './journal-folder.ts';
import { HEADER_BYTES } from './journal-format.ts';
import { DOCUMENTS_FOLDER, JOURNAL_FOLDER, LOGS_FOLDER, STATE_FILE } from './layout.ts';
import { readFirsts, readSegment } from './segments.ts';
import { readState, type State } from './state-file.ts';

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

export interface FoundStore {
  readonly oldestJournal: number;
  /** Of the files that are there. */
  readonly catalogue: Catalogue;
}

/** Undefined when there is no store yet. Throws StoreUnreadable at the first thing that isn't as it must be. */
export async function inspectFolder(folder: string): Promise<FoundStore | undefined> {
  const root = await contentOf(folder, rootFolders, rootFiles);
  const journal = await contentOf(join(folder, JOURNAL_FOLDER), nothing, journalFile);
  const state = await readState(folder);
  if (state) return inspectFiles(folder, state);
  if (root.folders.some((path) => !path.endsWith(JOURNAL_FOLDER)) || !(await isUnused(journal.files))) {
    throw new StoreUnreadable(join(folder, STATE_FILE), 'it is missing');
  }
  return;
}

async function inspectFiles(folder: string, state: State): Promise<FoundStore> {
  const lastJournal = (await journalNumbers(join(folder, JOURNAL_FOLDER))).at(-1) ?? state.oldestJournal;
  const check = new CatalogueCheck(folder, state, lastJournal);
  await forEachAtOnce(READERS, Object.keys(state.files), (name) => expectFile(join(folder, name)));
  const nameOf = (path: string) => relative(folder, path).replaceAll(sep, '/');
  await forEachAtOnce(READERS, documentFiles(join(folder, DOCUMENTS_FOLDER)), async (path) =>
    check.add(nameOf(path), await readBucket(path)),
  );
  await forEachAtOnce(READERS, logFolders(join(folder, LOGS_FOLDER)), async (folderOfLog) => {
    for await (const { path, isLast, ...file } of segmentsOf(folderOfLog)) {
      if (isLast) check.add(nameOf(path), file);
      else check.compare(nameOf(path), file);
    }
  });
  return { oldestJournal: state.oldestJournal, catalogue: check.found };
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

async function expectFile(path: string): Promise<void> {
  try {
    await stat(path);
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) throw new StoreUnreadable(path, 'it is missing');
    throw error;
  }
}

type FoundSegment = StoredFile & { readonly path: string; readonly isLast: boolean };

async function* segmentsOf(folder: string): AsyncGenerator<FoundSegment> {
  await contentOf(folder, nothing, segmentFile);
  const firsts = await readFirsts(folder);
  let next = 1;
  for (const first of firsts) {
    const path = join(folder, `${first}.json`);
    if (first < next) throw new StoreUnreadable(path, `it should begin with record ${next}`);
    if (first > next) {
      const problem = `records ${next} to ${first - 1} are missing: it is gone, or the file before it is an older one`;
      throw new StoreUnreadable(join(folder, `${next}.json`), problem);
    }
    const { records, ...file } = await readSegment(path);
    next += records.length;
    yield { path, ...file, isLast: first === firsts.at(-1) };
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
