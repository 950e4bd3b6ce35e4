// Clauses 4.3 and 4.4: records, pages and the running hash.
import { join, sha256, u32 } from '../vectors/reference.ts';
import { verified } from './refusals.ts';

const KINDS = ['change', 'frame', 'erased'] as const;
export const FRAME_HEADER_BYTES = 151;

export interface LogRecord {
  readonly kind: (typeof KINDS)[number];
  readonly seq: number;
  readonly at: number;
  readonly sender: string;
  readonly body: Buffer;
}

export function readPage(page: Uint8Array): readonly LogRecord[] {
  const bytes = Buffer.from(page);
  const records: LogRecord[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const end = offset + 4 + bytes.readUInt32BE(offset);
    verified(end <= bytes.length, 'a page that ends within a record');
    records.push(readRecord(bytes.subarray(offset + 4, end)));
    offset = end;
  }
  return records;
}

export function readRecord(bytes: Buffer): LogRecord {
  const kind = KINDS[bytes.readUInt8(0) - 1];
  verified(kind, 'a record of an unknown kind');
  const end = 15 + bytes.readUInt16BE(13);
  return {
    kind,
    seq: bytes.readUInt32BE(1),
    at: Number(bytes.readBigUInt64BE(5)),
    sender: bytes.subarray(15, end).toString(),
    body: bytes.subarray(end),
  };
}

export const noHash = Buffer.alloc(32);

export function nextHash(before: Uint8Array, record: LogRecord): Buffer {
  const { kind, body } = record;
  const kept = kind === 'change' ? 0 : FRAME_HEADER_BYTES;
  // The sealed keys behind a signed change are not covered: each member is shown its own.
  const rest = kind === 'change' ? body.subarray(0, 4 + body.readUInt32BE(0)) : body.subarray(kept);
  const digest = kind === 'erased' ? rest : sha256(rest);
  return sha256('parley log v1', before, headOf(record), body.subarray(0, kept), digest);
}

/** What stands before the body; of an erased frame what stood there before. */
function headOf({ kind, seq, at, sender }: LogRecord): Buffer {
  const instant = Buffer.alloc(8);
  instant.writeBigUInt64BE(BigInt(at));
  const shown = Uint8Array.of(kind === 'change' ? 1 : 2);
  return join(shown, u32(seq), instant, u32(Buffer.byteLength(sender)).subarray(2), sender);
}
