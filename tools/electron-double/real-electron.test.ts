import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { findRealElectron } from './real-electron.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

test.each(['electron', 'electron.exe', 'Electron.app/Contents/MacOS/Electron'])('finds %s', async (name) => {
  const folder = await temporaryFolder();
  expect(findRealElectron(folder)).toBeUndefined();
  await writeFile(join(folder, 'path.txt'), name);
  expect(findRealElectron(folder)).toBeUndefined();
  const path = join(folder, 'dist', name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '');
  expect(findRealElectron(folder)).toBe(path);
});
