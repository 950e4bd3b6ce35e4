import { expect, test } from 'vitest';
import { address } from '../../protocol/ids.ts';
import { encodeRecord } from '../../protocol/records.ts';
import { nextLogHash } from './log-hash.ts';

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

test('the running hash tells both what was said and in which order', () => {
  if (!first || !second) throw new Error('there must be two');
  const inOrder = nextLogHash(nextLogHash(start, first), second);
  expect(inOrder).toHaveLength(32);
  expect(nextLogHash(nextLogHash(start, first), second)).toEqual(inOrder);
  expect(nextLogHash(nextLogHash(start, second), first)).not.toEqual(inOrder);
  expect(nextLogHash(start, second)).not.toEqual(inOrder);
});
