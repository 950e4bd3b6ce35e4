// The bytes of a journal file, big-endian:
//   header  "parley-j" | version u32 | number u32 | first batch u48 | marker u32 | crc32 u32
//   batch   marker u32 | crc32 of the entries u32 | their length u32 | batch number u48 | crc32 u32 | entries
// The marker is random for each file: nothing a client sends can pass for the beginning of a batch.
import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { type Entry, putEntry } from './entry.ts';

const MAGIC = Buffer.from('parley-j');
const VERSION = 1;
export const HEADER_BYTES = 30;
export const BATCH_HEADER_BYTES = 22;
/** What a disk writes at once. */
const SECTOR_BYTES = 512;

const types = { put: 1, delete: 2, append: 3, erase: 4 } as const;

export interface JournalHeader {
  /** The file's number, as in its name. */
  readonly number: number;
  readonly firstBatch: number;
  readonly marker: number;
}

export function newMarker(): number {
  return randomInt(1, 2 ** 32);
}

export function encodeHeader({ number, firstBatch, marker }: JournalHeader): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt32BE(VERSION, 8);
  header.writeUInt32BE(number, 12);
  header.writeUIntBE(firstBatch, 16, 6);
  header.writeUInt32BE(marker, 22);
  header.writeUInt32BE(crc32(header.subarray(0, 26)), 26);
  return header;
}

/** Returns what is wrong with it as a string. */
export function decodeHeader(content: Buffer): JournalHeader | string {
  if (content.length < HEADER_BYTES || !content.subarray(0, 8).equals(MAGIC)) return 'it is not a journal';
  if (content.readUInt32BE(26) !== crc32(content.subarray(0, 26))) return 'its header is damaged';
  const version = content.readUInt32BE(8);
  if (version !== VERSION) return `its version ${version} is unknown to this program`;
  return {
    number: content.readUInt32BE(12),
    firstBatch: content.readUIntBE(16, 6),
    marker: content.readUInt32BE(22),
  };
}

/** Collects entries; the buffer is used again after `clear`. */
export class BatchEncoder {
  #buffer: Buffer;
  #end = BATCH_HEADER_BYTES;

  constructor(bytes: number) {
    this.#buffer = Buffer.allocUnsafeSlow(bytes);
  }

  get length(): number {
    return this.#end;
  }

  clear(): void {
    this.#end = BATCH_HEADER_BYTES;
  }

  add(entry: Entry): void {
    if ('record' in entry) {
      this.#begin(types[entry.type], entry.log.length * 3 + entry.record.length);
      this.#text(entry.log);
      this.#end = this.#buffer.writeUInt32BE(entry.seq, this.#end);
      this.#end = this.#buffer.writeUInt32BE(entry.record.length, this.#end);
      this.#buffer.set(entry.record, this.#end);
      this.#end += entry.record.length;
      return;
    }
    const json = entry.type === 'put' ? entry.json : '';
    this.#begin(types[entry.type], (json.length + 600) * 3);
    this.#text(entry.collection);
    this.#text(entry.partition);
    this.#text(entry.key);
    if (entry.type === 'put') this.#text(json);
  }

  /** The whole batch, ready to be written; valid until the next `clear`. */
  seal(marker: number, number: number): Buffer {
    const batch = this.#buffer.subarray(0, this.#end);
    const entries = batch.subarray(BATCH_HEADER_BYTES);
    batch.writeUInt32BE(marker, 0);
    batch.writeUInt32BE(crc32(entries), 4);
    batch.writeUInt32BE(entries.length, 8);
    batch.writeUIntBE(number, 12, 6);
    batch.writeUInt32BE(crc32(batch.subarray(0, 18)), 18);
    return batch;
  }

  #begin(type: number, atMost: number): void {
    const needed = this.#end + atMost + 32;
    if (needed > this.#buffer.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#buffer.length));
      this.#buffer.copy(grown, 0, 0, this.#end);
      this.#buffer = grown;
    }
    this.#end = this.#buffer.writeUInt8(type, this.#end);
  }

  #text(text: string): void {
    const written = this.#buffer.write(text, this.#end + 4);
    this.#end = this.#buffer.writeUInt32BE(written, this.#end) + written;
  }
}

