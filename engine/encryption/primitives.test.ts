import { describe, expect, test } from 'vitest';
import { utf8 } from '../../protocol/bytes.ts';
import { fromHex } from '../../test/support/hex.ts';
import { equal, hkdf, randomBytes, sha256, wipe } from './primitives.ts';

describe('primitives', () => {
  test('sha256 gives the digest of FIPS 180-4 for "abc", however it is cut', () => {
    const expected = fromHex('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256(utf8('abc'))).toEqual(expected);
    expect(sha256(utf8('a'), utf8(''), utf8('bc'))).toEqual(expected);
  });

  test('hkdf gives the output of RFC 5869, A.1', () => {
    const key = new Uint8Array(22).fill(0x0b);
    const derived = hkdf(key, fromHex('000102030405060708090a0b0c'), fromHex('f0f1f2f3f4f5f6f7f8f9'), 42);
    expect(derived).toEqual(
      fromHex('3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865'),
    );
  });

  test('equal compares content and length', () => {
    expect(equal(utf8('same'), utf8('same'))).toBe(true);
    expect(equal(utf8('same'), utf8('sane'))).toBe(false);
    expect(equal(utf8('same'), utf8('sam'))).toBe(false);
  });

  test('randomBytes gives that many, in an array of their own, and others each time', () => {
    const bytes = randomBytes(32);
    expect(bytes).toHaveLength(32);
    expect(bytes.buffer.byteLength).toBe(32);
    expect(randomBytes(32)).not.toEqual(bytes);
  });

  test('wipe leaves nothing but zeros', () => {
    const secret = randomBytes(32);
    wipe(secret);
    expect(secret).toEqual(new Uint8Array(32));
  });
});
