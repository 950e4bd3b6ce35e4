import { argon2Sync, createHash, hkdfSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { PreLogin } from '../../protocol/accounts.ts';
import { serverName, username } from '../../protocol/ids.ts';
import { deriveFromPassword } from './passwords.ts';

const alice = username.parse('alice');
const least = { memoryKiB: 65_536, iterations: 3, parallelism: 1 };
const preLogin: PreLogin = {
  serverName: serverName.parse('parley.example'),
  salt: new Uint8Array(32).fill(7),
  argon2: least,
};

async function keysFor(password: string, name = alice, changed: Partial<PreLogin> = {}) {
  const derived = await deriveFromPassword(password, name, { ...preLogin, ...changed });
  if (!derived.ok) throw new Error(derived.code);
  return derived.value;
}

describe('passwords', () => {
  test('the same password derives the same two keys, which share no bytes', async () => {
    const [once, again] = [await keysFor('correct horse'), await keysFor('correct horse')];
    expect(once).toEqual(again);
    expect(once.authKey).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(once.vaultKek).toHaveLength(32);
    expect(Buffer.from(once.vaultKek).toString('base64url')).not.toBe(once.authKey);
  });

  test('the keys are those that OpenSSL derives', async () => {
    const prefixed = (part: string | Uint8Array) => {
      const bytes = Buffer.from(part);
      return Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
    };
    const parts = ['parley password salt v1', preLogin.salt, 'alice', 'parley.example'].map(prefixed);
    const nonce = createHash('sha256').update(Buffer.concat(parts)).digest();
    const cost = { memory: 65_536, passes: 3, parallelism: 1, tagLength: 32 };
    const root = argon2Sync('argon2id', { message: 'correct horse', nonce, ...cost });
    const key = (info: string) => Buffer.from(hkdfSync('sha256', root, '', info, 32));
    const derived = await keysFor('correct horse');
    expect(derived.authKey).toBe(key('parley password auth v1').toString('base64url'));
    expect(Buffer.from(derived.vaultKek)).toEqual(key('parley password vault kek v1'));
  });

  test('another password, name, server or salt derives other keys', async () => {
    const derived = [
      await keysFor('correct horse'),
      await keysFor('correct horsf'),
      await keysFor('correct horse', username.parse('alicf')),
      await keysFor('correct horse', alice, { serverName: serverName.parse('parley.examplf') }),
      await keysFor('correct horse', alice, { salt: new Uint8Array(32).fill(8) }),
    ];
    expect(new Set(derived.map((keys) => keys.authKey))).toHaveProperty('size', derived.length);
  });

  test.each([
    { ...least, memoryKiB: 65_535 },
    { ...least, iterations: 2 },
  ])(
    'refuses parameters weaker than a server may ask for: $memoryKiB KiB, $iterations iterations',
    async (argon2) => {
      const refused = await deriveFromPassword('correct horse', alice, { ...preLogin, argon2 });
      expect(refused).toMatchObject({ ok: false, code: 'weak-parameters' });
    },
  );

  test.each([
    { ...least, memoryKiB: 1_048_577 },
    { ...least, iterations: 17 },
    { ...least, parallelism: 17 },
  ])(
    'refuses parameters that would exhaust this computer: $memoryKiB KiB, $iterations iterations',
    async (argon2) => {
      const refused = await deriveFromPassword('correct horse', alice, { ...preLogin, argon2 });
      expect(refused).toMatchObject({ ok: false, code: 'not-supported' });
    },
  );

  test('refuses an empty password', async () => {
    expect(await deriveFromPassword('', alice, preLogin)).toMatchObject({ code: 'weak-password' });
  });
});
