import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { append, describeStore, put, readTexts, type StoreUnderTest, scanAll } from '../store-contract.ts';
import type { EmbeddedStoreOptions } from './embedded.ts';
import { openStore } from './testing/open-store.ts';

describeStore('the embedded store', storesWith({}));
describeStore(
  'the embedded store without a cache, checkpointing all the time',
  storesWith({ cacheBytes: 0, checkpointBytes: 1 }),
);
describeStore(
  'the embedded store with hardly any room before a checkpoint',
  storesWith({ backlogBytes: 2_000 }),
);
describeStore('the embedded store after its process was killed', killedStores);

function storesWith(options: Partial<EmbeddedStoreOptions>): () => Promise<StoreUnderTest> {
  const openIn = async (folder: string): Promise<StoreUnderTest> => ({
    store: await openStore(folder, options),
    reopen: () => openIn(folder),
  });
  return async () => openIn(await temporaryFolder());
}

/** What is opened again is the folder as it was before the store could write anything down on closing. */
async function killedStores(from?: string): Promise<StoreUnderTest> {
  const folder = await temporaryFolder();
  const left = await temporaryFolder();
  if (from) await cp(from, folder, { recursive: true });
  const opened = await openStore(folder);
  const close = async () => {
    await cp(folder, left, { recursive: true });
    await opened.close();
  };
  return { store: { ...opened, close }, reopen: () => killedStores(left) };
}

test('a checkpoint leaves one journal file without content', async () => {
  const folder = await temporaryFolder();
  const store = await openStore(folder);
  await store.commit([append('lobby', 1, 'one'), put('accounts', 'alice', 'profile', { n: 1 })]);
  expect(await store.checkpoint()).toBe(true);
  expect(await readdir(join(folder, 'journal'))).toEqual(['00000002.journal']);
  expect(await readdir(join(folder, 'documents', 'accounts'))).toHaveLength(1);
  await store.close();
});

test('a checkpoint begins by itself after a while', async () => {
  const folder = await temporaryFolder();
  const store = await openStore(folder, { checkpointMilliseconds: 10 });
  await store.commit([append('lobby', 1, 'one')]);
  await vi.waitFor(
    async () => expect(await readdir(join(folder, 'journal'))).toEqual(['00000002.journal']),
    10_000,
  );
  await store.close();
});

test('commits go on while a checkpoint is being written, and nothing is missing at any moment', async () => {
  const store = await openStore(await temporaryFolder(), { cacheBytes: 0 });
  let head = 0;
  const commitSome = async () => {
    for (const until = head + 20; head < until; ) {
      head += 1;
      await store.commit([
        append('lobby', head, `record ${head}`),
        put('counts', `p${head % 7}`, `${head}`, { head }),
      ]);
    }
  };
  for (let round = 0; round < 20; round += 1) {
    const checkpoint = store.checkpoint();
    await commitSome();
    expect(await readTexts(store, 'lobby', 1, head)).toEqual(
      Array.from({ length: head }, (_, n) => `record ${n + 1}`),
    );
    expect(await scanAll(store, 'counts')).toHaveLength(head);
    expect(await checkpoint).toBe(true);
  }
  await store.close();
});

test('commits that wait for a checkpoint go on after it, however small the room', async () => {
  const store = await openStore(await temporaryFolder(), { backlogBytes: 2_000 });
  // The first begins a checkpoint, the second fills all room while it is under way, the third has to wait.
  for (let seq = 1; seq <= 60; seq += 3) {
    await store.commit([append('lobby', seq, 'x'.repeat(1_100))]);
    await store.commit([append('lobby', seq + 1, 'x'.repeat(2_500))]);
    await store.commit([append('lobby', seq + 2, 'x')]);
  }
  expect(await store.head('lobby')).toBe(60);
  await store.close();
});

test('large records get small segments', async () => {
  const folder = await temporaryFolder();
  const store = await openStore(folder);
  const record = Buffer.alloc(400_000);
  for (let seq = 1; seq <= 7; seq += 1) await store.commit([{ type: 'append', log: 'lobby', seq, record }]);
  await store.checkpoint();
  const files = await readdir(join(folder, 'logs'), { recursive: true });
  expect(
    files
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.split('/').at(-1))
      .sort(),
  ).toEqual(['1.json', '4.json', '7.json']);
  expect((await store.read('lobby', 1, 7)).map(({ length }) => length)).toEqual(Array(7).fill(400_000));
  await store.close();
});

test('leftovers of a killed start or checkpoint do no harm', async () => {
  const folder = await temporaryFolder();
  const store = await openStore(folder);
  await store.commit([append('lobby', 1, 'one')]);
  const before = await temporaryFolder();
  await cp(folder, before, { recursive: true });
  await store.close();
  // The new journal file and the segments are written, the state still names the old journal.
  for (const part of ['journal', 'logs'])
    await cp(join(folder, part), join(before, part), { recursive: true });
  const again = await openStore(before);
  expect(await readTexts(again, 'lobby', 1, 9)).toEqual(['one']);
  expect(await again.commit([append('lobby', 2, 'two')])).toMatchObject({ ok: true });
  await again.close();
  const last = await openStore(before);
  expect(await readTexts(last, 'lobby', 1, 9)).toEqual(['one', 'two']);
  await last.close();
});
