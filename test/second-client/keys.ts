// Clauses 3.1 and 3.7: what a password and a recovery key derive to.
import { argon2Sync } from 'node:crypto';
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { hkdf, len, sha256 } from '../vectors/reference.ts';
import { toText } from './base64url.ts';
import { Refused } from './refusals.ts';

export interface PreLogin {
  readonly serverName: string;
  readonly salt: Uint8Array;
  readonly argon2: { readonly memoryKiB: number; readonly iterations: number; readonly parallelism: number };
}

export interface DerivedKeys {
  /** What the server gets, as text. */
  readonly auth: string;
  /** What wraps the vault's key. */
  readonly kek: Buffer;
}

export function keysOfPassword(
  password: string,
  username: string,
  { serverName, salt, argon2 }: PreLogin,
): DerivedKeys {
  if (argon2.memoryKiB < 65_536 || argon2.iterations < 3) throw new Refused('weak-parameters');
  const root = argon2Sync('argon2id', {
    message: Buffer.from(password.normalize('NFKC')),
    nonce: sha256(len('parley password salt v1'), len(salt), len(username), len(serverName)),
    memory: argon2.memoryKiB,
    passes: argon2.iterations,
    parallelism: argon2.parallelism,
    tagLength: 32,
  });
  return { auth: toText(derived(root, 'password auth')), kek: derived(root, 'password vault kek') };
}

export function keysOfRecovery(key: Uint8Array): DerivedKeys {
  return { auth: toText(derived(key, 'recovery auth')), kek: derived(key, 'recovery vault kek') };
}

export function wordsOf(key: Uint8Array): string {
  return entropyToMnemonic(new Uint8Array(key), wordlist);
}

export function keyOf(words: string): Uint8Array {
  return mnemonicToEntropy(words, wordlist);
}

function derived(key: Uint8Array, what: string): Buffer {
  return hkdf(key, new Uint8Array(), Buffer.from(`parley ${what} v1`), 32);
}
