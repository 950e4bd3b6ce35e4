import { expect, test } from 'vitest';
import { toBase64url } from '../../protocol/bytes.ts';
import { address } from '../../protocol/ids.ts';
import { randomBytes } from './primitives.ts';
import { safetyNumber } from './safety-number.ts';

const key = () => toBase64url(randomBytes(32));
const alice = { address: address.parse('alice@parley.example'), accountKey: key() };
const bob = { address: address.parse('bob@parley.example'), accountKey: key() };

test('a safety number is 60 digits in groups of five, the same for both', () => {
  const number = safetyNumber(alice, bob);
  expect(number).toMatch(/^(\d{5} ){11}\d{5}$/);
  expect(safetyNumber(bob, alice)).toBe(number);
});

test('another key or address on either side makes another number', () => {
  const numbers = [
    safetyNumber(alice, bob),
    safetyNumber({ ...alice, accountKey: key() }, bob),
    safetyNumber(alice, { ...bob, accountKey: key() }),
    safetyNumber(alice, { ...bob, address: address.parse('bob@elsewhere.example') }),
  ];
  expect(new Set(numbers).size).toBe(numbers.length);
});
