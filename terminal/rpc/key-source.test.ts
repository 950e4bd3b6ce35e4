import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { keyFileSource, passphraseSource } from './key-source.ts';

test('the passphrase is the first line of its file', async () => {
  const file = join(await temporaryFolder(), 'passphrase');
  await writeFile(file, 'open sesame \r\nnot this\n');
  const source = await passphraseSource(file);
  expect(source.kind).toBe('passphrase');
  expect(Buffer.from(await source.secret()).toString()).toBe('open sesame ');
});

test.each([
  ['UTF-8 behind a byte order mark', Buffer.from('\ufeffüber alle Berge\r\n')],
  ['UTF-16', Buffer.from('\ufeffüber alle Berge\r\n', 'utf16le')],
])('the passphrase may be in %s', async (_, content) => {
  const file = join(await temporaryFolder(), 'passphrase');
  await writeFile(file, content);
  const source = await passphraseSource(file);
  expect(Buffer.from(await source.secret()).toString()).toBe('über alle Berge');
});

test('a passphrase in another encoding is refused, not read as another one', async () => {
  const file = join(await temporaryFolder(), 'passphrase');
  await writeFile(file, Buffer.from('über', 'latin1'));
  await expect(passphraseSource(file)).rejects.toThrow(
    `The file ${file} can’t be read: it is not text in UTF-8.`,
  );
});

test('a line break that an editor left behind a key is no part of it', async () => {
  const folder = await temporaryFolder();
  const key = Buffer.alloc(32, 7);
  for (const end of ['\n', '\r\n']) {
    await writeFile(join(folder, 'profile.key'), Buffer.concat([key, Buffer.from(end)]));
    expect(Buffer.from(await keyFileSource(folder, () => expect.unreachable()).secret())).toEqual(key);
  }
});

test('an empty or missing passphrase file is named', async () => {
  const file = join(await temporaryFolder(), 'passphrase');
  await expect(passphraseSource(file)).rejects.toThrow(`The file ${file} can’t be read: it does not exist.`);
  await writeFile(file, '\nsecond line');
  await expect(passphraseSource(file)).rejects.toThrow(file);
});

test('a key file is made once, for its owner only, and said aloud once', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'profile.key');
  const made: string[] = [];
  const source = keyFileSource(folder, (path) => made.push(path));
  const key = await source.secret();
  expect(await source.secret()).toEqual(key);
  expect(made).toEqual([file]);
  // Windows has no such bits.
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file)).toEqual(key);
});

test('a profile that a passphrase opens gets no key file', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'keys.json'), '{}');
  const { secret } = keyFileSource(folder, () => expect.unreachable());
  await expect(secret()).rejects.toThrow('give --passphrase-file');
});

test('a damaged key file is named and left as it is', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'profile.key');
  await writeFile(file, 'short');
  const { secret } = keyFileSource(folder, () => expect.unreachable());
  await expect(secret()).rejects.toThrow(`The key file ${file} is damaged`);
  expect(await readFile(file, 'utf8')).toBe('short');
});
