// A text under a passphrase that its reader has to know, in OpenSSL's own format, so that it can be opened without Parley
// (docs/locked-messages.md): `Salted__ | salt 8 | AES-256-CBC ciphertext`, with key and IV by PBKDF2. CBC accepts any
// passphrase now and then, so an HMAC by a further key of the same derivation comes first.
import { createHmac, webcrypto } from 'node:crypto';
import AES from 'crypto-js/aes.js';
import CryptoJS from 'crypto-js/core.js';
import { concat, textOf, toBase64url, utf8 } from '../../protocol/bytes.ts';
import type { ContentOf } from '../../protocol/content/content.ts';
import { writtenText } from '../../protocol/content/text.ts';
import { type Digest, digest } from '../../protocol/ids.ts';
import { equal, type RandomSource, randomBytes, wipe } from './primitives.ts';

export type LockedText = Pick<ContentOf<'locked'>, 'locked' | 'mac'>;

const MAGIC = utf8('Salted__');
const SALT_BYTES = 8;
const KEY_BYTES = 32;
const IV_BYTES = 16;
const MAC_KEY_BYTES = 32;
const ITERATIONS = 600_000;

export async function lockText(
  text: string,
  passphrase: string,
  random: RandomSource = randomBytes,
): Promise<LockedText> {
  const salt = random(SALT_BYTES);
  const keys = await deriveKeys(passphrase, salt);
  const encrypted = AES.encrypt(words(utf8(text)), words(keys.key), { iv: words(keys.iv) });
  const bytes = concat(MAGIC, salt, bytesOf(encrypted.ciphertext));
  const mac = macOf(keys.macKey, bytes);
  wipe(keys.all);
  return { locked: Buffer.from(bytes).toString('base64'), mac };
}

/** Undefined where the passphrase is another one, or a bit has changed. */
export async function unlockText(
  { locked, mac }: LockedText,
  passphrase: string,
): Promise<string | undefined> {
  const bytes = new Uint8Array(Buffer.from(locked, 'base64'));
  const salt = bytes.slice(MAGIC.length, MAGIC.length + SALT_BYTES);
  const keys = await deriveKeys(passphrase, salt);
  const isGenuine = equal(utf8(macOf(keys.macKey, bytes)), utf8(mac));
  const text = isGenuine ? decrypt(keys, bytes.subarray(MAGIC.length + SALT_BYTES)) : undefined;
  wipe(keys.all);
  return text;
}

type Keys = Awaited<ReturnType<typeof deriveKeys>>;

/** By WebCrypto, in a thread of its own: crypto-js would hold everything up for a minute. */
async function deriveKeys(passphrase: string, salt: Uint8Array<ArrayBuffer>) {
  const typed = utf8(passphrase.normalize('NFC'));
  const key = await webcrypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveBits']);
  const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ITERATIONS };
  const bits = 8 * (KEY_BYTES + IV_BYTES + MAC_KEY_BYTES);
  const all = new Uint8Array(await webcrypto.subtle.deriveBits(parameters, key, bits));
  return {
    all,
    key: all.subarray(0, KEY_BYTES),
    iv: all.subarray(KEY_BYTES, KEY_BYTES + IV_BYTES),
    macKey: all.subarray(KEY_BYTES + IV_BYTES),
  };
}

/** Over salt and ciphertext, with what they stand behind. */
function macOf(key: Uint8Array, bytes: Uint8Array): Digest {
  return digest.parse(toBase64url(createHmac('sha256', key).update(bytes).digest()));
}

/** Who knows the passphrase can have locked what is no text. */
function decrypt({ key, iv }: Keys, ciphertext: Uint8Array): string | undefined {
  const params = CryptoJS.lib.CipherParams.create({ ciphertext: words(ciphertext) });
  try {
    const text = textOf(bytesOf(AES.decrypt(params, words(key), { iv: words(iv) })));
    return writtenText.safeParse(text).data;
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return;
    throw error;
  }
}

function words(bytes: Uint8Array): CryptoJS.lib.WordArray {
  return CryptoJS.enc.Hex.parse(Buffer.from(bytes).toString('hex'));
}

function bytesOf({ words: all, sigBytes }: CryptoJS.lib.WordArray): Uint8Array<ArrayBuffer> {
  if (sigBytes < 0) throw new RangeError('the padding is longer than what it fills up');
  const bytes = new Uint8Array(4 * all.length);
  const view = new DataView(bytes.buffer);
  for (const [index, word] of all.entries()) view.setInt32(4 * index, word);
  return bytes.slice(0, sigBytes);
}
