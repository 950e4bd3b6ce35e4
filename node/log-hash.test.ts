import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { address } from '../protocol/ids.ts';
import { encodeRecord, eraseRecord } from '../protocol/records.ts';
import { byteFlips } from '../test/support/byte-flips.ts';
import { nextLogHash } from './log-hash.ts';
import { sha256 } from './sha256.ts';

const sender = address.parse('alice@parley.example');
const [first, second] = [1, 2].map((seq) =>
  encodeRecord({
    kind: 'frame',
    seq,
    at: 0,
    sender: address.parse('alice@parley.example'),
    body: new Uint8Array(3),
  }),
);
const start = new Uint8Array(32);

test('the running hash depends on both the content and the order of the records', () => {
  if (!first || !second) throw new Error('there must be two');
  const inOrder = nextLogHash(nextLogHash(start, first), second);
  expect(inOrder).toHaveLength(32);
  expect(nextLogHash(nextLogHash(start, first), second)).toEqual(inOrder);
  expect(nextLogHash(nextLogHash(start, second), first)).not.toEqual(inOrder);
  expect(nextLogHash(start, second)).not.toEqual(inOrder);
});

test('the running hash stays the same when a record is erased, and changes with any other byte', () => {
  const frame = encodeRecord({ kind: 'frame', seq: 1, at: 0, sender, body: randomBytes(500) });
  const hash = nextLogHash(start, frame);
  const erased = eraseRecord(frame, sha256);
  if (!erased) throw new Error('it is a whole frame');
  expect(nextLogHash(start, erased)).toEqual(hash);
  for (const record of [frame, erased]) {
    for (const flipped of byteFlips(record)) expect(nextLogHash(start, flipped)).not.toEqual(hash);
    for (const length of [0, 14, 30, record.length - 1]) {
      expect(nextLogHash(start, record.subarray(0, length))).not.toEqual(hash);
    }
  }
});
