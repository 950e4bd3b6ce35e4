import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { StartFailure } from '../start-failure.ts';
import { openStore } from '../store/embedded/testing/open-store.ts';
import { put } from '../store/store-contract.ts';
import { nameOfHost, openIdentity } from './server-identity.ts';

test('every computer’s name makes a server name', () => {
  expect(nameOfHost('Anna’s MacBook..Pro-.local')).toBe('anna-s-macbook.pro.local');
  expect(nameOfHost('...')).toBe('parley');
  const host = fc.string({ unit: fc.constantFrom(...'aZ9.-_ ü'), maxLength: 300 });
  fc.assert(fc.property(host, (name) => nameOfHost(name).length > 0));
});

test('an identity is made only in a store in which nothing was ever committed', async () => {
  const folder = await temporaryFolder();
  const empty = await openStore(folder);
  expect(empty.wasEmpty).toBe(true);
  await empty.commit([put('accounts', 'alice', 'profile', {})]);
  await empty.close();
  const store = await openStore(folder);
  await expect(openIdentity(store, {})).rejects.toThrow(StartFailure);
  await expect(openIdentity(store, {})).rejects.toThrow('not the identity of their server');
  await store.close();
});

test('an identity that was made is kept', async () => {
  const folder = await temporaryFolder();
  const first = await openStore(folder);
  const { serverName, path } = await openIdentity(first, {});
  const made = await first.get(path);
  await first.close();
  const again = await openStore(folder);
  expect((await openIdentity(again, {})).serverName).toBe(serverName);
  expect(await again.get(path)).toEqual(made);
  await again.close();
});

test.each([
  [undefined, /before the first release.*Start with a new data folder/],
  [1, /before the first release.*Start with a new data folder/],
  [3, /a newer Parley.*Update this one/],
])('a store of format %s is refused in a sentence, and left as it is', async (format, sentence) => {
  const store = await openStore(await temporaryFolder());
  const { path } = await openIdentity(store, {});
  const { format: _, ...rest } = (await store.get(path)) ?? {};
  const other = format === undefined ? rest : { ...rest, format };
  await store.commit([{ type: 'put', ...path, value: other }]);
  await expect(openIdentity(store, {})).rejects.toThrow(StartFailure);
  await expect(openIdentity(store, {})).rejects.toThrow(sentence);
  expect(await store.get(path)).toEqual(other);
  await store.close();
});
