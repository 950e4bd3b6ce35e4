import { describe, expect, test } from 'vitest';
import { verify } from '../../node/ed25519.ts';
import { utf8 } from '../../protocol/bytes.ts';
import { byteFlips } from '../../test/support/byte-flips.ts';
import { fromHex } from '../../test/support/hex.ts';
import { randomBytes } from './primitives.ts';
import { generateSigningKey, sign, signingKeyOf } from './signing.ts';

const input = utf8('what is signed');

describe('signing', () => {
  test('gives key and signature of RFC 8032, 7.1, test 1', () => {
    const key = signingKeyOf(fromHex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'));
    expect(key.publicKey).toEqual(
      fromHex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'),
    );
    expect(sign(key.seed, new Uint8Array())).toEqual(
      fromHex(
        'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
      ),
    );
  });

  test('a signature holds for its own key and input only', () => {
    const [alice, mallory] = [generateSigningKey(), generateSigningKey()];
    const signature = sign(alice.seed, input);
    expect(verify(alice.publicKey, input, signature)).toBe(true);
    expect(verify(mallory.publicKey, input, signature)).toBe(false);
    expect(verify(alice.publicKey, utf8('what is signet'), signature)).toBe(false);
  });

  test('every flipped byte of signature or key fails', () => {
    const { seed, publicKey } = generateSigningKey();
    const signature = sign(seed, input);
    for (const flipped of byteFlips(signature)) expect(verify(publicKey, input, flipped)).toBe(false);
    for (const flipped of byteFlips(publicKey)) expect(verify(flipped, input, signature)).toBe(false);
  });

  test.each([0, 31, 33])('a key of %i bytes is no key', (length) => {
    expect(verify(new Uint8Array(length), input, new Uint8Array(64))).toBe(false);
  });

  test('bytes that encode no point of the curve are no key', () => {
    expect(verify(new Uint8Array(32).fill(0xff), input, new Uint8Array(64))).toBe(false);
  });

  test.each([0, 63, 65])('a signature of %i bytes is none', (length) => {
    expect(verify(generateSigningKey().publicKey, input, new Uint8Array(length))).toBe(false);
  });

  test('more keys than are kept still sign and verify', () => {
    const keys = Array.from({ length: 300 }, generateSigningKey);
    for (const key of [...keys, ...keys]) {
      expect(verify(key.publicKey, input, sign(key.seed, input))).toBe(true);
    }
  });

  test('two arrays with the same seed are the same key', () => {
    const { seed, publicKey } = signingKeyOf(randomBytes(32));
    expect(verify(publicKey, input, sign(new Uint8Array(seed), input))).toBe(true);
  });
});
