// A record is one entry of a conversation's log. Its bytes are what is stored, hashed and sent; a page is
// several of them, each behind its length.
import { concat, utf8, viewOf } from './bytes.ts';
import { type Address, address } from './ids.ts';

export const recordKinds = { change: 1, frame: 2 } as const;
export type RecordKind = keyof typeof recordKinds;

export interface LogRecord {
  readonly kind: RecordKind;
  /** The position in the log, dense from 1. */
  readonly seq: number;
  /** The server's time when it was ordered, milliseconds since 1970. */
  readonly at: number;
  /** Whose session brought it. The server's word: readers check that this account lists the signing device. */
  readonly sender: Address;
  /** The frame or the signed change. */
  readonly body: Uint8Array;
}

const SENDER_LENGTH_AT = 13;
const FIXED_BYTES = 15;

/** The last instant that is one (ECMA-262, Time Values): a later one could not be shown. */
const LAST_INSTANT = 8_640_000_000_000_000n;

/** `kind u8 | seq u32 | at u64 | sender length u16 | sender | body`: an address may have more than 255 bytes. */
export function encodeRecord(record: LogRecord): Uint8Array<ArrayBuffer> {
  const sender = utf8(record.sender);
  const encoded = new Uint8Array(FIXED_BYTES + sender.length + record.body.length);
  const view = viewOf(encoded);
  encoded[0] = recordKinds[record.kind];
  view.setUint32(1, record.seq);
  view.setBigUint64(5, BigInt(record.at));
  view.setUint16(SENDER_LENGTH_AT, sender.length);
  encoded.set(sender, FIXED_BYTES);
  encoded.set(record.body, FIXED_BYTES + sender.length);
  return encoded;
}

/** Undefined when the bytes are not a record. The body is a view of them. */
export function decodeRecord(encoded: Uint8Array): LogRecord | undefined {
  if (encoded[0] !== recordKinds.change && encoded[0] !== recordKinds.frame) return;
  const bodyAt = bodyStart(encoded);
  if (bodyAt === undefined) return;
  const sender = address.safeParse(asciiOf(encoded.subarray(FIXED_BYTES, bodyAt)));
  const view = viewOf(encoded);
  const at = view.getBigUint64(5);
  if (!sender.success || at > LAST_INSTANT) return;
  return {
    kind: encoded[0] === recordKinds.change ? 'change' : 'frame',
    seq: view.getUint32(1),
    at: Number(at),
    sender: sender.data,
    body: encoded.subarray(bodyAt),
  };
}

/** The parts of what is known to be a record, as a log that this program wrote is: not parsed again. */
export function splitRecord(encoded: Uint8Array) {
  const bodyAt = bodyStart(encoded) ?? encoded.length;
  return {
    isFrame: encoded[0] === recordKinds.frame,
    sender: asciiOf(encoded.subarray(FIXED_BYTES, bodyAt)),
    body: encoded.subarray(bodyAt),
  };
}

/** Where the body begins; undefined when the bytes end before the sender does. */
function bodyStart(encoded: Uint8Array): number | undefined {
  if (encoded.length < FIXED_BYTES) return;
  const at = FIXED_BYTES + viewOf(encoded).getUint16(SENDER_LENGTH_AT);
  return at <= encoded.length ? at : undefined;
}

/** What is not ASCII fails the parser of addresses. */
function asciiOf(part: Uint8Array): string {
  return String.fromCharCode(...part);
}

/** `(length u32 | record)*`, in the order of their positions. */
export function encodePage(records: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const page = new Uint8Array(records.reduce((length, record) => length + 4 + record.length, 0));
  const view = viewOf(page);
  let offset = 0;
  for (const record of records) {
    view.setUint32(offset, record.length);
    page.set(record, offset + 4);
    offset += 4 + record.length;
  }
  return page;
}

/** The encoded records of a page; undefined when it is not one. */
export function decodePage(page: Uint8Array): Uint8Array[] | undefined {
  const view = viewOf(page);
  const records: Uint8Array[] = [];
  let offset = 0;
  while (offset < page.length) {
    if (offset + 4 > page.length) return;
    const end = offset + 4 + view.getUint32(offset);
    if (end > page.length) return;
    records.push(page.subarray(offset + 4, end));
    offset = end;
  }
  return records;
}

const LOG_HASH_LABEL = utf8('parley log v1');

/** What is hashed (SHA-256) to the running log hash after a record. Before the first it is 32 zero bytes. */
export function runningHashInput(before: Uint8Array, encodedRecord: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat(LOG_HASH_LABEL, before, encodedRecord);
}
