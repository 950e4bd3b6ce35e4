import { expect, test } from 'vitest';
import { utf8 } from '../../protocol/bytes.ts';
import { fromHex } from '../../test/support/hex.ts';
import { deriveKey } from './argon2.ts';

const quick = { memoryKiB: 64, iterations: 1, parallelism: 1 };
const salt = new Uint8Array(32);

test('derives the hash of the reference implementation’s test suite', async () => {
  const parameters = { memoryKiB: 65_536, iterations: 2, parallelism: 1 };
  expect(await deriveKey('password', utf8('somesalt'), parameters)).toEqual(
    fromHex('09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7'),
  );
});

test('composed and decomposed letters derive the same key', async () => {
  const composed = await deriveKey('caf\u00e9', salt, quick);
  expect(await deriveKey('cafe\u0301', salt, quick)).toEqual(composed);
  expect(await deriveKey('cafe', salt, quick)).not.toEqual(composed);
});

test('throws for an empty secret', async () => {
  await expect(async () => deriveKey('', salt, quick)).rejects.toThrow();
});
