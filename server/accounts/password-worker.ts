// The worker of password-pool.ts: bcrypt takes a tenth of a second, which the main thread does not have.
import { randomBytes } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { bcrypt, bcryptVerify } from 'hash-wasm';

const COST = 10;

export interface PasswordTask {
  readonly id: number;
  readonly authKey: string;
  /** What to compare with; without it the auth key is hashed. */
  readonly hash?: string;
}

export interface PasswordAnswer {
  readonly id: number;
  readonly value: string | boolean;
}

parentPort?.on('message', async ({ id, authKey: password, hash }: PasswordTask) => {
  const value =
    hash === undefined
      ? await bcrypt({ password, salt: randomBytes(16), costFactor: COST, outputType: 'encoded' })
      : await bcryptVerify({ password, hash });
  parentPort?.postMessage({ id, value } satisfies PasswordAnswer);
});
