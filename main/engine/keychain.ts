// The profiles' key comes from the system's keychain, sealed by safeStorage, or from a passphrase that a person
// types. Chromium's basic_text back end hides nothing, so it counts as no keychain.
import { randomBytes } from 'node:crypto';
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import type { ProfileKey } from '../engine-process/messages.ts';
import type { Logger } from '../logger.ts';
import { storedFile } from '../stored-file.ts';

const KEY_BYTES = 32;
const sealedKey = z.object({ v: z.literal(1), sealed: z.base64() });

export interface Keychain {
  /** The key, made at first use; undefined where there is no keychain, or it can't open what it sealed. */
  key(): Promise<ProfileKey | undefined>;
}

type Storage = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
>;

/** `path` is the file that holds the sealed key. */
export function createKeychain(storage: Storage, path: string, logger: Logger): Keychain {
  const file = storedFile(path, sealedKey, logger);

  async function make(): Promise<Uint8Array> {
    const key = randomBytes(KEY_BYTES);
    const sealed = storage.encryptString(key.toString('base64')).toString('base64');
    await file.write({ v: 1, sealed });
    return key;
  }

  function open(sealed: string): Uint8Array | undefined {
    try {
      return Buffer.from(storage.decryptString(Buffer.from(sealed, 'base64')), 'base64');
    } catch (error) {
      logger.warn({ error }, 'the keychain does not open the key that it sealed');
      return undefined;
    }
  }

  return {
    async key() {
      if (!isKeychain(storage)) return undefined;
      const stored = await file.read();
      const secret = stored ? open(stored.sealed) : await make();
      return secret && { kind: 'keychain', secret: new Uint8Array(secret) };
    },
  };
}

/** Only Linux has back ends to choose from. */
function isKeychain(storage: Storage): boolean {
  if (!storage.isEncryptionAvailable()) return false;
  return process.platform !== 'linux' || storage.getSelectedStorageBackend() !== 'basic_text';
}

export function passphraseKey(passphrase: string): ProfileKey {
  return { kind: 'passphrase', secret: new TextEncoder().encode(passphrase) };
}
