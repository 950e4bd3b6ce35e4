// Documents on disk: each collection in 256 files, by a hash of the partition, so that a file stays small
// and what is listed together is read together.
import { dirname, join, sep } from 'node:path';
import { z } from 'zod';
import type { Document } from '../store.ts';
import { StoreUnreadable } from '../store-errors.ts';
import { Cache } from './cache.ts';
import type { Catalogue, StoredFile } from './catalogue.ts';
import { openDocument } from './document-file.ts';
import { document } from './entry.ts';
import type { WritingDown } from './folder-changes.ts';
import { DOCUMENTS_FOLDER } from './layout.ts';
import { fileNameOf } from './names.ts';
import type { Edits } from './unwritten.ts';

type Partitions = ReadonlyMap<string, ReadonlyMap<string, Document>>;

interface Bucket {
  readonly partitions: Partitions;
  /** About what it takes in memory. */
  readonly bytes: number;
}

const bucketFile = z.object({
  collection: z.string(),
  bucket: z.string(),
  checkpoint: z.int().positive(),
  /** Partition, key, document. */
  documents: z.array(z.tuple([z.string(), z.string(), document])),
});
type BucketFile = z.infer<typeof bucketFile>;

export class Buckets {
  readonly #folder: string;
  readonly #catalogue: Catalogue;
  readonly #cache: Cache<Bucket>;

  /** `folder` is the store's. */
  constructor(folder: string, catalogue: Catalogue, cacheBytes: number) {
    this.#folder = folder;
    this.#catalogue = catalogue;
    this.#cache = new Cache(cacheBytes, ({ bytes }) => bytes);
  }

  /** Calls `use` with what is on disk, in the turn in which that is known to be so. */
  use<Used>(collection: string, bucket: string, use: (partitions: Partitions) => Used): Promise<Used> {
    const load = () => readBucket(join(this.#folder, nameOf(collection, bucket)));
    return this.#cache.use(`${bucket}${collection}`, load, ({ partitions }) => use(partitions));
  }

  /** Writes edits down; the caller syncs the folder. */
  async write(
    collection: string,
    bucket: string,
    edits: Edits,
    { checkpoint, folders }: WritingDown,
  ): Promise<void> {
    const name = nameOf(collection, bucket);
    const path = join(this.#folder, name);
    await folders.enter(dirname(path));
    const partitions = await this.use(collection, bucket, (before) => withEdits(before, edits));
    const content: BucketFile = { collection, bucket, checkpoint, documents: [...flatten(partitions)] };
    const { file, database } = openDocument(path, bucketFile, content);
    await database.write();
    this.#catalogue.set(name, file.sha256);
    this.#cache.set(`${bucket}${collection}`, { partitions, bytes: memoryOf(file.bytes) });
  }
}

/** The file's path in the store's folder. */
function nameOf(collection: string, bucket: string): string {
  return `${DOCUMENTS_FOLDER}/${fileNameOf(collection)}/${bucket}.json`;
}

const noBucket: BucketFile = { collection: '', bucket: '', checkpoint: 1, documents: [] };

/** No file is an empty bucket. Throws StoreUnreadable, also when the file belongs elsewhere. */
export async function readBucket(path: string): Promise<Bucket & StoredFile> {
  const { file, database } = openDocument(path, bucketFile, noBucket);
  await database.read();
  const { collection, bucket, checkpoint, documents: stored } = database.data;
  if (file.bytes > 0 && !path.endsWith(join(sep, fileNameOf(collection), `${bucket}.json`))) {
    throw new StoreUnreadable(path, `it holds bucket ${bucket} of ${collection}`);
  }
  const partitions = new Map<string, Map<string, Document>>();
  for (const [partition, key, value] of stored) {
    const documents = partitions.get(partition) ?? new Map<string, Document>();
    partitions.set(partition, documents.set(key, value));
  }
  return { partitions, bytes: memoryOf(file.bytes), sha256: file.sha256, checkpoint };
}

function withEdits(before: Partitions, edits: Edits): Partitions {
  const partitions = new Map(before);
  for (const [partition, changed] of edits) {
    const documents = withChanges(before.get(partition), changed);
    if (documents.size > 0) partitions.set(partition, documents);
    else partitions.delete(partition);
  }
  return partitions;
}

/** A partition's documents with edits laid over them. */
export function withChanges(
  before: ReadonlyMap<string, Document> | undefined,
  changed: ReadonlyMap<string, Document | undefined>,
): Map<string, Document> {
  const documents = new Map(before);
  for (const [key, value] of changed) {
    if (value) documents.set(key, value);
    else documents.delete(key);
  }
  return documents;
}

function* flatten(partitions: Partitions): Generator<[string, string, Document]> {
  for (const [partition, documents] of partitions) {
    for (const [key, value] of documents) yield [partition, key, value];
  }
}

/** Parsed JSON takes about twice its text, and a map something more. */
function memoryOf(fileBytes: number): number {
  return 2 * fileBytes + 200;
}