export interface DecodedBatch {
  readonly number: number;
  readonly end: number;
  readonly entries: Buffer;
}

/** The batch at an offset; undefined when there is no whole and undamaged one. */
export function decodeBatch(content: Buffer, offset: number, marker: number): DecodedBatch | undefined {
  const end = endOfBatch(content, offset, marker);
  if (end === undefined || end > content.length) return;
  const entries = content.subarray(offset + BATCH_HEADER_BYTES, end);
  if (content.readUInt32BE(offset + 4) !== crc32(entries)) return;
  return { number: content.readUIntBE(offset + 12, 6), end, entries };
}

/** Where it should end, from its header; undefined when that isn't whole. */
function endOfBatch(content: Buffer, offset: number, marker: number): number | undefined {
  const start = offset + BATCH_HEADER_BYTES;
  if (start > content.length || content.readUInt32BE(offset) !== marker) return;
  if (content.readUInt32BE(offset + 18) !== crc32(content.subarray(offset, offset + 18))) return;
  return start + content.readUInt32BE(offset + 8);
}

/**
 * Whether what begins at an offset is what an interrupted write leaves of a batch: fewer bytes than were to be
 * written, or zeros in the sectors that were not. Anything else has been written whole and is damaged.
 */
export function isTorn(content: Buffer, offset: number, marker: number): boolean {
  const end = endOfBatch(content, offset, marker) ?? content.length;
  if (end > content.length || lacksSectors(content.subarray(offset, end), offset)) return true;
  const rest = content.subarray(offset);
  const markerBytes = Buffer.alloc(4);
  markerBytes.writeUInt32BE(marker);
  const known = Math.min(rest.length, 4);
  return rest.length < BATCH_HEADER_BYTES && rest.subarray(0, known).equals(markerBytes.subarray(0, known));
}

/** Whether it is zeros from the beginning of a sector on. */
function lacksSectors(written: Buffer, offset: number): boolean {
  const last = written.findLastIndex((byte) => byte !== 0);
  const nextSector = Math.ceil((offset + last + 1) / SECTOR_BYTES) * SECTOR_BYTES;
  return last < 0 || nextSector < offset + written.length;
}

/** Where the next whole batch begins, looking byte by byte. */
export function findBatch(content: Buffer, from: number, marker: number): number | undefined {
  const pattern = Buffer.alloc(4);
  pattern.writeUInt32BE(marker);
  for (let at = content.indexOf(pattern, from); at >= 0; at = content.indexOf(pattern, at + 1)) {
    if (decodeBatch(content, at, marker)) return at;
  }
  return;
}

/** The entries of a batch; records are views of it. Throws when they are not well formed. */
export function* decodeEntries(batch: Buffer): Generator<Entry> {
  const reader = new EntryReader(batch);
  while (!reader.done) yield reader.entry();
}

class EntryReader {
  readonly #batch: Buffer;
  #at = 0;

  constructor(batch: Buffer) {
    this.#batch = batch;
  }

  get done(): boolean {
    return this.#at >= this.#batch.length;
  }

  entry(): Entry {
    const type = this.#batch.readUInt8(this.#at);
    this.#at += 1;
    if (type === types.append || type === types.erase) {
      const name = type === types.append ? 'append' : 'erase';
      return { type: name, log: this.#text(), seq: this.#uint32(), record: this.#bytes() };
    }
    const path = { collection: this.#text(), partition: this.#text(), key: this.#text() };
    if (type === types.put) return putEntry(path, this.#text());
    if (type === types.delete) return { type: 'delete', ...path };
    throw new RangeError(`an entry of the unknown type ${type}`);
  }

  #uint32(): number {
    this.#at += 4;
    return this.#batch.readUInt32BE(this.#at - 4);
  }

  #bytes(): Buffer {
    const length = this.#uint32();
    const end = this.#at + length;
    if (end > this.#batch.length) throw new RangeError('an entry ends behind its batch');
    this.#at = end;
    return this.#batch.subarray(end - length, end);
  }

  #text(): string {
    return this.#bytes().toString();
  }
}
