// How an account's owner proves to be that, and which failures count together (protocol.md 3.2).
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Result } from '../../protocol/errors.ts';
import type { RequestOf } from '../../protocol/events.ts';
import type { Username } from '../../protocol/ids.ts';
import type { Connection, Session } from '../cluster/connections.ts';
import { networkOf } from '../gateway/rate-limiter.ts';
import { type Attempt, OVERALL } from '../sessions/sign-in-lock.ts';
import type { AccountDependencies } from './dependencies.ts';
import { type Credentials, readCredentials } from './documents.ts';

export type Proof = RequestOf<'account:change-password'>['proof'];

/** Who brings a proof: a session's own device, or a stranger by the network they come from. */
export interface Claimant {
  readonly username: Username;
  readonly connection: Connection;
  readonly session?: Session;
}

/** Checks a proof of the account. Resolves to what is stored of the credential that it fits. */
export function prove(
  dependencies: AccountDependencies,
  claimant: Claimant,
  proof: Proof,
): Promise<Result<string>> {
  return dependencies.lock.attempt(attemptOf(dependencies, claimant, proof), async () => {
    const stored = storedFor(proof, await readCredentials(dependencies.store, claimant.username));
    const fits =
      'authKey' in proof
        ? await dependencies.passwords.compare(proof.authKey, stored)
        : isEqual(hashRecovery(proof.recoveryAuth), stored ?? '');
    return fits ? stored : undefined;
  });
}

/**
 * Runs a task on a proven account while nothing else writes to it. The credentials may have been changed since they
 * were looked at: then the proof is looked at again, and is wrong.
 */
export async function whileProven<T>(
  dependencies: AccountDependencies,
  claimant: Claimant,
  proof: Proof,
  task: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const { username } = claimant;
  for (;;) {
    const proven = await prove(dependencies, claimant, proof);
    if (!proven.ok) return proven;
    const done = await dependencies.directory.exclusively(username, async () => {
      const stored = storedFor(proof, await readCredentials(dependencies.store, username));
      return stored === proven.value ? task() : undefined;
    });
    if (done) return done;
  }
}

/** 32 random bytes can't be guessed, whatever hashing them costs. */
export function hashRecovery(recoveryAuth: string): string {
  return createHash('sha256').update(recoveryAuth).digest('base64url');
}

function storedFor(proof: Proof, credentials: Credentials | undefined): string | undefined {
  return 'authKey' in proof ? credentials?.password : credentials?.recovery;
}

function isEqual(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

function attemptOf({ bus }: AccountDependencies, claimant: Claimant, proof: Proof): Attempt {
  const { username, connection, session } = claimant;
  if (session) return { username, counter: `session ${session.id}` };
  const network = networkOf(connection.remoteAddress);
  if ('recoveryAuth' in proof) return { username, counter: `recovery ${network}` };
  const counter = `password ${network}`;
  // Strangers elsewhere must not keep the owner from signing in beside a device that is connected.
  const isAtHome = bus.connectedSessions(username).some((one) => networkOf(one.remoteAddress) === network);
  return isAtHome ? { username, counter } : { username, counter, overall: OVERALL };
}
