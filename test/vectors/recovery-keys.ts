import { wordlist } from '@scure/bip39/wordlists/english.js';
import { toHex } from '../support/hex.ts';
import { derived } from './passwords.ts';
import { sha256 } from './reference.ts';
import { seeded } from './seeded.ts';

export function recoveryKeyVectors() {
  const keys = [
    new Uint8Array(32),
    new Uint8Array(32).fill(255),
    ...['a', 'b', 'c'].map((name) => seeded(`recovery ${name}`)(32)),
  ];
  return keys.map((key) => ({
    key: toHex(key),
    words: wordsOf(key),
    recoveryAuth: derived(key, 'parley recovery auth v1').toString('base64url'),
    vaultKek: toHex(derived(key, 'parley recovery vault kek v1')),
  }));
}

/** BIP 39: 256 bits and the first eight of their SHA-256, eleven bits a word. */
function wordsOf(key: Uint8Array): string {
  const bits = [...key, sha256(key)[0] ?? 0].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{11}/g) ?? []).map((eleven) => wordlist[Number.parseInt(eleven, 2)]).join(' ');
}
