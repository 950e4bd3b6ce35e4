import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { StartFailure } from '../start-failure.ts';
import { put } from '../store/store-contract.ts';
import { openStore } from '../store/testing/open-store.ts';
import { openIdentity } from './identity.ts';

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
