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

test('a key is made once and is 32 bytes, and the file does not hold it', async () => {
  const path = join(await temporaryFolder(), 'key.json');
  const key = await createKeychain(keychainOf('desk'), path, silentLogger).key();
  expect(key).toMatchObject({ kind: 'keychain', secret: expect.any(Uint8Array) });
  expect(key?.secret.length).toBe(32);
  expect(await createKeychain(keychainOf('desk'), path, silentLogger).key()).toEqual(key);
  expect(await readFile(path, 'utf8')).not.toContain(Buffer.from(key?.secret ?? []).toString('base64'));
});

test('the plain-text back end is no keychain', async () => {
  const path = join(await temporaryFolder(), 'key.json');
  const storage = keychainOf('desk', 'basic_text');
  expect(await createKeychain(storage, path, silentLogger).key()).toBeUndefined();
  const unavailable = { ...keychainOf('desk'), isEncryptionAvailable: () => false };
  expect(await createKeychain(unavailable, path, silentLogger).key()).toBeUndefined();
});

test('a key that another keychain sealed is neither opened nor replaced', async () => {
  const path = join(await temporaryFolder(), 'key.json');
  await createKeychain(keychainOf('desk'), path, silentLogger).key();
  const before = await readFile(path);
  expect(await createKeychain(keychainOf('laptop'), path, silentLogger).key()).toBeUndefined();
  expect(await readFile(path)).toEqual(before);
});
