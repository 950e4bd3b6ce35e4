// One write and one sync for everything that arrived while the one before was under way. Entries become
// visible, and their commits are answered, in the order in which they came and only after their sync.
import { setImmediate } from 'node:timers/promises';
import { ok, refuse } from '../../../protocol/errors.ts';
import type { Committed } from '../store.ts';
import { StoreFailed } from '../store-errors.ts';
import type { Entry } from './entry.ts';
import type { Journal } from './journal.ts';
import { BatchEncoder } from './journal-format.ts';

const USUAL_BATCH_BYTES = 256 * 1024;
const LARGEST_KEPT_BYTES = 8 * 1024 * 1024;

interface Waiting {
  readonly resolve: (committed: Committed) => void;
  readonly reject: (error: unknown) => void;
}

interface Task {
  readonly run: () => Promise<void>;
  readonly reject: (error: unknown) => void;
}

class Batch {
  readonly encoder: BatchEncoder;
  readonly entries: Entry[] = [];
  readonly waiting: Waiting[] = [];
  readonly heads = new Map<string, number>();

  constructor(encoder: BatchEncoder) {
    this.encoder = encoder;
  }

  add(entries: readonly Entry[], waiting: Waiting): void {
    for (const entry of entries) {
      this.encoder.add(entry);
      this.entries.push(entry);
      if (entry.type === 'append') this.heads.set(entry.log, entry.seq);
    }
    this.waiting.push(waiting);
  }
}

export interface GroupCommitOptions {
  readonly journal: Journal;
  /** Makes entries visible, which are durable from then on. */
  readonly apply: (entries: readonly Entry[]) => void;
  /** Called after each batch, whatever became of it. */
  readonly onSettled: () => void;
  /** Called once, when it is unknown what is on disk. */
  readonly onFailed: (error: StoreFailed) => void;
}

export class GroupCommit {
  readonly #options: GroupCommitOptions;
  readonly #tasks: Task[] = [];
  #spare = new BatchEncoder(USUAL_BATCH_BYTES);
  #open = new Batch(new BatchEncoder(USUAL_BATCH_BYTES));
  #written: Batch | undefined;
  #running = false;
  #failure: StoreFailed | undefined;
  #refusals = 0;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
  }

  /** How often the disk was full. What was ordered behind a refused commit has lost its place. */
  get refusals(): number {
    return this.#refusals;
  }

  /** The bytes that are not durable yet. */
  get bytes(): number {
    return this.#open.encoder.length + (this.#written?.encoder.length ?? 0);
  }

  get failure(): StoreFailed | undefined {
    return this.#failure;
  }

  /** The position of a log's last record among those that are not durable yet. */
  pendingHead(log: string): number | undefined {
    return this.#open.heads.get(log) ?? this.#written?.heads.get(log);
  }

  commit(entries: readonly Entry[]): Promise<Committed> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#open.add(entries, { resolve, reject });
      this.#start();
    });
  }

  /** Runs a task while no batch is being written: what was committed before is visible, or comes later. */
  between<T>(task: () => Promise<T>): Promise<T> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#tasks.push({ run: () => task().then(resolve, reject), reject });
      this.#start();
    });
  }

  /** Nothing is acknowledged any more. */
  fail(cause: unknown): void {
    if (this.#failure) return;
    this.#failure = new StoreFailed(cause);
    const waiting = [...(this.#written?.waiting ?? []), ...this.#open.waiting, ...this.#tasks.splice(0)];
    for (const { reject } of waiting) reject(this.#failure);
    this.#options.onFailed(this.#failure);
  }

  /** Resolves when everything committed so far has been answered. */
  async settled(): Promise<void> {
    while (!this.#failure && (this.#written || this.#open.waiting.length > 0)) {
      await this.between(() => Promise.resolve());
    }
  }

  #start(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    while (!this.#failure && (this.#tasks.length > 0 || this.#open.waiting.length > 0)) {
      // Everything that this turn of the event loop still brings goes into the same batch.
      await setImmediate();
      for (const { run } of this.#tasks.splice(0)) await run();
      if (this.#open.waiting.length > 0 && !this.#failure) await this.#writeBatch();
    }
    this.#running = false;
  }

  async #writeBatch(): Promise<void> {
    const batch = this.#open;
    this.#written = batch;
    this.#open = new Batch(this.#spare);
    try {
      const outcome = await this.#options.journal.write(batch.encoder);
      if (outcome === 'durable') this.#acknowledge(batch);
      else this.#refuse(batch);
    } catch (error) {
      this.fail(error);
    }
    this.#written = undefined;
    this.#spare = emptied(batch.encoder);
    this.#options.onSettled();
  }

  #acknowledge(batch: Batch): void {
    this.#options.apply(batch.entries);
    const committed = ok(undefined);
    for (const { resolve } of batch.waiting) resolve(committed);
  }

  /** What arrived meanwhile may follow on what is refused, so it is refused too. */
  #refuse(batch: Batch): void {
    this.#refusals += 1;
    const behind = this.#open;
    this.#open = new Batch(emptied(behind.encoder));
    const refusal = refuse('storage-full');
    for (const { resolve } of [...batch.waiting, ...behind.waiting]) resolve(refusal);
  }
}

function emptied(encoder: BatchEncoder): BatchEncoder {
  if (encoder.length > LARGEST_KEPT_BYTES) return new BatchEncoder(USUAL_BATCH_BYTES);
  encoder.clear();
  return encoder;
}
