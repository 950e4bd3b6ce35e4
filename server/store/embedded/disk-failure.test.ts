import { execFile } from 'node:child_process';
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { ok, refuse } from '../../../protocol/errors.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { append, put, readTexts } from '../store-contract.ts';
import { StoreFailed } from '../store-errors.ts';
import { type JournalFile, openJournalFile } from './journal-file.ts';
import { openStore } from './testing/open-store.ts';

/** The real file with some operations replaced, as long as `fault` names them. */
function faulty(fault: { current: Partial<JournalFile> }) {
  return async (path: string): Promise<JournalFile> => {
    const real = await openJournalFile(path);
    return {
      write: (bytes, position) => (fault.current.write ?? real.write)(bytes, position),
      sync: () => (fault.current.sync ?? real.sync)(),
      truncate: (length) => (fault.current.truncate ?? real.truncate)(length),
      close: () => real.close(),
    };
  };
}

function failWith(code: string) {
  return () => Promise.reject(Object.assign(new Error(code), { code }));
}

test.each(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'ENOMEM'])(
  'a disk that is full (%s) refuses commits, is read, and recovers by itself',
  async (code) => {
    const fault: { current: Partial<JournalFile> } = { current: {} };
    const folder = await temporaryFolder();
    const store = await openStore(folder, { openJournalFile: faulty(fault) });
    await store.commit([append('lobby', 1, 'one')]);
    fault.current = { write: failWith(code) };
    const refused = await Promise.all([
      store.commit([append('lobby', 2, 'x')]),
      store.commit([append('lobby', 3, 'y')]),
    ]);
    expect(refused).toEqual([refuse('storage-full'), refuse('storage-full')]);
    expect(await readTexts(store, 'lobby', 1, 9)).toEqual(['one']);
    fault.current = {};
    expect(await store.commit([append('lobby', 2, 'two')])).toEqual(ok(undefined));
    await store.close();
    const again = await openStore(folder);
    expect(await readTexts(again, 'lobby', 1, 9)).toEqual(['one', 'two']);
    await again.close();
  },
);

test.each([
  ['in the next batch', undefined],
  ['waiting for room', 50],
])(
  'what is %s behind a refused commit is refused too, because its turn has passed',
  async (_, backlogBytes) => {
    const writing = Promise.withResolvers<void>();
    const mayFail = Promise.withResolvers<void>();
    const fault: { current: Partial<JournalFile> } = { current: {} };
    const store = await openStore(await temporaryFolder(), {
      openJournalFile: faulty(fault),
      ...(backlogBytes && { backlogBytes }),
    });
    expect(await store.head('lobby')).toBe(0);
    fault.current = {
      write: async () => {
        writing.resolve();
        await mayFail.promise;
        return failWith('ENOSPC')();
      },
    };
    const first = store.commit([append('lobby', 1, 'one')]);
    await writing.promise;
    const behind = store.commit([append('lobby', 2, 'two')]);
    mayFail.resolve();
    expect(await Promise.all([first, behind])).toEqual([refuse('storage-full'), refuse('storage-full')]);
    fault.current = {};
    expect(await store.commit([append('lobby', 1, 'one')])).toEqual(ok(undefined));
    await store.close();
  },
);

test.each(['EMFILE', 'ENFILE', 'ENOMEM'])(
  'without descriptors or memory (%s) nothing is written down, and it is tried again; a crash in between loses nothing',
  async (code) => {
    const fault = { isOn: false };
    const warnings: string[] = [];
    const folder = await temporaryFolder();
    const store = await openStore(folder, {
      onWarning: (sentence) => warnings.push(sentence),
      openJournalFile: (path) => (fault.isOn ? failWith(code)() : openJournalFile(path)),
    });
    await store.commit([append('lobby', 1, 'one')]);
    fault.isOn = true;
    expect(await store.checkpoint()).toBe(false);
    expect(await store.commit([append('lobby', 2, 'two')])).toEqual(ok(undefined));
    const killed = await temporaryFolder();
    await cp(folder, killed, { recursive: true });
    fault.isOn = false;
    expect(await store.checkpoint()).toBe(true);
    expect(warnings).toEqual([expect.stringContaining(code)]);
    await store.close();
    for (const left of [folder, killed]) {
      const again = await openStore(left);
      expect(await readTexts(again, 'lobby', 1, 9)).toEqual(['one', 'two']);
      await again.close();
    }
  },
);

