// Documents as readers see them: what is on disk with what is not written down yet laid over it.

import type { Document, DocumentPath } from '../store.ts';
import { type Buckets, withChanges } from './buckets.ts';
import { BUCKETS, bucketName, bucketOf } from './names.ts';
import type { Unwritten } from './unwritten.ts';

export class Documents {
  readonly #buckets: Buckets;
  readonly #unwritten: Unwritten;

  constructor(buckets: Buckets, unwritten: Unwritten) {
    this.#buckets = buckets;
    this.#unwritten = unwritten;
  }

  async get({ collection, partition, key }: DocumentPath): Promise<Document | undefined> {
    const bucket = bucketOf(partition);
    for (const edits of this.#unwritten.edits(collection, bucket).reverse()) {
      const changed = edits.get(partition);
      if (changed?.has(key)) return changed.get(key);
    }
    return this.#buckets.use(collection, bucket, (written) => written.get(partition)?.get(key));
  }

  list(collection: string, partition: string): Promise<ReadonlyMap<string, Document>> {
    const bucket = bucketOf(partition);
    return this.#buckets.use(collection, bucket, (written) =>
      this.#overlaid(collection, bucket, partition, written.get(partition)),
    );
  }

  async *scan(collection: string): AsyncGenerator<DocumentPath & { readonly value: Document }> {
    for (let number = 0; number < BUCKETS; number += 1) {
      for (const [partition, documents] of await this.#bucket(collection, bucketName(number))) {
        for (const [key, value] of documents) yield { collection, partition, key, value };
      }
    }
  }

  #bucket(collection: string, bucket: string): Promise<[string, ReadonlyMap<string, Document>][]> {
    return this.#buckets.use(collection, bucket, (written) => {
      const edits = this.#unwritten.edits(collection, bucket);
      const partitions = new Set([...written.keys(), ...edits.flatMap((one) => [...one.keys()])]);
      return [...partitions].map((partition) => [
        partition,
        this.#overlaid(collection, bucket, partition, written.get(partition)),
      ]);
    });
  }

  #overlaid(
    collection: string,
    bucket: string,
    partition: string,
    written: ReadonlyMap<string, Document> | undefined,
  ): ReadonlyMap<string, Document> {
    let documents = written;
    for (const edits of this.#unwritten.edits(collection, bucket)) {
      const changed = edits.get(partition);
      if (changed) documents = withChanges(documents, changed);
    }
    return documents ?? new Map();
  }
}
