import { hash } from 'node:crypto';
import { appendFile, cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { append, put, readTexts } from '../store-contract.ts';
import { StoreUnreadable } from '../store-errors.ts';
import type { EmbeddedStoreOptions } from './embedded.ts';
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

test('a torn last batch is cut off and reported once', async () => {
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

test('sectors of the last batch that were never written, as after a power failure, are cut off', async () => {
  const running = await temporaryFolder();
  const store = await openStore(running);
  await store.commit([append('lobby', 1, 'record 1')]);
  await store.commit([append('lobby', 2, 'x'.repeat(3_000))]);
  const folder = await temporaryFolder();
  await cp(running, folder, { recursive: true });
  await store.close();
  const content = await readFile(join(folder, JOURNAL));
  content.fill(0, 1_024);
  await writeFile(join(folder, JOURNAL), content);
  await expectCut(folder, 1);
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

test('a flipped bit anywhere in the journal stops the start', async () => {
  const whole = await killedFolder();
  const content = await readFile(join(whole, JOURNAL));
  const places = fc.record({ offset: fc.nat(content.length - 1), bit: fc.integer({ min: 0, max: 7 }) });
  const property = fc.asyncProperty(places, async ({ offset, bit }) => {
    const folder = await temporaryFolder();
    await cp(whole, folder, { recursive: true });
    await flip(join(folder, JOURNAL), offset, 2 ** bit);
    await expectRefused(folder, JOURNAL, offset < 30 ? '' : 'damaged');
  });
  await fc.assert(property, { numRuns: 40 });
});

test('a last batch that was written whole and is damaged can be given up by hand', async () => {
  const folder = await killedFolder();
  const { length } = await readFile(join(folder, JOURNAL));
  const end = length - (length - 30) / 5;
  await flip(join(folder, JOURNAL), length - 1);
  await expectRefused(folder, JOURNAL, `cut the file to ${end} bytes, which gives up that last record only`);
  await truncate(join(folder, JOURNAL), end);
  const store = await openStore(folder);
  expect(await store.head('lobby')).toBe(4);
  await store.close();
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
  await expectRefused(segment, first, 'records 1 to 256 are missing');
  expect(third).not.toBe('');
});

test('a file in another file’s place stops the start', async () => {
  const folder = await closedFolder();
  const [document = ''] = await filesIn(folder, 'documents');
  await cp(join(folder, document), join(folder, 'documents/accounts/00.json'));
  await expectRefused(folder, 'documents/accounts/00.json', 'it holds bucket');
});

test('leftovers of interrupted writes are removed', async () => {
  const folder = await closedFolder();
  const left = ['store.json.0123456789ab.tmp', 'documents/accounts/00.json.0123456789ab.tmp'];
  for (const name of left) await writeFile(join(folder, name), 'half');
  await (await openStore(folder)).close();
  expect(await filesIn(folder, '.')).not.toEqual(expect.arrayContaining([expect.stringContaining('.tmp')]));
});

/** Two stops of one server with everything changed in between: the folder, and a backup of it at the first. */
async function folderAndOlderCopy(): Promise<{ readonly folder: string; readonly older: string }> {
  const folder = await temporaryFolder();
  const older = await temporaryFolder();
  await changeEverything(folder, 1);
  await cp(folder, older, { recursive: true });
  await changeEverything(folder, 2);
  return { folder, older };
}

async function changeEverything(folder: string, round: number): Promise<void> {
  const store = await openStore(folder);
  const head = await store.head('lobby');
  for (let seq = head + 1; seq <= head + 400; seq += 1) {
    void store.commit([append('lobby', seq, `record ${seq}`)]);
  }
  await store.commit([
    append('alice bob', round, 'hello'),
    put('server', 'identity', 'identity', { round }),
    put('accounts', 'alice', 'profile', { round }),
    put('accounts', 'bob', 'profile', { round }),
  ]);
  await store.close();
}

async function copyOf(folder: string): Promise<string> {
  const copy = await temporaryFolder();
  await cp(folder, copy, { recursive: true });
  return copy;
}

async function documentsAndSegments(folder: string): Promise<string[]> {
  return [...(await filesIn(folder, 'documents')), ...(await filesIn(folder, 'logs'))];
}

test('every document and segment that is missing is named, and nothing is changed', async () => {
  const { folder } = await folderAndOlderCopy();
  const files = await documentsAndSegments(folder);
  expect(files).toHaveLength(8);
  for (const file of files) {
    const damaged = await copyOf(folder);
    await rm(join(damaged, file));
    await expectRefused(damaged, file, 'Restore the folder from a backup');
  }
});

test('every document and segment that is cut short is named, and nothing is changed', async () => {
  const { folder } = await folderAndOlderCopy();
  for (const file of await documentsAndSegments(folder)) {
    const damaged = await copyOf(folder);
    const { length } = await readFile(join(damaged, file));
    await truncate(join(damaged, file), length / 2);
    await expectRefused(damaged, file, 'Restore the folder from a backup');
  }
});

test('every document and segment out of an older backup is named, and nothing is changed', async () => {
  const { folder, older } = await folderAndOlderCopy();
  const files = await documentsAndSegments(older);
  const refused: string[] = [];
  for (const file of files) {
    const damaged = await copyOf(folder);
    await cp(join(older, file), join(damaged, file));
    const before = await readFile(join(folder, file));
    if (before.equals(await readFile(join(older, file)))) continue;
    // Of a segment that others follow it is named what it lacks.
    const named = file.endsWith('257.json') ? file.replace('257', '401') : file;
    await expectRefused(damaged, named, 'older');
    refused.push(file);
  }
  expect(refused).toHaveLength(files.length - 1);
});

test('folders that are missing are named by a file that was in them', async () => {
  const { folder } = await folderAndOlderCopy();
  for (const part of ['documents', 'documents/server', 'documents/accounts', 'logs']) {
    const damaged = await copyOf(folder);
    await rm(join(damaged, part), { recursive: true });
    const error = await openStore(damaged).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: expect.stringContaining('it is missing') });
    expect(String(error)).toContain(join(damaged, part));
  }
});

test('a document or segment that the store never had is refused', async () => {
  const { folder } = await folderAndOlderCopy();
  const other = await temporaryFolder();
  const store = await openStore(other);
  await store.commit([put('guests', 'carol', 'profile', {}), append('carol', 1, 'hello')]);
  await store.close();
  for (const file of await documentsAndSegments(other)) {
    const damaged = await copyOf(folder);
    await cp(join(other, file), join(damaged, file), { recursive: true });
    await expectRefused(damaged, file, 'catalogue doesn’t name it');
  }
});

test('an older state, or none, is refused', async () => {
  const { folder, older } = await folderAndOlderCopy();
  await cp(join(older, 'store.json'), join(folder, 'store.json'));
  await expectRefused(folder, 'journal/00000002.journal', 'missing');
});

test('a whole folder out of a backup starts', async () => {
  const { older } = await folderAndOlderCopy();
  const store = await openStore(await copyOf(older));
  expect(await store.head('lobby')).toBe(400);
  expect(await store.get({ collection: 'accounts', partition: 'bob', key: 'profile' })).toEqual({ round: 1 });
  await store.close();
});

test('a checkpoint that was interrupted anywhere does not matter', async () => {
  const folder = await temporaryFolder();
  await changeEverything(folder, 1);
  const store = await openStore(folder);
  for (let seq = 401; seq <= 1_000; seq += 1) void store.commit([append('lobby', seq, `record ${seq}`)]);
  await store.commit([append('new', 1, 'one'), put('accounts', 'alice', 'profile', { round: 2 })]);
  await store.commit([put('guests', 'carol', 'profile', {})]);
  const before = await copyOf(folder);
  await store.checkpoint();
  const after = await copyOf(folder);
  await store.close();
  const newJournal = (await filesIn(after, 'journal')).at(-1) ?? '';
  const documents = await filesIn(after, 'documents');
  // No segment is written before the one that it follows.
  const segments = (await filesIn(after, 'logs')).sort((one, other) => positionOf(one) - positionOf(other));
  const written = fc.record({
    documents: fc.subarray(documents),
    segments: fc.nat(segments.length).map((length) => segments.slice(0, length)),
  });
  const property = fc.asyncProperty(written, async (done) => {
    const interrupted = await copyOf(before);
    for (const file of [newJournal, ...done.documents, ...done.segments]) {
      await cp(join(after, file), join(interrupted, file));
    }
    const alice = { collection: 'accounts', partition: 'alice', key: 'profile' };
    for (const start of ['after the interruption', 'after the next stop']) {
      const opened = await openStore(interrupted);
      expect(await opened.head('lobby'), start).toBe(1_000);
      expect(await readTexts(opened, 'lobby', 399, 402)).toEqual(
        [399, 400, 401, 402].map((seq) => `record ${seq}`),
      );
      expect(await readTexts(opened, 'new', 1, 9)).toEqual(['one']);
      expect(await opened.get(alice)).toEqual({ round: 2 });
      await opened.close();
    }
  });
  await fc.assert(property, { numRuns: 15 });
});

function positionOf(segment: string): number {
  return Number(/(\d+)\.json$/.exec(segment)?.[1]);
}

test('a folder from before there was a catalogue is refused in one sentence', async () => {
  const folder = await closedFolder();
  const data = '{"oldestJournal":2}';
  const sealed = `{"version":1,"sha256":"${hash('sha256', data)}","data":${data}}\n`;
  await writeFile(join(folder, 'store.json'), sealed);
  await expectRefused(folder, 'store.json', 'before Parley kept a catalogue of its files');
});
