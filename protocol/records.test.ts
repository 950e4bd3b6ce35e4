import { expect, test } from 'vitest';
import { viewOf } from './bytes.ts';
import { address } from './ids.ts';
import { decodeRecord, encodeRecord } from './records.ts';

const record = {
  kind: 'frame',
  seq: 1,
  at: Date.UTC(2026, 0, 1),
  sender: address.parse('alice@parley.example'),
  body: new Uint8Array(3),
} as const;

test('a record is read as it was written', () => {
  expect(decodeRecord(encodeRecord(record))).toEqual(record);
});

test('a time that is no instant makes it none', () => {
  const encoded = encodeRecord(record);
  for (const at of [8_640_000_000_000_001n, 2n ** 64n - 1n]) {
    viewOf(encoded).setBigUint64(5, at);
    expect(decodeRecord(encoded)).toBeUndefined();
  }
  viewOf(encoded).setBigUint64(5, 8_640_000_000_000_000n);
  expect(new Date(decodeRecord(encoded)?.at ?? Number.NaN).toISOString()).toBe('+275760-09-13T00:00:00.000Z');
});
