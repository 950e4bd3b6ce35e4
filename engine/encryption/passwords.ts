// A password never leaves this computer. Two keys are derived from it: one proves to the server that the user knows it,
// the other opens the vault; neither reveals anything about the other (protocol.md 3.1).
import type { Argon2Parameters, PreLogin } from '../../protocol/accounts.ts';
import { lengthPrefixed, toBase64url, utf8 } from '../../protocol/bytes.ts';
import { ok, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import type { Username } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { deriveKey } from './argon2.ts';
import { hkdf, sha256, wipe } from './primitives.ts';

/** What the server may not go below, whatever it says, and what would only exhaust this computer. */
const LEAST = { memoryKiB: 65_536, iterations: 3 } as const;
const MOST = { memoryKiB: 1_048_576, iterations: 16, parallelism: 16 } as const;

export interface PasswordKeys {
  /** Base64url of 32 bytes: all of the password that the server ever sees. */
  readonly authKey: string;
  /** Wraps the vault key. */
  readonly vaultKek: Uint8Array;
}

/** Undefined when the password or passphrase is long enough for a new one. */
export function weaknessOf(chosen: string): Refusal | undefined {
  const minimum = limits.minimumPasswordCharacters;
  return [...chosen].length < minimum ? refuse('weak-password', { minimum }) : undefined;
}

/**
 * Takes about half a second. Refuses `weak-parameters`, `not-supported` for unreasonably strong ones, and
 * `weak-password` for an empty password.
 */
export async function deriveFromPassword(
  password: string,
  username: Username,
  { serverName, salt, argon2 }: PreLogin,
): Promise<Result<PasswordKeys>> {
  if (argon2.memoryKiB < LEAST.memoryKiB || argon2.iterations < LEAST.iterations) {
    return refuse('weak-parameters');
  }
  if (exhausting(argon2)) return refuse('not-supported', { method: 'A password protection this strong' });
  if (password === '') return refuse('weak-password', { minimum: 1 });
  const ownSalt = sha256(
    lengthPrefixed(utf8('parley password salt v1')),
    lengthPrefixed(salt),
    lengthPrefixed(utf8(username)),
    lengthPrefixed(utf8(serverName)),
  );
  const root = await deriveKey(password, ownSalt, argon2);
  const keys = {
    authKey: toBase64url(hkdf(root, new Uint8Array(), utf8('parley password auth v1'), 32)),
    vaultKek: hkdf(root, new Uint8Array(), utf8('parley password vault kek v1'), 32),
  };
  wipe(root);
  return ok(keys);
}

function exhausting(asked: Argon2Parameters): boolean {
  return (
    asked.memoryKiB > MOST.memoryKiB ||
    asked.iterations > MOST.iterations ||
    asked.parallelism > MOST.parallelism
  );
}
