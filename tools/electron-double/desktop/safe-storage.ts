// AES-256-GCM under a key file in the profile: reversible and bound to the profile, as the real one's keyring is.
// ELECTRON_DOUBLE_SAFE_STORAGE chooses the keyring: gnome_libsecret (default), basic_text or unavailable.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { requireReady, state, theApp } from '../state.ts';
import { Strict } from '../strict.ts';

type Backend = 'gnome_libsecret' | 'basic_text' | 'unknown';

const ivLength = 12;
const tagLength = 16;

class SafeStorage extends Strict {
  #isPlainTextAllowed = false;

  /** basic_text hides nothing: like Electron, it counts as available only when the app asked for plain text. */
  isEncryptionAvailable(): boolean {
    if (!state.isReady) return false;
    const backend = selectedBackend();
    return backend === 'gnome_libsecret' || (backend === 'basic_text' && this.#isPlainTextAllowed);
  }

  getSelectedStorageBackend(): Backend {
    return state.isReady ? selectedBackend() : 'unknown';
  }

  setUsePlainTextEncryption(usePlainText: boolean): void {
    this.#isPlainTextAllowed = usePlainText;
  }

  encryptString(plainText: string): Buffer {
    const { prefix, key } = this.#key('encrypting a string');
    const iv = randomBytes(ivLength);
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    const sealed = [cipher.update(plainText, 'utf8'), cipher.final()];
    return Buffer.concat([Buffer.from(prefix), iv, ...sealed, cipher.getAuthTag()]);
  }

  decryptString(encrypted: Buffer): string {
    const { prefix, key } = this.#key('decrypting a string');
    const iv = encrypted.subarray(prefix.length, prefix.length + ivLength);
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, iv);
      decipher.setAuthTag(encrypted.subarray(-tagLength));
      const sealed = encrypted.subarray(prefix.length + ivLength, -tagLength);
      return decipher.update(sealed, undefined, 'utf8') + decipher.final('utf8');
    } catch (error) {
      const message = 'Error while decrypting the ciphertext provided to safeStorage.decryptString.';
      throw new Error(message, { cause: error });
    }
  }

  #key(doing: string): { readonly prefix: string; readonly key: Buffer } {
    requireReady(`safeStorage cannot be used for ${doing}`);
    if (!this.isEncryptionAvailable()) {
      throw new Error(`Error while ${doing}: Encryption is not available.`);
    }
    // Chromium's own prefixes: v10 under its fixed password, v11 under the keyring's.
    return selectedBackend() === 'basic_text'
      ? { prefix: 'v10', key: createHash('sha256').update('peanuts').digest() }
      : { prefix: 'v11', key: profileKey() };
  }
}

function selectedBackend(): Backend {
  const chosen = process.env.ELECTRON_DOUBLE_SAFE_STORAGE ?? 'gnome_libsecret';
  if (chosen === 'gnome_libsecret' || chosen === 'basic_text') return chosen;
  if (chosen === 'unavailable') return 'unknown';
  throw new Error(`electron double: ELECTRON_DOUBLE_SAFE_STORAGE=${chosen} is unknown`);
}

function profileKey(): Buffer {
  const file = join(theApp().getPath('userData'), 'double-keyring');
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, randomBytes(32), { mode: 0o600 });
  }
  return readFileSync(file);
}

export const safeStorage = new SafeStorage();
