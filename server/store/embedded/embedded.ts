// The store of one process on one folder: a write-ahead journal in front, lowdb documents behind it.
// A commit is durable in the journal; a checkpoint turns the journal into documents; a start reads both.
import { join } from 'node:path';
import { makeFolder, syncFolder } from '../../../node/atomic-file.ts';
import { acquireLock, type Lock } from '../../../node/lock-file.ts';
import type { Store } from '../store.ts';
import { type StoreFailed, StoreLocked } from '../store-errors.ts';
import { Buckets } from './buckets.ts';
import { Catalogue } from './catalogue.ts';
import { Checkpoint } from './checkpoint.ts';
import { CommitQueue, type Room } from './commit-queue.ts';
import { Documents } from './documents.ts';
import { type Entry, entryOf } from './entry.ts';
import { GroupCommit } from './group-commit.ts';
import { inspectFolder } from './inspect-folder.ts';
import { createJournal, type Journal, type JournalPosition, openJournal } from './journal.ts';
import { type OpenJournalFile, openJournalFile } from './journal-file.ts';
import { removeJournalsBefore } from './journal-folder.ts';
import { replayJournal } from './journal-replay.ts';
import { JOURNAL_FOLDER, LOCK_FILE } from './layout.ts';
import { Logs } from './logs.ts';
import { Segments } from './segments.ts';
import { writeState } from './state-file.ts';
import { Unwritten } from './unwritten.ts';

export { LOCK_FILE };

const MEBIBYTE = 1024 * 1024;

export interface EmbeddedStoreOptions {
  /** Made when it is missing. Holds the store and nothing else. */
  readonly folder: string;
  /** One sentence for the operator. */
  readonly onWarning: (sentence: string) => void;
  /** Called once when nothing can be acknowledged any more: the process should end. */
  readonly onFatal: (error: StoreFailed) => void;
  /** Bytes of documents and logs on disk that the store keeps in memory. */
  readonly cacheBytes?: number;
  /** A checkpoint begins when this much has changed … */
  readonly checkpointBytes?: number;
  /** … or this long after the first change. */
  readonly checkpointMilliseconds?: number;
  /** Commits wait while this much isn't checkpointed. */
  readonly backlogBytes?: number;
  /** Tests put a failing file in place of a real one. */
  readonly openJournalFile?: OpenJournalFile;
}

export interface EmbeddedStore extends Store {
  /** Writes down what only the journal holds. False when the disk is full or has failed. */
  checkpoint(): Promise<boolean>;
}

/** Throws StoreLocked when the folder is in use, StoreUnreadable when something in it can't be read. */
export async function openEmbeddedStore(options: EmbeddedStoreOptions): Promise<EmbeddedStore> {
  for (const parent of await makeFolder(options.folder)) await syncFolder(parent);
  const attempt = await acquireLock(join(options.folder, LOCK_FILE));
  if (!attempt.ok) throw new StoreLocked(options.folder, attempt.owner);
  try {
    return await openLocked(options, attempt.lock);
  } catch (error) {
    attempt.lock.release();
    throw error;
  }
}

async function openLocked(options: EmbeddedStoreOptions, lock: Lock): Promise<EmbeddedStore> {
  const found = await inspectFolder(options.folder);
  const content = contentIn(options, found?.catalogue ?? new Catalogue());
  const position = found
    ? await replay(options, found.oldestJournal, content.unwritten)
    : await create(options.folder);
  await content.logs.restore();
  const openFile = options.openJournalFile ?? openJournalFile;
  const journal = await openJournal(join(options.folder, JOURNAL_FOLDER), position, openFile);
  const wasEmpty = position.nextBatch === 1;
  return { ...storeOf(content, startWriting(options, content, journal), journal, lock), wasEmpty };
}

interface Content {
  readonly unwritten: Unwritten;
  readonly catalogue: Catalogue;
  readonly buckets: Buckets;
  readonly segments: Segments;
  readonly documents: Documents;
  readonly logs: Logs;
}

