import fc from 'fast-check';
import { expect, test } from 'vitest';
import { putEntry } from './entry.ts';
import {
  BATCH_HEADER_BYTES,
  BatchEncoder,
  decodeBatch,
  decodeEntries,
  decodeHeader,
  encodeHeader,
} from './journal-format.ts';

const name = fc.string({ minLength: 1, maxLength: 320, unit: 'grapheme' });
const entry = fc.oneof(
  fc
    .tuple(name, name, name, fc.dictionary(fc.string(), fc.jsonValue()))
    .map(([collection, partition, key, value]) =>
      putEntry({ collection, partition, key }, JSON.stringify(value)),
    ),
  fc.record({ type: fc.constant('delete' as const), collection: name, partition: name, key: name }),
  fc.record({
    type: fc.constant('append' as const),
    log: name,
    seq: fc.integer({ min: 1, max: 0xffff_ffff }),
    record: fc.uint8Array({ maxLength: 3_000 }).map((bytes) => Buffer.from(bytes)),
  }),
);

test('a batch decodes to what was encoded, whatever the buffer held before', () => {
  const encoder = new BatchEncoder(64);
  fc.assert(
    fc.property(fc.array(entry), fc.nat(0xffff_ffff), fc.nat(2 ** 48 - 1), (entries, marker, number) => {
      encoder.clear();
      for (const one of entries) encoder.add(one);
      const sealed = Buffer.from(encoder.seal(marker, number));
      const batch = decodeBatch(sealed, 0, marker);
      expect(batch).toMatchObject({ number, end: encoder.length });
      expect([...decodeEntries(batch?.entries ?? Buffer.of())]).toEqual(entries);
    }),
  );
});

test('no bit of a batch can be flipped unnoticed', () => {
  const encoder = new BatchEncoder(64);
  encoder.add({ type: 'append', log: 'lobby', seq: 1, record: Buffer.from('hello') });
  const sealed = encoder.seal(7, 1);
  for (let bit = 0; bit < 8 * sealed.length; bit += 1) {
    const flipped = Buffer.from(sealed);
    flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    expect(decodeBatch(flipped, 0, 7)).toBeUndefined();
  }
});

test('no part of a batch is a batch', () => {
  const encoder = new BatchEncoder(64);
  encoder.add({ type: 'delete', collection: 'accounts', partition: 'alice', key: 'profile' });
  const sealed = encoder.seal(7, 1);
  for (let length = 0; length < sealed.length; length += 1) {
    expect(decodeBatch(sealed.subarray(0, length), 0, 7)).toBeUndefined();
  }
});

test('entries that are not well formed throw', () => {
  const encoder = new BatchEncoder(64);
  encoder.add({ type: 'append', log: 'lobby', seq: 1, record: Buffer.from('hello') });
  const entries = encoder.seal(7, 1).subarray(BATCH_HEADER_BYTES);
  for (let length = 1; length < entries.length; length += 1) {
    expect(() => [...decodeEntries(entries.subarray(0, length))]).toThrow(RangeError);
  }
  expect(() => [...decodeEntries(Buffer.alloc(100))]).toThrow(RangeError);
});

test('a header says which file it is, and no bit of it can be flipped unnoticed', () => {
  const header = { number: 3, firstBatch: 2 ** 40, marker: 7 };
  const encoded = encodeHeader(header);
  expect(decodeHeader(encoded)).toEqual(header);
  for (let bit = 0; bit < 8 * encoded.length; bit += 1) {
    const flipped = Buffer.from(encoded);
    flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    expect(decodeHeader(flipped)).toBeTypeOf('string');
  }
});
