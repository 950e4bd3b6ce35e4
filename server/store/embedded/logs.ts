// Logs as readers see them: the segments on disk, then the tails that are not written down yet. The head of
// every log that was asked for stays in memory: one number a log, however many records it has.

import { StoreUnreadable } from '../store-errors.ts';
import type { Entry } from './entry.ts';
import { erased, type Segments, slice } from './segments.ts';
import type { Unwritten } from './unwritten.ts';

export class Logs {
  readonly #segments: Segments;
  readonly #unwritten: Unwritten;
  readonly #heads = new Map<string, number>();

  constructor(segments: Segments, unwritten: Unwritten) {
    this.#segments = segments;
    this.#unwritten = unwritten;
  }

  /** Undefined until the head has been asked for. */
  knownHead(log: string): number | undefined {
    return this.#heads.get(log);
  }

  async head(log: string): Promise<number> {
    const known = this.#heads.get(log);
    if (known !== undefined) return known;
    const written = await this.#segments.head(log);
    // Nothing is appended before the head is known, so nothing newer can be overwritten here.
    const head = this.#heads.get(log) ?? written;
    this.#heads.set(log, head);
    return head;
  }

  async read(log: string, first: number, last: number): Promise<readonly Uint8Array[]> {
    const tails = this.#unwritten.tails(log);
    // Asked for together: a checkpoint may write them down while the segments are read.
    const erasures = this.#unwritten.erasures(log);
    const recent = tails.flatMap((tail) => slice(tail.records, tail.first, first, last));
    const older = Math.min(last, (tails[0]?.first ?? Number.POSITIVE_INFINITY) - 1);
    const all = first <= older ? [...(await this.#segments.read(log, first, older)), ...recent] : recent;
    return erasures.reduce<readonly Uint8Array[]>(
      (records, some) => erased(records, Math.max(first, 1), some),
      all,
    );
  }

  /** After a replay: what the journal holds must follow on what is on disk, or repeat it. */
  async restore(): Promise<void> {
    for (const [log, { first, records }] of this.#unwritten.current.tails) {
      const written = await this.#segments.head(log);
      if (first > written + 1) {
        throw new StoreUnreadable(`the log ${log}`, `its records ${written + 1} to ${first - 1} are missing`);
      }
      this.#heads.set(log, first + records.length - 1);
    }
  }

  /** Called for every entry that became visible. */
  applied(entry: Entry): void {
    if (entry.type === 'append') this.#heads.set(entry.log, entry.seq);
  }
}
