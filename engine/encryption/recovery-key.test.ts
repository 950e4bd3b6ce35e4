import { describe, expect, test } from 'vitest';
import { deriveFromRecoveryKey, generateRecoveryKey, parseRecoveryWords } from './recovery-key.ts';

describe('the recovery key', () => {
  test('32 zero bytes are the words of BIP 39’s test vector', () => {
    const { words } = generateRecoveryKey((length) => new Uint8Array(length));
    expect(words).toBe(`${'abandon '.repeat(23)}art`);
  });

  test('its words decode to it, in any case and with any separators', () => {
    const { key, words } = generateRecoveryKey();
    const list = words.split(' ');
    expect(list).toHaveLength(24);
    expect(parseRecoveryWords(words)).toEqual(key);
    expect(parseRecoveryWords(`\n ${words.toUpperCase()}\t`)).toEqual(key);
    expect(parseRecoveryWords(list.join('\n'))).toEqual(key);
    expect(parseRecoveryWords(list.map((word, index) => `${index + 1}. ${word}`).join(', '))).toEqual(key);
  });

  test.each([
    ['nothing', ''],
    ['too few words', `${'abandon '.repeat(11)}about`],
    ['a wrong checksum', 'abandon '.repeat(24)],
    ['a word that is not in the list', `${'abandon '.repeat(23)}parley`],
  ])('%s is no recovery key', (_, typed) => {
    expect(parseRecoveryWords(typed)).toBeUndefined();
  });

  test('derives the same two distinct keys each time, and others from another recovery key', () => {
    const { key } = generateRecoveryKey();
    const derived = deriveFromRecoveryKey(key);
    expect(deriveFromRecoveryKey(key)).toEqual(derived);
    expect(derived.recoveryAuth).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(Buffer.from(derived.vaultKek).toString('base64url')).not.toBe(derived.recoveryAuth);
    expect(deriveFromRecoveryKey(generateRecoveryKey().key).recoveryAuth).not.toBe(derived.recoveryAuth);
  });
});
