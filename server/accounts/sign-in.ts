import { ok, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import type { RequestOf, ResponseOf } from '../../protocol/events.ts';
import type { DeviceId, Username } from '../../protocol/ids.ts';
import type { Connection } from '../cluster/connections.ts';
import { isRevoked } from '../devices/manifest-check.ts';
import type { DirectoryEntry } from '../people/directory.ts';
import type { AccountDependencies } from './dependencies.ts';
import { readBlob } from './documents.ts';
import { type Proof, whileProven } from './proof.ts';
import { refusalAfterReset } from './registration.ts';

type SignedIn = Result<ResponseOf<'account:sign-in'>>;

export function signIn(
  dependencies: AccountDependencies,
  { username, authKey, device }: RequestOf<'account:sign-in'>,
  connection: Connection,
): Promise<SignedIn> {
  return proveAndStart(dependencies, { username, device, connection }, { authKey });
}

export function recover(
  dependencies: AccountDependencies,
  { username, recoveryAuth, device }: RequestOf<'account:recover'>,
  connection: Connection,
): Promise<SignedIn> {
  return proveAndStart(dependencies, { username, device, connection }, { recoveryAuth });
}

interface SignInAttempt {
  readonly username: Username;
  readonly device: DeviceId;
  readonly connection: Connection;
}

function proveAndStart(
  dependencies: AccountDependencies,
  attempt: SignInAttempt,
  proof: Proof,
): Promise<SignedIn> {
  const { directory, store } = dependencies;
  const { username, device } = attempt;
  return whileProven(dependencies, attempt, proof, async () => {
    const entry = directory.find(username);
    if (!entry) throw new Error('a proof without an account');
    if (entry.accountKey === undefined) return refusalBeforeSetUp(dependencies, entry);
    const [manifest, vault, marks] = await Promise.all([
      readBlob(store, 'manifests', username),
      readBlob(store, 'vaults', username),
      readBlob(store, 'marks', username),
    ]);
    if (!manifest || !vault || !marks) throw new Error(`the account ${username} lacks a sealed document`);
    if (isRevoked(device, { bytes: manifest, username, server: directory.serverName })) {
      return refuse('device-not-listed');
    }
    const started = await startSession(dependencies, attempt);
    return started.ok ? ok({ token: started.value, manifest, vault, marks }) : started;
  });
}

async function refusalBeforeSetUp(
  { directory, now }: AccountDependencies,
  { username, reset }: DirectoryEntry,
): Promise<Refusal> {
  const before = reset === undefined ? undefined : await directory.manifest(username);
  return reset !== undefined && before ? refusalAfterReset(reset, before, now()) : refuse('set-up-required');
}

async function startSession(
  { sessions, connections, store, policy }: AccountDependencies,
  { username, device, connection }: SignInAttempt,
) {
  const { token, session, change } = sessions.prepare(username, device);
  const all = sessions.of(username);
  // A client that asks again on the same connection hasn’t got the answer: its own session doesn’t keep it out.
  const own = all.filter(({ id }) => id === connection.session?.id);
  const isSingle = policy.sessions === 'single';
  if (isSingle && all.some((one) => !own.includes(one) && sessions.isConnected(one))) {
    return refuse('signed-in-elsewhere');
  }
  const over = isSingle ? all : [...new Set([...sessions.outlivedBy(session), ...own])];
  const committed = await store.commit([change, ...sessions.endings(over)]);
  if (!committed.ok) return committed;
  // Before the session ends, so that the connection that asks stays.
  connections.detach(connection);
  sessions.drop(over, 'replaced');
  sessions.add(session);
  connections.attach(connection, session);
  return ok(token);
}
