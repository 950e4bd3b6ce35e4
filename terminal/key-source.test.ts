import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { keyFileSource, passphraseSource } from './key-source.ts';

test('the passphrase is the first line of its file', async () => {
  const file = join(await temporaryFolder(), 'passphrase');
  await writeFile(file, 'open sesame \r\nnot this\n');
  const source = await passphraseSource(file);
  expect(source.kind).toBe('passphrase');
  expect(Buffer.from(await source.secret()).toString()).toBe('open sesame ');
});

test('an empty or missing passphrase file is named', async () => {
  const file = join(await temporaryFolder(), 'passphrase');
  await expect(passphraseSource(file)).rejects.toThrow(`The file ${file} can’t be read: it does not exist.`);
  await writeFile(file, '\nsecond line');
  await expect(passphraseSource(file)).rejects.toThrow(file);
});

test('a key file is made once, for its owner only, and said aloud once', async () => {
  const folder = join(await temporaryFolder(), 'deeper', 'profile');
  const made: string[] = [];
  const first = await keyFileSource(folder, (file) => made.push(file));
  const again = await keyFileSource(folder, (file) => made.push(file));
  const file = join(folder, 'profile.key');
  expect(made).toEqual([file]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await first.secret()).toEqual(await readFile(file));
  expect(await again.secret()).toEqual(await first.secret());
});

test('a damaged key file is named and left as it is', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'profile.key');
  await writeFile(file, 'short');
  await expect(keyFileSource(folder, () => undefined)).rejects.toThrow(`The key file ${file} is damaged`);
  expect(await readFile(file, 'utf8')).toBe('short');
});
