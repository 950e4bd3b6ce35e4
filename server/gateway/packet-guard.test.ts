import fc from 'fast-check';
import { Encoder } from 'socket.io-msgpack-parser';
import { expect, test } from 'vitest';
import { checkClaims, GuardedDecoder } from './packet-guard.ts';

const encode = (packet: unknown) => (new Encoder().encode(packet) as unknown as Buffer[])[0]!;

function decodeAll(packet: unknown): unknown[] {
  const decoded: unknown[] = [];
  const decoder = new GuardedDecoder();
  decoder.on('decoded', (one) => decoded.push(one));
  decoder.add(packet);
  return decoded;
}

const leaf = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ maxLength: 70_000 }).map((bytes) => Buffer.from(bytes)),
);

test('whatever the encoder makes has the length it claims', () => {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('value'), { maxLength: 20 }),
      fc.dictionary(fc.string(), tie('value'), { maxKeys: 20 }),
    ),
  }));
  fc.assert(
    fc.property(value, (one) => {
      expect(() => checkClaims(encode(one))).not.toThrow();
    }),
    { numRuns: 200 },
  );
});

test('any bytes at all are refused or decoded, at no cost beyond their length', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const packet = Buffer.from(bytes);
      try {
        checkClaims(packet);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['an array of four milliards', [0xdd, 0xff, 0xff, 0xff, 0xff]],
  ['a map of four milliards', [0xdf, 0xff, 0xff, 0xff, 0xff]],
  ['an ArrayBuffer of four gigabytes', [0xc9, 0xff, 0xff, 0xff, 0xff, 0x00]],
  ['a text that ends early', [0xda, 0x01, 0x00, 0x41]],
  ['a format that does not exist', [0xc1]],
  ['nothing', []],
  ['two values', [0x01, 0x02]],
])('%s is refused before it is decoded', (_, bytes) => {
  expect(() => checkClaims(Buffer.from(bytes))).toThrow(RangeError);
});

test('arrays within arrays are refused by their number', () => {
  expect(() => checkClaims(Buffer.alloc(100_000, 0x91))).toThrow('too many values');
});

test('before sign-in a packet is bounded, and text is none', () => {
  const decoder = new GuardedDecoder();
  decoder.maximumBytes = 100;
  expect(() => decoder.add(Buffer.alloc(101))).toThrow('too large');
  expect(() => decodeAll('2["event"]')).toThrow('binary');
});

test('there is one namespace', () => {
  expect(() => decodeAll(encode({ type: 0, nsp: '/admin', data: {} }))).toThrow('namespace');
});

test('an event needs a name of its own', () => {
  expect(decodeAll(encode({ type: 2, nsp: '/', data: ['people:search', {}] }))).toHaveLength(1);
  for (const name of ['disconnect', 'disconnecting', 'connect', 7, undefined]) {
    expect(() => decodeAll(encode({ type: 2, nsp: '/', data: [name] }))).toThrow('event name');
  }
});
