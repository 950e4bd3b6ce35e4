// Logs on disk: `<shelf>/<log>/<first position>.json`, each file a segment of up to 256 records or about
// 1 MiB. Only the last segment of a log is written again, and one in which a record is erased: it holds as many as before.
// Positions are dense across the files.
import { join, sep } from 'node:path';
import { z } from 'zod';
import { namesIn, syncFolder } from '../../../node/atomic-file.ts';
import { StoreUnreadable } from '../store-errors.ts';
import { Cache } from './cache.ts';
import type { Catalogue, StoredFile } from './catalogue.ts';
import { openDocument } from './document-file.ts';
import type { WritingDown } from './folder-changes.ts';
import { LOGS_FOLDER } from './layout.ts';
import { fileNameOf, shelfOf } from './names.ts';
import type { Erasures, Tail } from './unwritten.ts';

const SEGMENT_RECORDS = 256;
const SEGMENT_BYTES = 1024 * 1024;

const segmentName = /^([1-9][0-9]{0,9})\.json$/;

const segmentFile = z.object({
  log: z.string(),
  first: z.int().positive(),
  checkpoint: z.int().positive(),
  /** Base64. */
  records: z.array(z.string()),
});

type Records = readonly Uint8Array[];

interface Segment {
  readonly first: number;
  readonly records: Records;
}

/** What a checkpoint writes down of a log. */
interface Unwritten {
  readonly tail?: Tail | undefined;
  readonly erasures?: Erasures | undefined;
}

const nothingErased: Erasures = new Map();

export class Segments {
  readonly #folder: string;
  readonly #catalogue: Catalogue;
  readonly #segments: Cache<Records>;
  /** The first positions of a log's segments, in order. */
  readonly #firsts: Cache<readonly number[]>;

  /** `folder` is the store's. */
  constructor(folder: string, catalogue: Catalogue, cacheBytes: number) {
    this.#folder = folder;
    this.#catalogue = catalogue;
    this.#segments = new Cache(cacheBytes * 0.9, memoryOf);
    this.#firsts = new Cache(cacheBytes * 0.1, (firsts) => 200 + 8 * firsts.length);
  }

