import { argon2id } from 'hash-wasm';
import type { Argon2Parameters } from '../../protocol/accounts.ts';
import { utf8 } from '../../protocol/bytes.ts';

/**
 * 32 bytes by Argon2id (RFC 9106) of a typed secret. It is brought into Unicode's NFKC form first: keyboards
 * differ in how they compose a letter. Throws an Error for an empty secret.
 */
export function deriveKey(
  typed: string,
  salt: Uint8Array,
  { memoryKiB, iterations, parallelism }: Argon2Parameters,
): Promise<Uint8Array> {
  return argon2id({
    password: utf8(typed.normalize('NFKC')),
    salt,
    iterations,
    parallelism,
    memorySize: memoryKiB,
    hashLength: 32,
    outputType: 'binary',
  });
}