test('a batch of which only a part fitted leaves nothing behind', async () => {
  const folder = await temporaryFolder();
  const store = await openStore(folder, {
    openJournalFile: async (path) => {
      const real = await openJournalFile(path);
      let room = 200;
      return {
        ...real,
        write: async (bytes, position) => {
          if (room === 0) return failWith('ENOSPC')();
          const written = await real.write(bytes.subarray(0, room), position);
          room -= written;
          return written;
        },
      };
    },
  });
  expect(await store.commit([append('lobby', 1, 'one')])).toEqual(ok(undefined));
  expect(await store.commit([append('lobby', 2, 'x'.repeat(1_000))])).toEqual(refuse('storage-full'));
  const killed = await temporaryFolder();
  await cp(folder, killed, { recursive: true });
  await store.close();
  const again = await openStore(killed);
  expect(await readTexts(again, 'lobby', 1, 9)).toEqual(['one']);
  await again.close();
});

test('nothing is seen before it is synced', async () => {
  const syncing = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<void>();
  const fault: { current: Partial<JournalFile> } = { current: {} };
  const store = await openStore(await temporaryFolder(), { openJournalFile: faulty(fault) });
  fault.current = {
    sync: () => {
      syncing.resolve();
      return mayEnd.promise;
    },
  };
  const alice = { collection: 'accounts', partition: 'alice', key: 'profile' };
  const committed = store.commit([append('lobby', 1, 'one'), { type: 'put', ...alice, value: {} }]);
  await syncing.promise;
  expect(await store.head('lobby')).toBe(0);
  expect(await store.get(alice)).toBeUndefined();
  mayEnd.resolve();
  await committed;
  expect(await store.head('lobby')).toBe(1);
  expect(await store.get(alice)).toEqual({});
  await store.close();
});

test('short writes are continued', async () => {
  const folder = await temporaryFolder();
  const store = await openStore(folder, {
    openJournalFile: async (path) => {
      const real = await openJournalFile(path);
      return { ...real, write: (bytes, position) => real.write(bytes.subarray(0, 7), position) };
    },
  });
  await store.commit([append('lobby', 1, 'one'), put('accounts', 'alice', 'profile', { name: 'Alice' })]);
  const killed = await temporaryFolder();
  await cp(folder, killed, { recursive: true });
  await store.close();
  const again = await openStore(killed);
  expect(await readTexts(again, 'lobby', 1, 9)).toEqual(['one']);
  await again.close();
});

test.each([
  ['an unsyncable journal', { sync: failWith('EIO') }],
  ['a journal that can’t be written', { write: failWith('EIO') }],
  ['a full disk that can’t be tidied up', { write: failWith('ENOSPC'), truncate: failWith('EIO') }],
  ['a full disk that the sync reports', { sync: failWith('ENOSPC') }],
])('%s ends all acknowledgements, and is reported once', async (_, broken: Partial<JournalFile>) => {
  const fault: { current: Partial<JournalFile> } = { current: {} };
  const fatal: StoreFailed[] = [];
  const store = await openStore(await temporaryFolder(), {
    openJournalFile: faulty(fault),
    onFatal: (error) => fatal.push(error),
  });
  await store.commit([append('lobby', 1, 'one')]);
  fault.current = broken;
  await expect(store.commit([append('lobby', 2, 'two')])).rejects.toThrow(StoreFailed);
  fault.current = {};
  await expect(store.commit([append('lobby', 2, 'two')])).rejects.toThrow(StoreFailed);
  expect(await readTexts(store, 'lobby', 1, 9)).toEqual(['one']);
  expect(await store.checkpoint()).toBe(false);
  expect(fatal).toEqual([expect.any(StoreFailed)]);
  await store.close();
});

const canMount = process.platform === 'linux' && process.getuid?.() === 0;

test.skipIf(!canMount)(
  'on a real full disk nothing is lost, and it goes on when there is room',
  async (context) => {
    const folder = await temporaryFolder();
    const run = promisify(execFile);
    try {
      await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'parley-test', folder]);
    } catch (error) {
      context.skip(`no file system can be mounted here: ${error}`);
    }
    onTestFinished(async () => {
      await run('umount', [folder]);
    });
    await writeFile(join(folder, 'ballast'), Buffer.alloc(500_000));
    const warnings: string[] = [];
    const data = join(folder, 'data');
    const store = await openStore(data, {
      onWarning: (sentence) => warnings.push(sentence),
      checkpointBytes: 50_000,
    });
    const record = Buffer.alloc(10_000, 7);
    let head = 0;
    while ((await store.commit([{ type: 'append', log: 'lobby', seq: head + 1, record }])).ok) head += 1;
    expect(head).toBeGreaterThan(5);
    expect(await store.checkpoint()).toBe(false);
    expect(await store.read('lobby', 1, head + 1)).toHaveLength(head);
    await rm(join(folder, 'ballast'));
    expect(await store.commit([{ type: 'append', log: 'lobby', seq: head + 1, record }])).toEqual(
      ok(undefined),
    );
    expect(await store.checkpoint()).toBe(true);
    expect(warnings).toEqual([expect.stringContaining('disk is full')]);
    await store.close();
    const again = await openStore(data);
    expect(await again.read('lobby', 1, head + 2)).toHaveLength(head + 1);
    await again.close();
  },
);
