import crypto from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { limitToBoringSsl } from './boring-ssl.ts';

const limited = { ...crypto };
const { subtle } = crypto.webcrypto;
const limitedSubtle = {
  digest: subtle.digest.bind(subtle),
  generateKey: subtle.generateKey.bind(subtle),
  importKey: subtle.importKey.bind(subtle),
};
beforeAll(() => limitToBoringSsl(limited, limitedSubtle));

test('what both have works as before', async () => {
  expect(limited.createHash('sha256').update('x').digest('hex')).toBe(
    crypto.createHash('sha256').update('x').digest('hex'),
  );
  expect(limited.createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12))).toBeDefined();
  expect(limited.generateKeyPairSync('x25519').publicKey.asymmetricKeyType).toBe('x25519');
  const key = await limitedSubtle.importKey('raw', Buffer.alloc(32), 'AES-GCM', false, ['encrypt']);
  expect(key.algorithm.name).toBe('AES-GCM');
});

test.each([
  [
    'chacha20-poly1305',
    () => limited.createCipheriv('chacha20-poly1305', Buffer.alloc(32), Buffer.alloc(12)),
  ],
  ['aes-256-ocb', () => limited.createDecipheriv('aes-256-ocb', Buffer.alloc(32), Buffer.alloc(12))],
  ['sha3-256', () => limited.createHash('sha3-256')],
  ['blake2b512', () => limited.createHmac('blake2b512', 'key')],
  ['ed448', () => limited.generateKeyPairSync('ed448')],
  ['x448', () => limitedSubtle.generateKey({ name: 'X448' }, false, ['deriveBits'])],
])('%s is refused', (name, use) => {
  expect(use).toThrow(`BoringSSL has no ${name}`);
});
