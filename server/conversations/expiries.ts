// Erases the content of frames once their lifetime has passed. When each expires is stored in the commit of its record and goes in
// the one that erases it, so that a restart forgets none.
import { sha256 } from '../../node/sha256.ts';
import { expiryOf } from '../../protocol/frames.ts';
import { eraseRecord } from '../../protocol/records.ts';
import type { Logger } from '../logger.ts';
import type { Store, StoreChange } from '../store/store.ts';
import type { Entry } from './state/log-state.ts';

const EXPIRIES = 'expiries';
/** A computer that slept wakes up late for a timer. */
const LONGEST_WAIT = 60_000;
const ERASED_AT_ONCE = 100;

interface Expiry {
  readonly log: string;
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What is stored together with a record that expires. */
export function expiryChanges(log: string, entry: Entry): readonly StoreChange[] {
  const at = expiryOfEntry(entry);
  return at === undefined ? [] : [{ type: 'put', ...pathOf({ log, seq: entry.seq }), value: { at } }];
}

function expiryOfEntry({ payload, at }: Entry): number | undefined {
  return payload.kind === 'frame' ? expiryOf(payload.header, at) : undefined;
}

function pathOf({ log, seq }: Pick<Expiry, 'log' | 'seq'>) {
  return { collection: EXPIRIES, partition: log, key: String(seq) };
}

export class Expiries {
  readonly #store: Store;
  readonly #logger: Logger;
  readonly #pending = new Set<Expiry>();
  /** What the timer waits for. */
  #next = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | undefined;
  #isClosed = false;

  private constructor(store: Store, logger: Logger) {
    this.#store = store;
    this.#logger = logger;
  }

  /** Has erased what expired while the server was off. */
  static async open(store: Store, logger: Logger): Promise<Expiries> {
    const expiries = new Expiries(store, logger);
    for await (const { partition, key, value } of store.scan(EXPIRIES))
      expiries.#pending.add({ log: partition, seq: Number(key), at: Number(value.at) });
    await expiries.sweep();
    return expiries;
  }

  /** These records are durable. */
  note(log: string, entries: readonly Entry[]): void {
    for (const entry of entries) {
      const at = expiryOfEntry(entry);
      if (at === undefined) continue;
      this.#pending.add({ log, seq: entry.seq, at });
      if (at < this.#next) this.#waitFor(at);
    }
  }

  /** Erases what has expired by now. One at a time. */
  async sweep(): Promise<void> {
    await this.#sweeping;
    let shortestWait = 0;
    this.#sweeping = this.#erase().catch((error: unknown) => {
      this.#logger.error({ error }, 'Expired messages could not be erased; the next attempt follows.');
      shortestWait = LONGEST_WAIT;
    });
    await this.#sweeping;
    this.#plan(shortestWait);
  }

  async #erase(): Promise<void> {
    const now = Date.now();
    const due = [...this.#pending].filter(({ at }) => at <= now);
    for (let start = 0; start < due.length; start += ERASED_AT_ONCE) {
      const together = due.slice(start, start + ERASED_AT_ONCE);
      const changes = await Promise.all(together.map((expiry) => this.#changesFor(expiry)));
      const committed = await this.#store.commit(changes.flat());
      if (!committed.ok) throw new Error(`the store refused: ${committed.code}`);
      for (const expiry of together) this.#pending.delete(expiry);
    }
  }

  async #changesFor({ log, seq }: Expiry): Promise<readonly StoreChange[]> {
    const [encoded] = await this.#store.read(log, seq, seq);
    const record = encoded && eraseRecord(encoded, sha256);
    const done = { type: 'delete', ...pathOf({ log, seq }) } as const;
    return record ? [{ type: 'erase', log, seq, record }, done] : [done];
  }

  /** `shortestWait`: in milliseconds, where trying again at once would only keep the server busy. */
  #plan(shortestWait = 0): void {
    let next = Number.POSITIVE_INFINITY;
    for (const { at } of this.#pending) next = Math.min(next, at);
    this.#waitFor(next, shortestWait);
  }

  #waitFor(next: number, shortestWait = 0): void {
    clearTimeout(this.#timer);
    this.#next = next;
    if (this.#isClosed || this.#pending.size === 0) return;
    const wait = Math.min(Math.max(shortestWait, this.#next - Date.now()), LONGEST_WAIT);
    this.#timer = setTimeout(() => void this.sweep(), wait).unref();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#sweeping;
  }
}
