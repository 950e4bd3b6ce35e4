// The API of the accounts: registration, sessions, and what each account publishes.
import type { SessionToken } from '../../protocol/accounts.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { RequestName } from '../../protocol/events.ts';
import type { Username } from '../../protocol/ids.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Connection, Connections, Session } from '../cluster/connections.ts';
import type { Handlers } from '../gateway/handlers.ts';
import { openInvites } from '../invites/invites.ts';
import type { Logger } from '../logger.ts';
import { createPasswordPool } from '../sessions/password-pool.ts';
import { openSessions } from '../sessions/sessions.ts';
import { openSignInLock } from '../sessions/sign-in-lock.ts';
import type { Store } from '../store/store.ts';
import type { AccountDependencies, AccountPolicy } from './dependencies.ts';
import * as own from './own-account.ts';
import { isOwnerAwaited, keepOwner } from './owner.ts';
import { register } from './registration.ts';
import { openIdentity, type WantedIdentity } from './server-identity.ts';
import { recover, signIn } from './sign-in.ts';
import { openDirectory } from './stored-directory.ts';

export interface AccountOptions {
  readonly store: Store;
  readonly connections: Connections;
  readonly bus: Bus;
  readonly policy: AccountPolicy;
  readonly wanted: WantedIdentity;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** All but the one that needs the conversations, which are opened later (delete-account.ts). */
type AccountHandlers = Pick<Handlers, Exclude<Extract<RequestName, `account:${string}`>, 'account:delete'>>;

export interface Accounts extends AccountDependencies {
  readonly handlers: AccountHandlers;
  /** The session a token stands for; undefined when it has ended. */
  findSession(token: SessionToken): Session | undefined;
  /** While there is no owner: a token with which one can come, in place of the one before. */
  inviteOwner(): Promise<string | undefined>;
  close(): Promise<void>;
}

const SWEEP_MILLISECONDS = 60_000;

/** Throws a StartFailure when the store belongs to a server of another name. */
export async function openAccounts(options: AccountOptions): Promise<Accounts> {
  const dependencies = await openDependencies(options);
  const sweeping = setInterval(() => void sweep(dependencies, options.logger), SWEEP_MILLISECONDS);
  sweeping.unref();
  return {
    ...dependencies,
    handlers: createHandlers(dependencies),
    findSession: (token) => dependencies.sessions.find(token),
    inviteOwner: () => inviteOwner(dependencies),
    close: () => {
      clearInterval(sweeping);
      return dependencies.passwords.close();
    },
  };
}

async function openDependencies({
  store,
  connections,
  bus,
  policy,
  wanted,
  now = Date.now,
}: AccountOptions): Promise<AccountDependencies> {
  const identity = await openIdentity(store, wanted);
  await keepOwner(store, policy);
  return {
    store,
    connections,
    bus,
    policy,
    identity,
    directory: await openDirectory(store, bus, identity.serverName),
    sessions: await openSessions(store, bus, now),
    invites: await openInvites(store, now),
    lock: await openSignInLock(store, now),
    passwords: createPasswordPool(),
    now,
  };
}

/** A token can't be shown twice, and the one before may never have been seen. */
async function inviteOwner(dependencies: AccountDependencies): Promise<string | undefined> {
  const { invites, policy, store } = dependencies;
  const before = invites.endForFirst();
  const ended = await store.commit(before.changes);
  if (!ended.ok) return;
  before.forget();
  if (!isOwnerAwaited(dependencies)) return;
  // Whom the configuration names needs no role from the invite, and others shall not get it.
  const role = policy.owner === undefined ? 'owner' : 'member';
  const created = await invites.create({ role, forFirst: true, uses: 1 });
  return created.ok ? created.value.token : undefined;
}

async function sweep({ lock, sessions }: AccountDependencies, logger: Logger): Promise<void> {
  try {
    await lock.sweep();
    await sessions.sweep();
  } catch (error) {
    logger.error({ error }, 'sweeping the accounts failed');
  }
}

function createHandlers(dependencies: AccountDependencies): AccountHandlers {
  const { identity, sessions } = dependencies;
  return {
    'account:pre-login': async ({ username }) =>
      ok({ serverName: identity.serverName, salt: identity.saltOf(username), argon2: identity.argon2 }),
    'account:register': (request, { connection }) =>
      unlessAnother(connection, request, () => register(dependencies, request, connection)),
    'account:sign-in': (request, { connection }) =>
      unlessAnother(connection, request, () => signIn(dependencies, request, connection)),
    'account:recover': (request, { connection }) =>
      unlessAnother(connection, request, () => recover(dependencies, request, connection)),
    'account:sign-out': async (_, { session }) => {
      const ended = await sessions.signOut(session);
      return ended.ok ? ok({}) : ended;
    },
    'account:get': (_, { session }) => own.readAccount(dependencies, session.username),
    'account:publish': (request, caller) => own.publish(dependencies, request, caller),
    'account:removal': (request) => own.readRemoval(dependencies, request),
    'account:save-marks': (request, caller) => own.saveMarks(dependencies, request, caller),
    'account:change-password': (request, caller) => own.changePassword(dependencies, request, caller),
    'account:sessions': async (_, { session }) => own.listSessions(dependencies, session),
  };
}

/** Refuses a request in another name than the connection’s. In its own, the first answer was lost. */
async function unlessAnother<T>(
  { session }: Connection,
  { username }: { readonly username: Username },
  task: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const isAnother = session !== undefined && session.username !== username;
  return isAnother ? refuse('bad-request', { detail: 'this connection is signed in' }) : task();
}
