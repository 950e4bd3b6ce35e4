import { argon2Sync } from 'node:crypto';
import { toHex } from '../support/hex.ts';
import { hkdf, len, sha256 } from './reference.ts';
import { seeded } from './seeded.ts';

const least = { memoryKiB: 65_536, iterations: 3, parallelism: 1 };

const cases = [
  { name: 'ASCII', password: 'correct horse battery staple', username: 'alice', argon2: least },
  { name: 'in two normal forms', password: 'Pa\u0308sse ﬁne', username: 'alice', argon2: least },
  { name: 'the longest user name', password: 'パスワード', username: 'a'.repeat(32), argon2: least },
  {
    name: 'what a new server asks for',
    password: 'correct horse battery staple',
    username: 'alice',
    argon2: { ...least, memoryKiB: 131_072 },
  },
];

export function passwordVectors() {
  return cases.map(({ name, password, username, argon2 }) => {
    const serverSalt = seeded(`password ${name}`)(32);
    const serverName = 'parley.example';
    const normalized = password.normalize('NFKC');
    const salt = sha256(len('parley password salt v1'), len(serverSalt), len(username), len(serverName));
    const root = argon2Sync('argon2id', {
      message: Buffer.from(normalized),
      nonce: salt,
      memory: argon2.memoryKiB,
      passes: argon2.iterations,
      parallelism: argon2.parallelism,
      tagLength: 32,
    });
    return {
      ...{ name, password, normalized, username, serverName, serverSalt: toHex(serverSalt), argon2 },
      ...{ salt: toHex(salt), root: toHex(root) },
      authKey: derived(root, 'parley password auth v1').toString('base64url'),
      vaultKek: toHex(derived(root, 'parley password vault kek v1')),
    };
  });
}

/** HKDF without a salt. */
export function derived(key: Uint8Array, label: string): Buffer {
  return hkdf(key, new Uint8Array(), Buffer.from(label), 32);
}
