// What is durable in the journal only: laid over what is on disk by every reader. A checkpoint freezes it,
// writes the frozen part down and forgets it, while changes go on arriving in a new part.

import type { Document } from '../store.ts';
import { type Entry, type RecordEntry, sizeOf } from './entry.ts';
import { bucketOf } from './names.ts';

/** By partition, then by key; undefined is a deleted document. */
export type Edits = Map<string, Map<string, Document | undefined>>;

/** Records in a row, the first of them at position `first`. */
export interface Tail {
  readonly first: number;
  readonly records: Uint8Array[];
}

/** What stands in the place of records that were erased, by position. */
export type Erasures = ReadonlyMap<number, Uint8Array>;

export class Generation {
  /** By collection, then by bucket. */
  readonly edits = new Map<string, Map<string, Edits>>();
  readonly tails = new Map<string, Tail>();
  /** By log. They hold for the tail as for what was written down before. */
  readonly erasures = new Map<string, Map<number, Uint8Array>>();
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  apply(entry: Entry): void {
    this.#bytes += sizeOf(entry);
    if (!('record' in entry)) this.#edit(entry);
    else if (entry.type === 'append') this.#append(entry);
    else entryIn(this.erasures, entry.log).set(entry.seq, entry.record);
  }

  #edit(entry: Exclude<Entry, RecordEntry>): void {
    const edits = entryIn(entryIn(this.edits, entry.collection), bucketOf(entry.partition));
    entryIn(edits, entry.partition).set(entry.key, entry.type === 'put' ? entry.value : undefined);
  }

  #append({ log, seq, record }: RecordEntry): void {
    const tail = this.tails.get(log);
    if (!tail) this.tails.set(log, { first: seq, records: [record] });
    else if (tail.first + tail.records.length === seq) tail.records.push(record);
    else throw new Error(`record ${seq} of ${log} doesn’t follow ${tail.first + tail.records.length - 1}`);
  }
}

export class Unwritten {
  #current = new Generation();
  #frozen: Generation | undefined;

  get bytes(): number {
    return this.#current.bytes + (this.#frozen?.bytes ?? 0);
  }

  get current(): Generation {
    return this.#current;
  }

  get frozen(): Generation | undefined {
    return this.#frozen;
  }

  /** Only when nothing is frozen. */
  freeze(): void {
    this.#frozen = this.#current;
    this.#current = new Generation();
  }

  forgetFrozen(): void {
    this.#frozen = undefined;
  }

  apply(entry: Entry): void {
    this.#current.apply(entry);
  }

  /** The edits of a bucket, the older ones first. */
  edits(collection: string, bucket: string): Edits[] {
    return this.#generations()
      .map((generation) => generation.edits.get(collection)?.get(bucket))
      .filter((edits) => edits !== undefined);
  }

  /** What there is of a log, the older part first. */
  tails(log: string): Tail[] {
    return this.#generations()
      .map((generation) => generation.tails.get(log))
      .filter((tail) => tail !== undefined);
  }

  /** What is erased of a log, the older erasures first. */
  erasures(log: string): readonly Erasures[] {
    return this.#generations()
      .map((generation) => generation.erasures.get(log))
      .filter((erasures) => erasures !== undefined);
  }

  #generations(): readonly Generation[] {
    return this.#frozen ? [this.#frozen, this.#current] : [this.#current];
  }
}

function entryIn<Key, InnerKey, Inner>(
  outer: Map<Key, Map<InnerKey, Inner>>,
  key: Key,
): Map<InnerKey, Inner> {
  const known = outer.get(key);
  if (known) return known;
  const made = new Map<InnerKey, Inner>();
  outer.set(key, made);
  return made;
}
