// The profiles' key comes from the system's keychain, sealed by safeStorage, or from a passphrase that a person
// types. Chromium's basic_text back end hides nothing, so it counts as no keychain.
import { randomBytes } from 'node:crypto';
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import type { Logger } from '../logger.ts';
import { storedFile } from '../stored-file.ts';
import type { ProfileKey } from './messages.ts';

const KEY_BYTES = 32;
/** A keychain that forgets and remembers again and again is not worth more. */
const MOST_FORMER = 20;
const sealedKey = z.object({
  v: z.literal(1),
  sealed: z.base64(),
  /** What the keychain did not open when it was needed, newest first: it may come back. */
  former: z.array(z.base64()).max(MOST_FORMER).exactOptional(),
});

export interface Keychain {
  /**
   * The key for what is made now, and those before that it opens, too. The first is made at first use, and anew when
   * the keychain was reset. None where there is no keychain.
   */
  keys(): Promise<readonly ProfileKey[]>;
}

type Storage = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
>;

/** `path` is the file that holds the sealed key. */
export function createKeychain(storage: Storage, path: string, logger: Logger): Keychain {
  const file = storedFile(path, sealedKey, logger);

  async function make(former: readonly string[]): Promise<Uint8Array | undefined> {
    const key = randomBytes(KEY_BYTES);
    const sealed = seal(key);
    if (sealed === undefined) return undefined;
    const kept = former.slice(0, MOST_FORMER);
    await file.write({ v: 1, sealed, ...(kept.length > 0 && { former: kept }) });
    return key;
  }

  function seal(key: Buffer): string | undefined {
    try {
      return storage.encryptString(key.toString('base64')).toString('base64');
    } catch (error) {
      logger.warn({ error }, 'the keychain seals no key');
      return undefined;
    }
  }

  function open(sealed: string): Uint8Array | undefined {
    try {
      return Buffer.from(storage.decryptString(Buffer.from(sealed, 'base64')), 'base64');
    } catch (error) {
      logger.warn({ error }, 'the keychain does not open a key that it sealed');
      return undefined;
    }
  }

  return {
    async keys() {
      if (!isKeychain(storage)) return [];
      const stored = await file.read();
      const former = stored?.former ?? [];
      const current = stored && open(stored.sealed);
      const first = current ?? (await make(stored ? [stored.sealed, ...former] : []));
      const secrets = [first, ...former.map(open)].filter((secret) => secret !== undefined);
      return secrets.map((secret) => ({ kind: 'keychain', secret: new Uint8Array(secret) }));
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
