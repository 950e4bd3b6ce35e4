import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sealedVersion } from '../../protocol/accounts.ts';
import { toBase64url } from '../../protocol/bytes.ts';
import { address, conversationId } from '../../protocol/ids.ts';
import { byteFlips, otherLengths } from '../../test/support/byte-flips.ts';
import { openMarks, sealMarks } from './high-water-marks.ts';
import { randomBytes } from './primitives.ts';

const alice = address.parse('alice@parley.example');
const key = randomBytes(32);
const lobby = conversationId.parse(toBase64url(new Uint8Array(32).fill(1)));
const marks = { manifestVersion: 3, conversations: { [lobby]: { epoch: 0, seq: 12 } } };
const blob = sealMarks(key, alice, 7, marks);

describe('marks', () => {
  test('come back with their version', () => {
    expect(openMarks(key, alice, blob)).toEqual({ version: 7, marks });
    expect(sealedVersion(blob)).toBe(7);
  });

  test('do not open with another key or for another account', () => {
    expect(openMarks(randomBytes(32), alice, blob)).toBeUndefined();
    expect(openMarks(key, address.parse('bob@parley.example'), blob)).toBeUndefined();
  });

  test('every flipped byte and every other length is noticed', () => {
    for (const changed of [...byteFlips(blob), ...otherLengths(blob)]) {
      expect(openMarks(key, alice, changed)).toBeUndefined();
    }
  });

  test('opens to any marks that were sealed', () => {
    const position = fc.record({ epoch: fc.nat(), seq: fc.nat() });
    const id = fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((bytes) => conversationId.parse(toBase64url(bytes)));
    const property = fc.property(fc.nat(), fc.dictionary(id, position), (manifestVersion, positions) => {
      const any = { manifestVersion, conversations: { ...positions } };
      expect(openMarks(key, alice, sealMarks(key, alice, 1, any))?.marks).toEqual(any);
    });
    fc.assert(property);
  });
});
