// An entry is a change as it is written down: checked, and its document already JSON, so that what is read
// before a restart is what will be read after it.

import { z } from 'zod';
import type { Document, DocumentPath, StoreChange } from '../store.ts';
import { checkName } from './names.ts';

export const RECORD_BYTES = 3 * 1024 * 1024;
const HIGHEST_SEQ = 0xffff_ffff;

/** A record that follows in a log, or takes another one's place there. */
export interface RecordEntry {
  readonly type: 'append' | 'erase';
  readonly log: string;
  readonly seq: number;
  readonly record: Uint8Array;
}

export const document = z.custom<Document>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  { message: 'a document is a JSON object' },
);

export type Entry =
  | RecordEntry
  | ({ readonly type: 'put'; readonly json: string; readonly value: Document } & DocumentPath)
  | ({ readonly type: 'delete' } & DocumentPath);

/** Throws a RangeError for a name, a position or a record out of bounds. */
export function entryOf(change: StoreChange): Entry {
  if ('record' in change) return checkedRecord(change);
  const { collection, partition, key } = change;
  checkName(collection);
  checkName(partition);
  checkName(key);
  if (change.type === 'delete') return { type: 'delete', collection, partition, key };
  return putEntry({ collection, partition, key }, JSON.stringify(change.value));
}

/** The value is parsed from the JSON, so no caller can change it. Throws when it is not a JSON object. */
export function putEntry(path: DocumentPath, json: string): Entry {
  return { type: 'put', ...path, json, value: document.parse(JSON.parse(json)) };
}

function checkedRecord({ type, log, seq, record }: RecordEntry): RecordEntry {
  checkName(log);
  if (!Number.isInteger(seq) || seq < 1 || seq > HIGHEST_SEQ) throw new RangeError(`no position: ${seq}`);
  if (record.length > RECORD_BYTES) throw new RangeError(`a record of ${record.length} bytes is too large`);
  return { type, log, seq, record: ownBytes(record) };
}

/** The record stays in memory for a while; a view must not keep a much larger packet there with it. */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.buffer.byteLength > 2 * bytes.length + 64 ? Uint8Array.from(bytes) : bytes;
}

/** About what it takes in memory until it is checkpointed. */
export function sizeOf(entry: Entry): number {
  const content = 'record' in entry ? entry.record.length : entry.type === 'put' ? 2 * entry.json.length : 0;
  return content + 100;
}
