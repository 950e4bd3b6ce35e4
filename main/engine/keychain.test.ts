import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { silentLogger } from '../../test/support/silent-logger.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { createKeychain } from './keychain.ts';

type Storage = Parameters<typeof createKeychain>[0];

/** One computer's keychain: what another one has sealed it does not open. */
function keychainOf(
  computer: string,
  backend: 'gnome_libsecret' | 'basic_text' = 'gnome_libsecret',
): Storage {
  return {
    isEncryptionAvailable: () => true,
    getSelectedStorageBackend: () => backend,
    encryptString: (text) => Buffer.from(`${computer}:${text}`),
    decryptString(sealed) {
      const [sealedBy, text = ''] = sealed.toString().split(':');
      if (sealedBy !== computer) throw new Error('sealed elsewhere');
      return text;
    },
  };
}

test('the keychain key is created once, has 32 bytes, and is not stored in plain text', async () => {
  const path = join(await temporaryFolder(), 'key.json');
  const [key, ...others] = await createKeychain(keychainOf('desk'), path, silentLogger).keys();
  expect(others).toEqual([]);
  expect(key).toMatchObject({ kind: 'keychain', secret: expect.any(Uint8Array) });
  expect(key?.secret.length).toBe(32);
  expect(await createKeychain(keychainOf('desk'), path, silentLogger).keys()).toEqual([key]);
  expect(await readFile(path, 'utf8')).not.toContain(Buffer.from(key?.secret ?? []).toString('base64'));
});

test('the plain-text backend does not count as a keychain', async () => {
  const path = join(await temporaryFolder(), 'key.json');
  const storage = keychainOf('desk', 'basic_text');
  expect(await createKeychain(storage, path, silentLogger).keys()).toEqual([]);
  const unavailable = { ...keychainOf('desk'), isEncryptionAvailable: () => false };
  expect(await createKeychain(unavailable, path, silentLogger).keys()).toEqual([]);
});

test('a reset keychain gets a new key, and opens older data once its old key is back', async () => {
  const path = join(await temporaryFolder(), 'key.json');
  const keysOf = (computer: string) => createKeychain(keychainOf(computer), path, silentLogger).keys();
  const [first] = await keysOf('desk');
  const [second, ...none] = await keysOf('reset');
  expect(second).not.toEqual(first);
  expect(none).toEqual([]);
  expect(await keysOf('reset')).toEqual([second]);
  const [third, ...former] = await keysOf('desk');
  expect(former).toEqual([first]);
  expect(third).not.toEqual(second);
  expect(await keysOf('desk')).toEqual([third, first]);
});

test('a locked keychain returns no key and loses none', async () => {
  const path = join(await temporaryFolder(), 'key.json');
  const keys = await createKeychain(keychainOf('desk'), path, silentLogger).keys();
  const before = await readFile(path);
  const fail = () => {
    throw new Error('it is locked');
  };
  const locked = { ...keychainOf('desk'), encryptString: fail, decryptString: fail };
  expect(await createKeychain(locked, path, silentLogger).keys()).toEqual([]);
  expect(await readFile(path)).toEqual(before);
  expect(await createKeychain(keychainOf('desk'), path, silentLogger).keys()).toEqual(keys);
});
