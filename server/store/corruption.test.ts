import { appendFile, cp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import type { EmbeddedStoreOptions } from './embedded-store.ts';
import { append, put, readTexts } from './store-contract.ts';
import { StoreUnreadable } from './store-errors.ts';
import { openStore } from './testing/open-store.ts';

const JOURNAL = join('journal', '00000001.journal');

/** Five batches in the journal and nothing behind it, as a killed process leaves it. */
async function killedFolder(): Promise<string> {
  const running = await temporaryFolder();
  const store = await openStore(running);
  for (let seq = 1; seq <= 5; seq += 1) await store.commit([append('lobby', seq, `record ${seq}`)]);
  const folder = await temporaryFolder();
  await cp(running, folder, { recursive: true });
  await store.close();
  await rm(join(folder, 'store.lock'));
  return folder;
}

/** Everything in documents and segments, as a graceful stop leaves it. */
async function closedFolder(): Promise<string> {
  const folder = await temporaryFolder();
  const store = await openStore(folder);
  for (let seq = 1; seq <= 600; seq += 1) void store.commit([append('lobby', seq, `record ${seq}`)]);
  await store.commit([put('accounts', 'alice', 'profile', { name: 'Alice' })]);
  await store.close();
  return folder;
}

async function filesIn(folder: string, part: string): Promise<string[]> {
  const names = await readdir(join(folder, part), { recursive: true });
  return names
    .filter((name) => name.includes('.'))
    .map((name) => join(part, name))
    .sort();
}

async function flip(path: string, offset: number, bit = 1): Promise<void> {
  const content = await readFile(path);
  content.writeUInt8(content.readUInt8(offset) ^ bit, offset);
  await writeFile(path, content);
}

async function expectRefused(folder: string, file: string, because = ''): Promise<void> {
  const before = await contentOf(folder);
  const error = await openStore(folder).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(StoreUnreadable);
  expect(error).toMatchObject({ file: join(folder, file), message: expect.stringContaining(because) });
  expect(await contentOf(folder)).toEqual(before);
}

async function contentOf(folder: string): Promise<Map<string, string>> {
  const files = await filesIn(folder, '.');
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(join(folder, file), 'hex')] as const)),
  );
}

async function expectCut(
  folder: string,
  records: number,
  options: Partial<EmbeddedStoreOptions> = {},
): Promise<void> {
  const warnings: string[] = [];
  const store = await openStore(folder, { ...options, onWarning: (sentence) => warnings.push(sentence) });
  expect(warnings).toEqual([expect.stringContaining(join(folder, JOURNAL))]);
  expect(await readTexts(store, 'lobby', 1, 10)).toEqual(
    Array.from({ length: records }, (_, n) => `record ${n + 1}`),
  );
  expect(await store.commit([append('lobby', records + 1, 'goes on')])).toMatchObject({ ok: true });
  await store.close();
  const again = await openStore(folder);
  expect(await again.head('lobby')).toBe(records + 1);
  await again.close();
}

test('a torn last batch is cut off and told once', async () => {
  const whole = await killedFolder();
  const { length } = await readFile(join(whole, JOURNAL));
  for (const missing of [1, 20, 40]) {
    const folder = await temporaryFolder();
    await cp(whole, folder, { recursive: true });
    await truncate(join(folder, JOURNAL), length - missing);
    await expectCut(folder, 4);
  }
});

test('zeros behind the last batch, as after a power failure, are cut off', async () => {
  const folder = await killedFolder();
  await appendFile(join(folder, JOURNAL), Buffer.alloc(5_000));
  await expectCut(folder, 5);
});

test('a client can’t send bytes that look like a batch behind a torn one', async () => {
  const folder = await temporaryFolder();
  const store = await openStore(folder);
  await store.commit([append('lobby', 1, 'record 1')]);
  const other = await killedFolder();
  const foreignBatches = (await readFile(join(other, JOURNAL))).subarray(30);
  await store.commit([{ type: 'append', log: 'lobby', seq: 2, record: foreignBatches }]);
  const killed = await temporaryFolder();
  await cp(folder, killed, { recursive: true });
  await store.close();
  const { length } = await readFile(join(killed, JOURNAL));
  await truncate(join(killed, JOURNAL), length - 1);
  await expectCut(killed, 1);
});

