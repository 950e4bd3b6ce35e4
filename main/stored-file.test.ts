import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { silentLogger } from '../test/support/silent-logger.ts';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { storedFile } from './stored-file.ts';

const schema = z.object({ v: z.literal(1), count: z.int() });

test('what is written is read, and the last write stays', async () => {
  const file = storedFile(join(await temporaryFolder(), 'file.json'), schema, silentLogger);
  expect(await file.read()).toBeUndefined();
  for (let count = 0; count < 5; count += 1) file.write({ v: 1, count });
  await file.settled();
  expect(await file.read()).toEqual({ v: 1, count: 4 });
});

test.each(['{"v":1', '{"v":2,"count":1}'])('%s can’t be read and is kept aside', async (content) => {
  const folder = await temporaryFolder();
  const path = join(folder, 'file.json');
  await writeFile(path, content);
  const file = storedFile(path, schema, silentLogger);
  expect(await file.read()).toBeUndefined();
  await file.write({ v: 1, count: 7 });
  const kept = (await readdir(folder)).find((name) => name.includes('unreadable'));
  expect(await readFile(join(folder, kept ?? ''), 'utf8')).toBe(content);
  expect(await file.read()).toEqual({ v: 1, count: 7 });
});
