// Fills the index with the messages that were here before it, the newest first, and takes out of it what removed messages
// have left, in steps so short that nothing else notices. Each step is a transaction: after a crash the next one follows.
import { z } from 'zod';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { indexMessage, listMessages, MERGE, nextToIndex, timeOfKey } from '../database/search-index.ts';

type Dependencies = Pick<ConversationDependencies, 'db' | 'clock' | 'logger'>;

/** Rows and messages of one transaction. */
const LISTED_AT_ONCE = 1_000;
const INDEXED_AT_ONCE = 12;
/** Pages of the index that one step merges. */
const MERGED_AT_ONCE = 8;
/** Between two steps, in milliseconds. */
const PAUSE = 10;
/** So long it waits for removals, or for more of them: each merging goes through the whole index. */
const MERGE_DELAY = 60_000;

const TOTAL_CHANGES = 'SELECT total_changes() AS changes';
const changesRow = z.object({ changes: z.number() });
const keyRow = z.object({ key: z.string() });
const stateRow = z.object({ listed: z.number(), indexed: z.string(), removed: z.number() });

/** How far the index has come: everything later than this time is in it, in milliseconds since 1970; undefined for all. */
export function findIndexedTime(db: Dependencies['db']): number | undefined {
  const { listed, indexed } = readState(db);
  if (listed > 0) return Number.MAX_SAFE_INTEGER;
  return indexed === '0' ? undefined : timeOfKey(BigInt(indexed));
}

function readState(db: Dependencies['db']): z.output<typeof stateRow> {
  const state = db.get(
    stateRow,
    'SELECT listed, CAST(indexed AS TEXT) AS indexed, removed FROM search_state',
  );
  return state ?? { listed: 0, indexed: '0', removed: 0 };
}

export class MessageIndex {
  readonly #dependencies: Dependencies;
  #stopWaiting: () => void = () => undefined;
  /** The words are being merged, from so many removals on. */
  #merging: number | undefined;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    this.#continue(PAUSE);
  }

  #continue(milliseconds: number): void {
    this.#stopWaiting = this.#dependencies.clock.after(milliseconds, () => {
      try {
        this.#continue(this.#step());
      } catch (error) {
        this.#dependencies.logger.error({ error }, 'the search index is not kept up');
      }
    });
  }

  /** Does a little of what is to be done and returns how long to wait for the next. */
  #step(): number {
    const { db } = this.#dependencies;
    const { listed, indexed, removed } = readState(db);
    if (listed > 0) this.#list(listed);
    else if (indexed !== '0') this.#index(indexed);
    else if (removed > 0) return this.#merge(removed);
    else return MERGE_DELAY;
    return PAUSE;
  }

  #list(listed: number): void {
    const { db } = this.#dependencies;
    db.transaction(() => {
      const low = Math.max(0, listed - LISTED_AT_ONCE);
      db.run(listMessages, low, listed);
      db.run('UPDATE search_state SET listed = ?', low);
    });
  }

  #index(indexed: string): void {
    const { db } = this.#dependencies;
    db.transaction(() => {
      const rows = db.all(keyRow, nextToIndex, BigInt(indexed), INDEXED_AT_ONCE);
      // SQLite writes those that come in ascending order together.
      for (const { key } of rows.toReversed()) db.run(indexMessage, BigInt(key));
      const reached = rows.length < INDEXED_AT_ONCE ? undefined : rows.at(-1);
      db.run('UPDATE search_state SET indexed = ?', BigInt(reached?.key ?? 0));
    });
  }

  /** A first call with a negative number has all of the index merged into one: only then nothing of what was removed is left. */
  #merge(removed: number): number {
    const { db } = this.#dependencies;
    if (this.#merging === undefined) {
      this.#merging = removed;
      db.run(MERGE, -MERGED_AT_ONCE);
      return PAUSE;
    }
    const before = db.get(changesRow, TOTAL_CHANGES)?.changes ?? 0;
    db.run(MERGE, MERGED_AT_ONCE);
    const after = db.get(changesRow, TOTAL_CHANGES)?.changes ?? 0;
    // SQLite's documentation of the command: with nothing left to do it changes less than two rows.
    if (after - before >= 2) return PAUSE;
    db.run('UPDATE search_state SET removed = removed - ?', this.#merging);
    this.#merging = undefined;
    return MERGE_DELAY;
  }

  close(): void {
    this.#stopWaiting();
  }
}