test('a flipped bit anywhere in the journal but its last batch stops the start', async () => {
  const whole = await killedFolder();
  const content = await readFile(join(whole, JOURNAL));
  const lastBatch = content.length - (content.length - 30) / 5;
  const places = fc.record({ offset: fc.nat(lastBatch - 1), bit: fc.integer({ min: 0, max: 7 }) });
  const property = fc.asyncProperty(places, async ({ offset, bit }) => {
    const folder = await temporaryFolder();
    await cp(whole, folder, { recursive: true });
    await flip(join(folder, JOURNAL), offset, 2 ** bit);
    await expectRefused(folder, JOURNAL, offset < 30 ? '' : 'damaged');
  });
  await fc.assert(property, { numRuns: 40 });
});

test('a flipped bit anywhere in a document stops the start', async () => {
  const whole = await closedFolder();
  const files = [...(await filesIn(whole, 'documents')), ...(await filesIn(whole, 'logs')), 'store.json'];
  expect(files).toHaveLength(5);
  const places = fc.record({
    file: fc.constantFrom(...files),
    where: fc.double({ min: 0, max: 1, noNaN: true }),
    bit: fc.nat(7),
  });
  const property = fc.asyncProperty(places, async ({ file, where, bit }) => {
    const folder = await temporaryFolder();
    await cp(whole, folder, { recursive: true });
    const { length } = await readFile(join(folder, file));
    await flip(join(folder, file), Math.floor(where * (length - 1)), 2 ** bit);
    await expectRefused(folder, file);
  });
  await fc.assert(property, { numRuns: 40 });
});

test('an unknown version is not touched', async () => {
  const folder = await closedFolder();
  const content = await readFile(join(folder, 'store.json'), 'utf8');
  await writeFile(join(folder, 'store.json'), content.replace('"version":1', '"version":2'));
  await expectRefused(folder, 'store.json', 'version 2');
});

test('a foreign file stops the start', async () => {
  for (const place of [
    'notes.txt',
    'journal/copy.journal',
    'documents/notes.txt',
    'documents/accounts/notes.json',
    'logs/notes',
  ]) {
    const folder = await closedFolder();
    await writeFile(join(folder, place), 'hello');
    await expectRefused(folder, place, 'not part of a store');
  }
});

test('a missing file stops the start, where it can be known', async () => {
  const state = await closedFolder();
  await rm(join(state, 'store.json'));
  await expectRefused(state, 'store.json', 'missing');
  const unwritten = await killedFolder();
  await rm(join(unwritten, 'store.json'));
  await expectRefused(unwritten, 'store.json', 'missing');
  const journal = await closedFolder();
  await rm(join(journal, 'journal', '00000002.journal'));
  await expectRefused(journal, 'journal/00000002.journal', 'missing');
  const [first = '', , third = ''] = await filesIn(journal, 'logs');
  const segment = await closedFolder();
  await rm(join(segment, first));
  await expectRefused(segment, first.replace('1.json', '257.json'), 'begin with record 1');
  expect(third).not.toBe('');
});

test('a file in another file’s place stops the start', async () => {
  const folder = await closedFolder();
  const [document = ''] = await filesIn(folder, 'documents');
  await rename(join(folder, document), join(folder, 'documents/accounts/00.json'));
  await expectRefused(folder, 'documents/accounts/00.json', 'it holds bucket');
});

test('what interrupted writes left behind is removed', async () => {
  const folder = await closedFolder();
  const left = ['store.json.0123456789ab.tmp', 'documents/accounts/00.json.0123456789ab.tmp'];
  for (const name of left) await writeFile(join(folder, name), 'half');
  await (await openStore(folder)).close();
  expect(await filesIn(folder, '.')).not.toEqual(expect.arrayContaining([expect.stringContaining('.tmp')]));
});
