// What is durable in the journal only: laid over what is on disk by every reader. A checkpoint freezes it,
// writes the frozen part down and forgets it, while changes go on arriving in a new part.

import type { Document } from '../store.ts';
import { type AppendEntry, type Entry, sizeOf } from './entry.ts';
import { bucketOf } from './names.ts';

/** By partition, then by key; undefined is a deleted document. */
export type Edits = Map<string, Map<string, Document | undefined>>;

/** Records in a row, the first of them at position `first`. */
export interface Tail {
  readonly first: number;
  readonly records: Uint8Array[];
}

export class Generation {
  /** By collection, then by bucket. */
  readonly edits = new Map<string, Map<string, Edits>>();
  readonly tails = new Map<string, Tail>();
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  apply(entry: Entry): void {
    this.#bytes += sizeOf(entry);
    if (entry.type === 'append') this.#append(entry);
    else this.#edit(entry);
  }

  #edit(entry: Exclude<Entry, AppendEntry>): void {
    const edits = entryIn(entryIn(this.edits, entry.collection), bucketOf(entry.partition));
    entryIn(edits, entry.partition).set(entry.key, entry.type === 'put' ? entry.value : undefined);
  }

  #append({ log, seq, record }: AppendEntry): void {
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

  #generations(): readonly Generation[] {
    return this.#frozen ? [this.#frozen, this.#current] : [this.#current];
  }
}

function entryIn<Key, Inner>(outer: Map<Key, Map<string, Inner>>, key: Key): Map<string, Inner> {
  const known = outer.get(key);
  if (known) return known;
  const made = new Map<string, Inner>();
  outer.set(key, made);
  return made;
}
