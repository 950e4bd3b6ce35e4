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

test('replaces a file and leaves no temporary file', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'settings.json');
  await writeFileAtomically(path, 'old');
  await writeFileAtomically(path, Buffer.from('new'));
  expect(await readFile(path, 'utf8')).toBe('new');
  expect(await readdir(folder)).toEqual(['settings.json']);
});

test.skipIf(process.platform === 'win32')(
  'only the owner may read the file, unless the caller gives another mode',
  async () => {
    const folder = await temporaryFolder();
    await writeFileAtomically(join(folder, 'key'), 'x');
    await writeFileAtomically(join(folder, 'certificate'), 'x', { mode: 0o644 });
    expect((await stat(join(folder, 'key'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'certificate'))).mode & 0o777).toBe(0o644);
  },
);

test.skipIf(process.platform === 'win32')(
  'only the owner may read a folder that makeFolder creates',
  async () => {
    const outer = join(await temporaryFolder(), 'outer');
    await makeFolder(join(outer, 'inner'));
    for (const folder of [outer, join(outer, 'inner')]) {
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
    }
  },
);

test('concurrent writers of one file leave the content of one of them', async () => {
  const path = join(await temporaryFolder(), 'file');
  const contents = Array.from({ length: 20 }, (_, n) => String(n).repeat(100_000));
  await Promise.all(contents.map((content) => writeFileAtomically(path, content)));
  expect(contents).toContain(await readFile(path, 'utf8'));
});

test('a failed write leaves the file unchanged and no temporary file', async () => {
  const folder = await temporaryFolder();
  await makeFolder(join(folder, 'taken'));
  await writeFile(join(folder, 'taken', 'inside'), 'x');
  await expect(writeFileAtomically(join(folder, 'taken'), 'new')).rejects.toSatisfy((error) =>
    isSystemError(error, 'EISDIR', 'EEXIST', 'EPERM', 'ENOTEMPTY'),
  );
  expect(await readdir(folder)).toEqual(['taken']);
});

test('reading a missing file returns undefined, and any other failure throws', async () => {
  const folder = await temporaryFolder();
  expect(await readFileIfExists(join(folder, 'none'))).toBeUndefined();
  await expect(readFileIfExists(folder)).rejects.toThrow('EISDIR');
});

test('makeFolder returns the folders that must be synced for the new names', async () => {
  const folder = await temporaryFolder();
  const inner = join(folder, 'a', 'b');
  expect(await makeFolder(inner)).toEqual([join(folder, 'a'), folder]);
  expect(await makeFolder(inner)).toEqual([]);
});

test('recognises only its own temporary files', () => {
  expect(isTemporaryFile('state.json.0123456789ab.tmp')).toBe(true);
  expect(isTemporaryFile('notes.tmp')).toBe(false);
});
