// Where the server keeps everything. Documents are small JSON values; logs are append-only sequences of
// opaque records, dense from 1. What a commit changes is on disk when its promise resolves, all of it or
// nothing, and only then seen by readers.
import type { Result } from '../../protocol/errors.ts';

/** JSON, parsed by the folder that owns the collection. */
export type Document = Readonly<Record<string, unknown>>;

/**
 * Where a document lies: `partition` is what is listed together (an account's sessions, a conversation's
 * members), `key` is unique within it. Both are non-empty strings of at most 320 characters.
 */
export interface DocumentPath {
  readonly collection: string;
  readonly partition: string;
  readonly key: string;
}

export type StoreChange =
  | ({ readonly type: 'put'; readonly value: Document } & DocumentPath)
  | ({ readonly type: 'delete' } & DocumentPath)
  /** `seq` must be the log's head + 1; the record is at most 3 MiB. */
  | { readonly type: 'append'; readonly log: string; readonly seq: number; readonly record: Uint8Array }
  /** Puts another record in the place of one that the log has. Nothing of the former is kept. */
  | { readonly type: 'erase'; readonly log: string; readonly seq: number; readonly record: Uint8Array };

export interface Store {
  /** True if nothing had ever been committed when it was opened. */
  readonly wasEmpty: boolean;
  get(path: DocumentPath): Promise<Document | undefined>;
  /** The documents of a partition by key, in no particular order. */
  list(collection: string, partition: string): Promise<ReadonlyMap<string, Document>>;
  /** Every document of a collection, a bounded number in memory at a time. */
  scan(collection: string): AsyncIterable<DocumentPath & { readonly value: Document }>;
  /** The position of a log's last record; 0 for a log that doesn't exist. */
  head(log: string): Promise<number>;
  /** The records from `first` to `last`, both included, in order; those that don't exist are left out. */
  read(log: string, first: number, last: number): Promise<readonly Uint8Array[]>;
  /**
   * Applies all changes or none, in the order of the calls. Refuses with `storage-full` while the disk is full, and
   * with `version-conflict` when an append is not the log's next, or what is to be erased isn't there: another writer
   * was there first, or the commit that this one follows was refused.
   */
  commit(changes: readonly StoreChange[]): Promise<Committed>;
  /** Writes everything down and releases the folder. */
  close(): Promise<void>;
}

export type Committed = Result<undefined>;
