import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { readTexts } from '../store-contract.ts';
import { StoreLocked } from '../store-errors.ts';
import { shelfOf } from './names.ts';
import { openStore } from './testing/open-store.ts';

/** So far behind the record of a commit lies the one that it erases: in the same segment or in one before. */
const ERASED_BEHIND = 300;

const writer = new URL('./testing/crash-writer.ts', import.meta.url);

function startWriter(folder: string, checkpointBytes: number): ChildProcess {
  const child = fork(writer, [folder, String(checkpointBytes), String(ERASED_BEHIND)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  child.stderr?.on('data', (text) => expect.unreachable(String(text)));
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** Kills the writer once it has acknowledged so many commits. Returns the last acknowledged one. */
async function killAfter(child: ChildProcess, acknowledgements: number): Promise<number> {
  const acknowledged: number[] = [];
  for await (const line of createInterface({ input: child.stdout! })) {
    acknowledged.push(Number(line));
    if (acknowledged.length === acknowledgements) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return Math.max(...acknowledged);
}

test('a killed process loses nothing it acknowledged, doubles nothing and leaves no commit half done', async () => {
  const moments = fc.array(
    fc.record({
      after: fc.integer({ min: 1, max: 1_500 }),
      checkpointBytes: fc.constantFrom(2_000, 50_000, 1e9),
    }),
    {
      minLength: 4,
      maxLength: 4,
    },
  );
  const property = fc.asyncProperty(moments, async (kills) => {
    const folder = await temporaryFolder();
    for (const { after, checkpointBytes } of kills) {
      const acknowledged = await killAfter(startWriter(folder, checkpointBytes), after);
      await expectWhole(folder, acknowledged);
    }
  });
  await fc.assert(property, { numRuns: 2, endOnFailure: true });
}, 120_000);

async function expectWhole(folder: string, acknowledged: number): Promise<void> {
  // A kill may tear the last batch: the store warns of it, and nothing acknowledged is lost.
  const store = await openStore(folder, {
    onWarning: (sentence) => expect(sentence).toContain('not been acknowledged'),
  });
  const head = await store.head('one');
  expect(head).toBeGreaterThanOrEqual(acknowledged);
  const expected = Array.from({ length: head }, (_, n) => `record ${n + 1}`);
  expect(await readTexts(store, 'one', 1, head + 10)).toEqual(expected);
  const withErased = expected.map((text, n) => (n < head - ERASED_BEHIND ? `erased ${n + 1}` : text));
  expect(await readTexts(store, 'two', 1, head + 10)).toEqual(withErased);
  const last = await store.get({ collection: 'counts', partition: 'two logs', key: 'last' });
  expect(last).toEqual({ number: head });
  for (let number = Math.max(1, head - 49); number <= head; number += 1) {
    const path = { collection: 'counts', partition: `number ${number % 50}`, key: 'last' };
    expect(await store.get(path)).toEqual({ number });
  }
  expect(await store.checkpoint()).toBe(true);
  await expectErased(join(folder, 'logs', shelfOf('two')), Math.max(0, head - ERASED_BEHIND));
  await store.close();
}

/** Nothing of an erased record is in any file of its log. */
async function expectErased(folder: string, upTo: number): Promise<void> {
  const files = await readdir(folder, { recursive: true });
  const stored = await Promise.all(
    files.filter((name) => name.endsWith('.json')).map((name) => readFile(join(folder, name), 'utf8')),
  );
  const found = Array.from({ length: upTo }, (_, n) => n + 1).filter((number) =>
    stored.some((text) => text.includes(`"${Buffer.from(`record ${number}`).toString('base64')}"`)),
  );
  expect(found).toEqual([]);
}

test('the folder of a living process is refused by its name, and free at once when it was killed', async () => {
  const folder = await temporaryFolder();
  const child = startWriter(folder, 1e9);
  await once(child.stdout!, 'data');
  const refused = await openStore(folder).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(StoreLocked);
  expect(refused).toMatchObject({ folder, owner: { pid: child.pid } });
  expect(String(refused)).toContain(`in use by process ${child.pid}`);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await (await openStore(folder)).close();
});
