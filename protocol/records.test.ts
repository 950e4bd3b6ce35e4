import { expect, test } from 'vitest';
import { concat, viewOf } from './bytes.ts';
import { address } from './ids.ts';
import { decodeRecord, encodeRecord, eraseRecord } from './records.ts';

const record = {
  kind: 'frame',
  seq: 1,
  at: Date.UTC(2026, 0, 1),
  sender: address.parse('alice@parley.example'),
  body: new Uint8Array(3),
} as const;

test('decodes a record as it was encoded', () => {
  expect(decodeRecord(encodeRecord(record))).toEqual(record);
});

test('refuses a record whose time is not a valid instant', () => {
  const encoded = encodeRecord(record);
  for (const at of [8_640_000_000_000_001n, 2n ** 64n - 1n]) {
    viewOf(encoded).setBigUint64(5, at);
    expect(decodeRecord(encoded)).toBeUndefined();
  }
  viewOf(encoded).setBigUint64(5, 8_640_000_000_000_000n);
  expect(new Date(decodeRecord(encoded)?.at ?? Number.NaN).toISOString()).toBe('+275760-09-13T00:00:00.000Z');
});

test('a record has room for the longest address', () => {
  const sender = address.parse(`${'a'.repeat(32)}@${Array(127).fill('b').join('.')}`);
  expect(sender).toHaveLength(286);
  expect(decodeRecord(encodeRecord({ ...record, sender }))).toEqual({ ...record, sender });
});

test('refuses a truncated record and one of an unknown kind', () => {
  const encoded = encodeRecord(record);
  for (let length = 0; length < encoded.length - record.body.length; length += 1) {
    expect(decodeRecord(encoded.subarray(0, length))).toBeUndefined();
  }
  expect(decodeRecord(encoded.with(0, 4))).toBeUndefined();
});

test('an erased record keeps only the header of its frame and a digest', () => {
  const frame = encodeRecord({ ...record, body: new Uint8Array(500).fill(7) });
  const erased = eraseRecord(frame, () => new Uint8Array(32).fill(9));
  const left = concat(new Uint8Array(151).fill(7), new Uint8Array(32).fill(9));
  expect(decodeRecord(erased ?? frame)).toEqual({ ...record, kind: 'erased', body: left });
  expect(decodeRecord(concat(erased ?? frame, new Uint8Array(1)))).toBeUndefined();
});

test('only a whole frame can be erased', () => {
  const sha256 = () => new Uint8Array(32);
  const change = encodeRecord({ ...record, kind: 'change', body: new Uint8Array(500) });
  const short = encodeRecord({ ...record, body: new Uint8Array(150) });
  for (const encoded of [change, short, new Uint8Array(3)])
    expect(eraseRecord(encoded, sha256)).toBeUndefined();
});
