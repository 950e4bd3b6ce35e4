// 256 random bits, shown once as 24 words (BIP 39) and kept by the user only (protocol.md 3.7).
import { entropyToMnemonic, mnemonicToEntropy, validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { toBase64url, utf8 } from '../../protocol/bytes.ts';
import { hkdf, type RandomSource, randomBytes } from './primitives.ts';

export interface RecoveryKey {
  readonly key: Uint8Array;
  readonly words: string;
}

export interface RecoveryKeys {
  /** Base64url of 32 bytes, for the server: the proof that the recovery key is known. */
  readonly recoveryAuth: string;
  /** Wraps the vault key. */
  readonly vaultKek: Uint8Array;
}

const KEY_BYTES = 32;

export function generateRecoveryKey(random: RandomSource = randomBytes): RecoveryKey {
  const key = random(KEY_BYTES);
  return { key, words: entropyToMnemonic(key, wordlist) };
}

/** Forgives case and what stands between the words; undefined unless they are 24 of the list and the checksum fits. */
export function parseRecoveryWords(typed: string): Uint8Array | undefined {
  const words = typed.toLowerCase().match(/[a-z]+/g) ?? [];
  const mnemonic = words.join(' ');
  if (words.length !== 24 || !validateMnemonic(mnemonic, wordlist)) return;
  return mnemonicToEntropy(mnemonic, wordlist);
}

/** HKDF is enough, without Argon2: the key is random already. */
export function deriveFromRecoveryKey(key: Uint8Array): RecoveryKeys {
  return {
    recoveryAuth: toBase64url(hkdf(key, new Uint8Array(), utf8('parley recovery auth v1'), 32)),
    vaultKek: hkdf(key, new Uint8Array(), utf8('parley recovery vault kek v1'), 32),
  };
}