function contentIn(
  { folder, cacheBytes = 64 * MEBIBYTE }: EmbeddedStoreOptions,
  catalogue: Catalogue,
): Content {
  const unwritten = new Unwritten();
  const buckets = new Buckets(folder, catalogue, cacheBytes / 2);
  const segments = new Segments(folder, catalogue, cacheBytes / 2);
  const documents = new Documents(buckets, unwritten);
  return { unwritten, catalogue, buckets, segments, documents, logs: new Logs(segments, unwritten) };
}

interface Writing {
  readonly queue: CommitQueue;
  readonly group: GroupCommit;
  readonly checkpoint: Checkpoint;
}

function startWriting(options: EmbeddedStoreOptions, content: Content, journal: Journal): Writing {
  const { folder, onWarning, backlogBytes = 256 * MEBIBYTE } = options;
  const { unwritten, logs } = content;
  const apply = (entries: readonly Entry[]) => {
    for (const entry of entries) {
      unwritten.apply(entry);
      logs.applied(entry);
    }
    checkpoint.changed();
  };
  const onSettled = () => queue.move();
  const group = new GroupCommit({ journal, apply, onSettled, onFailed: options.onFatal });
  const checkpoint = new Checkpoint({
    ...content,
    folder,
    journal,
    group,
    thresholdBytes: Math.min(options.checkpointBytes ?? 32 * MEBIBYTE, backlogBytes / 2),
    intervalMilliseconds: options.checkpointMilliseconds ?? 60_000,
    onWarning,
    onDone: onSettled,
  });
  const room = (): Room => {
    if (group.failure || unwritten.bytes + group.bytes <= backlogBytes) return 'yes';
    return checkpoint.diskFull ? 'disk-full' : 'later';
  };
  const queue = new CommitQueue(group, logs, room);
  if (unwritten.bytes > 0) checkpoint.changed();
  return { queue, group, checkpoint };
}

async function replay(
  { folder, onWarning }: EmbeddedStoreOptions,
  oldest: number,
  unwritten: Unwritten,
): Promise<JournalPosition> {
  const journalFolder = join(folder, JOURNAL_FOLDER);
  const apply = (entry: Entry) => unwritten.apply(entry);
  const position = await replayJournal({ folder: journalFolder, oldest, apply, onWarning });
  await removeJournalsBefore(journalFolder, oldest);
  return position;
}

async function create(folder: string): Promise<JournalPosition> {
  await makeFolder(join(folder, JOURNAL_FOLDER));
  const position = await createJournal(join(folder, JOURNAL_FOLDER), 1, 1);
  await writeState(folder, { oldestJournal: 1, files: {} });
  return position;
}

function storeOf(
  { documents, logs }: Content,
  writing: Writing,
  journal: Journal,
  lock: Lock,
): Omit<EmbeddedStore, 'wasEmpty'> {
  let closed: Promise<void> | undefined;
  return {
    get: (path) => documents.get(path),
    list: (collection, partition) => documents.list(collection, partition),
    scan: (collection) => documents.scan(collection),
    head: (log) => logs.head(log),
    read: (log, first, last) => logs.read(log, first, last),
    commit: async (changes) => {
      if (closed) throw new Error('the store is closed');
      return writing.queue.commit(changes.map(entryOf));
    },
    checkpoint: async () => (await writing.checkpoint.run()) === 'done',
    close: () => {
      closed ??= shutDown(writing, journal, lock);
      return closed;
    },
  };
}

/** A full disk doesn't stop it: the journal holds everything that has been acknowledged. */
async function shutDown({ queue, group, checkpoint }: Writing, journal: Journal, lock: Lock): Promise<void> {
  try {
    await queue.drained();
    await group.settled();
    await checkpoint.run();
    checkpoint.stop();
    await journal.close();
  } finally {
    lock.release();
  }
}
