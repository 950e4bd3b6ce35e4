import { expect, test } from 'vitest';
import { readImport } from './import-file.ts';

test('a list of accounts', () => {
  expect(
    readImport([{ username: 'Alice ', password: 'one', displayName: 'Alice A.', color: 'red' }]),
  ).toEqual([
    { number: 1, name: 'Alice ', user: { username: 'alice', password: 'one', displayName: 'Alice A.' } },
  ]);
});

test('an object of names and passwords, or of names and accounts', () => {
  expect(readImport({ alice: 'one', bob: { password: 'two', displayName: 'Bob' } })).toEqual([
    { number: 1, name: 'alice', user: { username: 'alice', password: 'one' } },
    { number: 2, name: 'bob', user: { username: 'bob', password: 'two', displayName: 'Bob' } },
  ]);
});

test('bad entries are reported by number and name, good ones are kept', () => {
  const entries = readImport([
    { username: 'alice', password: 'one' },
    { username: 'no spaces', password: 'x' },
    { username: 'carol' },
    { username: 'dave', password: 'x', displayName: '' },
    'erin',
    { username: 'ALICE', password: 'two' },
  ]);
  expect(entries).toEqual([
    { number: 1, name: 'alice', user: { username: 'alice', password: 'one' } },
    { number: 2, name: 'no spaces', user: expect.stringContaining('user name') },
    { number: 3, name: 'carol', user: expect.stringContaining('password') },
    { number: 4, name: 'dave', user: expect.stringContaining('display name') },
    { number: 5, name: 'without a name', user: 'it is not an object' },
    { number: 6, name: 'ALICE', user: 'the name is that of entry 1' },
  ]);
  expect(readImport({ bob: 7 })).toEqual([
    { number: 1, name: 'bob', user: expect.stringContaining('password') },
  ]);
});

test.each([undefined, null, 'text', 7])('%j is no such file', (json) => {
  expect(readImport(json)).toBeUndefined();
});
