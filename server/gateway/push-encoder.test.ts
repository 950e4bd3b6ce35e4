import { Decoder } from 'socket.io-msgpack-parser';
import { expect, test } from 'vitest';
import { address } from '../../protocol/ids.ts';
import { createPushEncoder } from './push-encoder.ts';

const alice = address.parse('alice@parley.example');
const away = { changes: [{ address: alice, status: 'away' as const }] };

function decoded(packet: Buffer): unknown {
  const decoder = new Decoder();
  const packets: unknown[] = [];
  decoder.on('decoded', (one) => packets.push(one));
  decoder.add(packet);
  return packets[0];
}

test('a push is a Socket.IO event', () => {
  const packet = createPushEncoder()('people:presence', away);
  expect(decoded(packet)).toEqual({ type: 2, data: ['people:presence', away], nsp: '/' });
});

test('a payload is encoded once for all its recipients', () => {
  const encode = createPushEncoder();
  const first = encode('people:presence', away);
  expect(encode('people:presence', away)).toBe(first);
});

test('another payload is never taken for the one before, also when it is the same again later', () => {
  const encode = createPushEncoder();
  const first = encode('people:presence', away);
  const other = encode('people:presence', { changes: [] });
  expect(decoded(other)).toMatchObject({ data: ['people:presence', { changes: [] }] });
  expect(encode('people:presence', away)).toEqual(first);
});
