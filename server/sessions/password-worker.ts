// The worker of password-pool.ts: bcrypt takes a tenth of a second, which the main thread does not have.
import { parentPort } from 'node:worker_threads';
import { compareSync, hashSync } from 'bcryptjs';

const COST = 10;

export interface PasswordTask {
  readonly id: number;
  readonly authKey: string;
  /** The stored hash to compare with; without it the worker hashes the auth key. */
  readonly hash?: string;
}

export interface PasswordAnswer {
  readonly id: number;
  readonly value: string | boolean;
}

parentPort?.on('message', ({ id, authKey, hash }: PasswordTask) => {
  const value = hash === undefined ? hashSync(authKey, COST) : compareSync(authKey, hash);
  parentPort?.postMessage({ id, value } satisfies PasswordAnswer);
});