  async head(log: string): Promise<number> {
    const last = (await this.#firstsOf(log)).at(-1);
    return last === undefined ? 0 : last + (await this.#records(log, last)).length - 1;
  }

  async read(log: string, first: number, last: number): Promise<Uint8Array[]> {
    const firsts = await this.#firstsOf(log);
    const found: Uint8Array[] = [];
    for (const [index, start] of firsts.entries()) {
      const next = firsts[index + 1] ?? Number.POSITIVE_INFINITY;
      if (next <= first || start > last) continue;
      found.push(...slice(await this.#records(log, start), start, first, last));
    }
    return found;
  }

  /** Writes down what of a log isn't on disk yet, and what is erased in it; the caller syncs the folder. */
  async write(
    log: string,
    { tail, erasures = nothingErased }: Unwritten,
    { checkpoint, folders }: WritingDown,
  ): Promise<void> {
    const folder = this.#folderOf(log);
    await folders.enter(folder);
    const firsts = await this.#firstsOf(log);
    for (const first of olderSegmentsWith(firsts, erasures)) {
      const records = erased(await this.#records(log, first), first, erasures);
      await this.#write(log, { first, records }, checkpoint);
      // The catalogue names the last segment only.
      this.#catalogue.delete(nameOf(log, first));
    }
    const start = firsts.at(-1) ?? 1;
    const known = firsts.length > 0 ? await this.#records(log, start) : [];
    const kept = erased(known, start, erasures);
    const next = start + known.length;
    const added = tail ? erased(newRecords(log, next, tail), next, erasures) : [];
    const packed = pack(start, [...kept, ...added]);
    for (const segment of packed) {
      const isAsBefore = segment.first === start && segment.records.length === known.length;
      if (isAsBefore && kept === known) continue;
      await this.#write(log, segment, checkpoint);
      // A later segment must never be on disk without the one before it.
      if (segment !== packed.at(-1)) await syncFolder(folder);
    }
    for (const { first } of packed.slice(0, -1)) this.#catalogue.delete(nameOf(log, first));
    this.#firsts.set(log, [...firsts.slice(0, -1), ...packed.map(({ first }) => first)]);
  }

  async #write(log: string, { first, records }: Segment, checkpoint: number): Promise<void> {
    const encoded = records.map((record) => asBuffer(record).toString('base64'));
    const name = nameOf(log, first);
    const content = { log, first, checkpoint, records: encoded };
    const { file, database } = openDocument(join(this.#folder, name), segmentFile, content);
    await database.write();
    this.#catalogue.set(name, file.sha256);
    this.#segments.set(keyOf(log, first), records);
  }

  #firstsOf(log: string): Promise<readonly number[]> {
    return this.#firsts.use(
      log,
      () => readFirsts(this.#folderOf(log)),
      (firsts) => firsts,
    );
  }

  #records(log: string, first: number): Promise<Records> {
    return this.#segments.use(
      keyOf(log, first),
      async () => (await readSegment(join(this.#folder, nameOf(log, first)))).records,
      (records) => records,
    );
  }

  #folderOf(log: string): string {
    return join(this.#folder, LOGS_FOLDER, shelfOf(log), fileNameOf(log));
  }
}

/** The file's path in the store's folder. */
function nameOf(log: string, first: number): string {
  return `${LOGS_FOLDER}/${shelfOf(log)}/${fileNameOf(log)}/${first}.json`;
}

/** A segment. Throws StoreUnreadable, also when the file is missing or belongs elsewhere. */
export async function readSegment(path: string): Promise<{ readonly records: Records } & StoredFile> {
  const { file, database } = openDocument(path, segmentFile, {
    log: '',
    first: 1,
    checkpoint: 1,
    records: [],
  });
  await database.read();
  const { data } = database;
  if (data.records.length === 0) throw new StoreUnreadable(path, 'it is missing or holds no records');
  if (!path.endsWith(join(sep, shelfOf(data.log), fileNameOf(data.log), `${data.first}.json`))) {
    throw new StoreUnreadable(path, `it holds the records of ${data.log} from ${data.first}`);
  }
  const records = data.records.map((record) => Buffer.from(record, 'base64'));
  return { records, sha256: file.sha256, checkpoint: data.checkpoint };
}

/** The first positions of the segments in a log's folder, in order. */
export async function readFirsts(folder: string): Promise<readonly number[]> {
  const numbers = (await namesIn(folder)).map((name) => Number(segmentName.exec(name)?.[1]));
  return numbers.filter(Number.isInteger).sort((one, other) => one - other);
}

/** After a crash the journal repeats what may be in the segments already. */
function newRecords(log: string, next: number, tail: Tail): Records {
  if (tail.first > next)
    throw new StoreUnreadable(log, `records ${next} to ${tail.first - 1} of the log are missing`);
  return tail.records.slice(next - tail.first);
}

function pack(start: number, records: Records): Tail[] {
  const segments: Tail[] = [];
  let bytes = SEGMENT_BYTES;
  for (const [index, record] of records.entries()) {
    const last = segments.at(-1);
    if (!last || bytes >= SEGMENT_BYTES || last.records.length === SEGMENT_RECORDS) {
      segments.push({ first: start + index, records: [record] });
      bytes = record.length;
    } else {
      last.records.push(record);
      bytes += record.length;
    }
  }
  return segments;
}

/** The segments but the last in which a record is erased, by their first positions. */
function olderSegmentsWith(firsts: readonly number[], erasures: Erasures): readonly number[] {
  const places = [...erasures.keys()];
  return firsts.filter((first, index) => {
    const next = firsts[index + 1];
    return next !== undefined && places.some((seq) => seq >= first && seq < next);
  });
}

/** Records that begin at `start`, with what stands in place of those that are erased; the same array where none is. */
export function erased(records: Records, start: number, erasures: Erasures): Records {
  const places = [...erasures.keys()].filter((seq) => seq >= start && seq < start + records.length);
  if (places.length === 0) return records;
  return records.map((record, index) => erasures.get(start + index) ?? record);
}

/** What lies between two positions, both included, of records that begin at `start`. */
export function slice(records: Records, start: number, first: number, last: number): Records {
  return records.slice(Math.max(0, first - start), Math.max(0, last - start + 1));
}

function keyOf(log: string, first: number): string {
  return `${first} ${log}`;
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function memoryOf(records: Records): number {
  return records.reduce((bytes, record) => bytes + record.length + 150, 200);
}
