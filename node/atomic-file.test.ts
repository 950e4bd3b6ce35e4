import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import {
  isSystemError,
  isTemporaryFile,
  makeFolder,
  readFileIfExists,
  writeFileAtomically,
} from './atomic-file.ts';

test('replaces a file and leaves nothing beside it', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'settings.json');
  await writeFileAtomically(path, 'old');
  await writeFileAtomically(path, Buffer.from('new'));
  expect(await readFile(path, 'utf8')).toBe('new');
  expect(await readdir(folder)).toEqual(['settings.json']);
});

test.skipIf(process.platform === 'win32')('only the owner may read it unless told otherwise', async () => {
  const folder = await temporaryFolder();
  await writeFileAtomically(join(folder, 'key'), 'x');
  await writeFileAtomically(join(folder, 'certificate'), 'x', { mode: 0o644 });
  expect((await stat(join(folder, 'key'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'certificate'))).mode & 0o777).toBe(0o644);
});

test.skipIf(process.platform === 'win32')('only the owner may look into a folder that it makes', async () => {
  const outer = join(await temporaryFolder(), 'outer');
  await makeFolder(join(outer, 'inner'));
  for (const folder of [outer, join(outer, 'inner')]) {
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  }
});

test('writers of one file at the same time leave one of the contents', async () => {
  const path = join(await temporaryFolder(), 'file');
  const contents = Array.from({ length: 20 }, (_, n) => String(n).repeat(100_000));
  await Promise.all(contents.map((content) => writeFileAtomically(path, content)));
  expect(contents).toContain(await readFile(path, 'utf8'));
});

test('a failed write leaves the file as it was and nothing beside it', async () => {
  const folder = await temporaryFolder();
  await makeFolder(join(folder, 'taken'));
  await writeFile(join(folder, 'taken', 'inside'), 'x');
  await expect(writeFileAtomically(join(folder, 'taken'), 'new')).rejects.toSatisfy((error) =>
    isSystemError(error, 'EISDIR', 'EEXIST', 'EPERM', 'ENOTEMPTY'),
  );
  expect(await readdir(folder)).toEqual(['taken']);
});

test('a file that isn’t there is undefined, any other failure throws', async () => {
  const folder = await temporaryFolder();
  expect(await readFileIfExists(join(folder, 'none'))).toBeUndefined();
  await expect(readFileIfExists(folder)).rejects.toThrow('EISDIR');
});

test('tells which folders have got a new name when one is made', async () => {
  const folder = await temporaryFolder();
  const inner = join(folder, 'a', 'b');
  expect(await makeFolder(inner)).toEqual([join(folder, 'a'), folder]);
  expect(await makeFolder(inner)).toEqual([]);
});

test('knows its own temporary files only', () => {
  expect(isTemporaryFile('state.json.0123456789ab.tmp')).toBe(true);
  expect(isTemporaryFile('notes.tmp')).toBe(false);
});
