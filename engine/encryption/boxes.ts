// A box is what everything symmetric is sealed in: salt 32 | commitment 32 | AES-256-GCM ciphertext and tag.
// Key, nonce and commitment come from HKDF over a fresh salt: there is no nonce to keep track of, and the
// commitment binds a box to one key, one label and one context.
import { createCipheriv } from 'node:crypto';
import { BOX_HEAD_BYTES, BOX_OVERHEAD_BYTES, openBoxWith } from '../../node/sealed-box.ts';
import { concat, lengthPrefixed, utf8 } from '../../protocol/bytes.ts';
import { equal, hkdf, type RandomSource, randomBytes } from './primitives.ts';

const SALT_BYTES = 32;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `key` is 32 random or derived bytes, `label` says the purpose; label and context together have at most 1,000 bytes. */
export function sealBox(
  key: Uint8Array,
  label: string,
  context: Uint8Array,
  plaintext: Uint8Array,
  random?: RandomSource,
): Uint8Array<ArrayBuffer> {
  return sealBoxAround(key, label, context, () => plaintext, random);
}

/** As sealBox, for a plaintext that signs the head (salt and commitment) of the box it goes into. */
export function sealBoxAround(
  key: Uint8Array,
  label: string,
  context: Uint8Array,
  plaintextFor: (head: Uint8Array) => Uint8Array,
  random: RandomSource = randomBytes,
): Uint8Array<ArrayBuffer> {
  const salt = random(SALT_BYTES);
  const keys = deriveKeys(key, salt, label, context);
  const head = concat(salt, keys.commitment);
  const cipher = createCipheriv('aes-256-gcm', keys.key, keys.nonce, { authTagLength: TAG_BYTES });
  return concat(head, cipher.update(plaintextFor(head)), cipher.final(), cipher.getAuthTag());
}

/** The plaintext; undefined unless key, label and context are those it was sealed with and no bit has changed. */
export function openBox(
  key: Uint8Array,
  label: string,
  context: Uint8Array,
  box: Uint8Array,
): Uint8Array<ArrayBuffer> | undefined {
  const boxKey = boxKeyOf(key, label, context, box);
  return boxKey && openBoxWith(boxKey, box);
}

/** What opens this box and no other; undefined where the box isn't sealed under key, label and context. */
export function boxKeyOf(
  key: Uint8Array,
  label: string,
  context: Uint8Array,
  box: Uint8Array,
): Uint8Array<ArrayBuffer> | undefined {
  if (box.length < BOX_OVERHEAD_BYTES) return;
  const keys = deriveKeys(key, box.subarray(0, SALT_BYTES), label, context);
  if (!equal(keys.commitment, box.subarray(SALT_BYTES, BOX_HEAD_BYTES))) return;
  return concat(keys.key, keys.nonce);
}

function deriveKeys(key: Uint8Array, salt: Uint8Array, label: string, context: Uint8Array) {
  const info = concat(utf8(label), lengthPrefixed(context));
  const derived = hkdf(key, salt, info, KEY_BYTES + NONCE_BYTES + SALT_BYTES);
  return {
    key: derived.subarray(0, KEY_BYTES),
    nonce: derived.subarray(KEY_BYTES, KEY_BYTES + NONCE_BYTES),
    commitment: derived.subarray(KEY_BYTES + NONCE_BYTES),
  };
}
