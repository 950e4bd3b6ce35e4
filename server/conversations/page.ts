import { limits } from '../../protocol/limits.ts';

/** What precedes each record in a page (protocol/records.ts). */
const LENGTH_BYTES = 4;

/** The records of one page, in the order in which they were added. */
export class Page {
  readonly records: Uint8Array[] = [];
  #room = limits.pageBytes;

  /** Returns whether the record had room; the first one always has. */
  add(record: Uint8Array): boolean {
    const bytes = LENGTH_BYTES + record.length;
    const isFull = bytes > this.#room || this.records.length === limits.pageRecords;
    if (isFull && this.records.length > 0) return false;
    this.#room -= bytes;
    this.records.push(record);
    return true;
  }
}
