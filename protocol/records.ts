// A record is one entry of a conversation's log. Its bytes are what is stored, hashed and sent; a page is
// several of them, each behind its length. A frame's content can be erased later: the record keeps its head, the
// frame's header and a digest of what is gone, and the running hash stays the same (protocol.md 4.4).
import { concat, utf8, viewOf } from './bytes.ts';
import { changeFor, signedChangeEnd } from './epoch-change.ts';
import { FRAME_HEADER_BYTES } from './frames.ts';
import { type Address, address } from './ids.ts';

export const recordKinds = { change: 1, frame: 2, erased: 3 } as const;
export type RecordKind = keyof typeof recordKinds;

/** By their number, for a quick look-up with every hashed record. */
const kinds: readonly (RecordKind | undefined)[] = [undefined, 'change', 'frame', 'erased'];

export interface LogRecord {
  readonly kind: RecordKind;
  /** The position in the log, dense from 1. */
  readonly seq: number;
  /** The server's time when it was ordered, milliseconds since 1970. */
  readonly at: number;
  /** The account whose session brought it. The server's word: readers check that this account lists the signing device. */
  readonly sender: Address;
  /** The signed change and its sealed keys, the frame, or of an erased frame its header and the digest of the rest. */
  readonly body: Uint8Array;
}

const SENDER_LENGTH_AT = 13;
const FIXED_BYTES = 15;
const DIGEST_BYTES = 32;

/** The last instant that is one (ECMA-262, Time Values): a later one could not be shown. */
export const LAST_INSTANT = 8_640_000_000_000_000;

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
  const kind = kindOf(encoded);
  const bodyAt = bodyStart(encoded);
  if (kind === undefined || bodyAt === undefined) return;
  if (kind === 'erased' && encoded.length !== bodyAt + FRAME_HEADER_BYTES + DIGEST_BYTES) return;
  const sender = address.safeParse(asciiOf(encoded.subarray(FIXED_BYTES, bodyAt)));
  const view = viewOf(encoded);
  const at = view.getBigUint64(5);
  if (!sender.success || at > BigInt(LAST_INSTANT)) return;
  return {
    kind,
    seq: view.getUint32(1),
    at: Number(at),
    sender: sender.data,
    body: encoded.subarray(bodyAt),
  };
}

/** A record as one of its readers gets it: a change with that reader's sealed key alone. */
export function recordFor(encoded: Uint8Array, reader: Address): Uint8Array {
  const bodyAt = kindOf(encoded) === 'change' ? bodyStart(encoded) : undefined;
  if (bodyAt === undefined) return encoded;
  return concat(encoded.subarray(0, bodyAt), changeFor(encoded.subarray(bodyAt), reader));
}

/** The parts of a record from a log that this program wrote: it needs no parsing again. */
export function splitRecord(encoded: Uint8Array) {
  const bodyAt = bodyStart(encoded) ?? encoded.length;
  return {
    isFrame: encoded[0] !== recordKinds.change,
    sender: asciiOf(encoded.subarray(FIXED_BYTES, bodyAt)),
    body: encoded.subarray(bodyAt),
  };
}

function kindOf(encoded: Uint8Array): RecordKind | undefined {
  return kinds[encoded[0] ?? 0];
}

/** Where the body begins; undefined when the bytes end before the sender does. */
function bodyStart(encoded: Uint8Array): number | undefined {
  const senderLength = 256 * (encoded[SENDER_LENGTH_AT] ?? 0) + (encoded[SENDER_LENGTH_AT + 1] ?? 0);
  const at = FIXED_BYTES + senderLength;
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

type Sha256 = (part: Uint8Array) => Uint8Array;

/**
 * What is hashed (SHA-256) to the running log hash after a record: its content goes in by its digest only. Before the
 * first record the hash is 32 zero bytes.
 */
export function runningHashInput(
  before: Uint8Array,
  encodedRecord: Uint8Array,
  sha256: Sha256,
): Uint8Array<ArrayBuffer> {
  const at = contentStart(encodedRecord);
  const content = encodedRecord.subarray(at, contentEnd(encodedRecord, at));
  const isErased = kindOf(encodedRecord) === 'erased';
  const digest = isErased ? content : sha256(content);
  const input = concat(LOG_HASH_LABEL, before, encodedRecord.subarray(0, at), digest);
  if (isErased) input[LOG_HASH_LABEL.length + before.length] = recordKinds.frame;
  return input;
}

/** The record that stands in a frame's place once its content is erased; undefined when there is nothing to erase. */
export function eraseRecord(encodedRecord: Uint8Array, sha256: Sha256): Uint8Array<ArrayBuffer> | undefined {
  const record = decodeRecord(encodedRecord);
  if (record?.kind !== 'frame' || record.body.length < FRAME_HEADER_BYTES) return;
  return encodeRecord({ ...record, kind: 'erased', body: erasedBody(record.body, sha256) });
}

/** The part of a frame that erasing keeps: its header and the digest of the rest. */
export function erasedBody(frame: Uint8Array, sha256: Sha256): Uint8Array<ArrayBuffer> {
  return concat(frame.subarray(0, FRAME_HEADER_BYTES), sha256(frame.subarray(FRAME_HEADER_BYTES)));
}

/** Behind a signed change lie the sealed keys, of which each member is shown one. */
function contentEnd(encoded: Uint8Array, start: number): number {
  return kindOf(encoded) === 'change' ? start + signedChangeEnd(encoded.subarray(start)) : encoded.length;
}

/** What lies before it, a record's head and a frame's header, is hashed as it is; of what is no record, all of it. */
function contentStart(encoded: Uint8Array): number {
  const kind = kindOf(encoded);
  const bodyAt = bodyStart(encoded);
  if (kind === undefined || bodyAt === undefined) return encoded.length;
  return kind === 'change' ? bodyAt : Math.min(bodyAt + FRAME_HEADER_BYTES, encoded.length);
}
