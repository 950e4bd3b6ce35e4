// Writes down what only the journal holds and removes the journal files that are not needed any more. The
// order matters: new journal file, documents and segments, their folders, the state
// with the catalogue, and only then removal.
import { join } from 'node:path';
import { isSystemError } from '../../../node/atomic-file.ts';
import type { Buckets } from './buckets.ts';
import type { Catalogue } from './catalogue.ts';
import { FolderChanges } from './folder-changes.ts';
import { forEachAtOnce } from './for-each-at-once.ts';
import type { GroupCommit } from './group-commit.ts';
import { isDiskFull, type Journal } from './journal.ts';
import { removeJournalsBefore } from './journal-folder.ts';
import { JOURNAL_FOLDER } from './layout.ts';
import type { Segments } from './segments.ts';
import { writeState } from './state-file.ts';
import type { Edits, Generation, Unwritten } from './unwritten.ts';

const RETRY_MILLISECONDS = 5_000;
/**
 * One file after the other would fall behind: each of its steps takes a turn of the event loop, and those are
 * long on a busy server. The journal's syncs must not queue behind them; libuv has four threads for both.
 */
const FILES_AT_ONCE = 3;

export type CheckpointOutcome = 'done' | 'disk-full' | 'failed';

export interface CheckpointOptions {
  readonly folder: string;
  readonly journal: Journal;
  readonly group: GroupCommit;
  readonly unwritten: Unwritten;
  readonly buckets: Buckets;
  readonly segments: Segments;
  readonly catalogue: Catalogue;
  readonly thresholdBytes: number;
  readonly intervalMilliseconds: number;
  readonly onWarning: (sentence: string) => void;
  /** Called after each attempt: commits that waited for it may go on. */
  readonly onDone: () => void;
}

export class Checkpoint {
  readonly #options: CheckpointOptions;
  #underWay: Promise<CheckpointOutcome> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #diskFull = false;

  constructor(options: CheckpointOptions) {
    this.#options = options;
  }

  /** Whether the last attempt found no room on the disk; it is made again by itself. */
  get diskFull(): boolean {
    return this.#diskFull;
  }

  /** To be called after changes: begins a checkpoint at the threshold, else some time later. */
  changed(): void {
    const { unwritten, thresholdBytes, intervalMilliseconds } = this.#options;
    if (!this.#diskFull && unwritten.current.bytes >= thresholdBytes) void this.#attempt();
    else this.#attemptIn(intervalMilliseconds);
  }

  /** Writes down everything that is visible now. */
  async run(): Promise<CheckpointOutcome> {
    await this.#underWay;
    const left = this.#options.unwritten.frozen !== undefined;
    const outcome = await this.#attempt();
    return left && outcome === 'done' ? this.#attempt() : outcome;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #attempt(): Promise<CheckpointOutcome> {
    this.#underWay ??= this.#attemptOnce();
    return this.#underWay;
  }

  async #attemptOnce(): Promise<CheckpointOutcome> {
    this.stop();
    const outcome = await this.#checkpoint();
    this.#underWay = undefined;
    // What came meanwhile may have reached the threshold already.
    if (outcome === 'done' && this.#options.unwritten.bytes > 0) this.changed();
    return outcome;
  }

  #attemptIn(milliseconds: number): void {
    this.#timer ??= setTimeout(() => void this.#attempt(), milliseconds).unref();
  }

  async #checkpoint(): Promise<CheckpointOutcome> {
    const { unwritten, group, onWarning, onDone } = this.#options;
    if (group.failure) return 'failed';
    if (unwritten.bytes === 0) return 'done';
    try {
      if (!unwritten.frozen) await group.between(() => this.#freeze());
      if (unwritten.frozen) await this.#writeDown(unwritten.frozen);
      this.#diskFull = false;
      return 'done';
    } catch (error) {
      if (!isDiskFull(error)) {
        group.fail(error);
        return 'failed';
      }
      if (!this.#diskFull) onWarning(warningOf(error, this.#options.folder));
      this.#diskFull = true;
      this.#attemptIn(RETRY_MILLISECONDS);
      return 'disk-full';
    } finally {
      onDone();
    }
  }

  async #freeze(): Promise<void> {
    await this.#options.journal.startNext();
    this.#options.unwritten.freeze();
  }

  async #writeDown(frozen: Generation): Promise<void> {
    const { folder, journal, unwritten, buckets, segments, catalogue } = this.#options;
    const folders = new FolderChanges();
    const writing = { checkpoint: journal.number, folders };
    await forEachAtOnce(FILES_AT_ONCE, bucketsOf(frozen), ({ collection, bucket, edits }) =>
      buckets.write(collection, bucket, edits, writing),
    );
    const logs = new Set([...frozen.tails.keys(), ...frozen.erasures.keys()]);
    await forEachAtOnce(FILES_AT_ONCE, logs, (log) =>
      segments.write(log, { tail: frozen.tails.get(log), erasures: frozen.erasures.get(log) }, writing),
    );
    await folders.sync(FILES_AT_ONCE);
    await writeState(folder, { oldestJournal: journal.number, files: catalogue.entries() });
    await removeJournalsBefore(join(folder, JOURNAL_FOLDER), journal.number);
    unwritten.forgetFrozen();
  }
}

function warningOf(error: unknown, folder: string): string {
  const isDisk = isSystemError(error, 'ENOSPC', 'EDQUOT');
  const reason = isDisk ? 'The disk is full' : `The system has too little left (${String(error)})`;
  return `${reason}: ${folder} can’t be written down now.`;
}

function* bucketsOf({ edits }: Generation): Generator<{ collection: string; bucket: string; edits: Edits }> {
  for (const [collection, buckets] of edits) {
    for (const [bucket, changed] of buckets) yield { collection, bucket, edits: changed };
  }
}
