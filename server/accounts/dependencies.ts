import type { Username } from '../../protocol/ids.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Connections } from '../cluster/connections.ts';
import type { Invites } from '../invites/invites.ts';
import type { PasswordPool } from '../sessions/password-pool.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { SignInLock } from '../sessions/sign-in-lock.ts';
import type { Store } from '../store/store.ts';
import type { Identity } from './server-identity.ts';
import type { StoredDirectory } from './stored-directory.ts';

export const registrationPolicies = ['open', 'invite', 'closed'] as const;
/** `single`: a session of an account that is connected keeps others out. */
export const sessionPolicies = ['many', 'single'] as const;

export interface AccountPolicy {
  readonly registration: (typeof registrationPolicies)[number];
  readonly sessions: (typeof sessionPolicies)[number];
  /** Who becomes the owner; without it the first account does. */
  readonly owner?: Username | undefined;
}

/** The resources that the handlers of accounts use. */
export interface AccountDependencies {
  readonly store: Store;
  readonly connections: Connections;
  readonly bus: Bus;
  readonly policy: AccountPolicy;
  readonly identity: Identity;
  readonly directory: StoredDirectory;
  readonly sessions: Sessions;
  readonly invites: Invites;
  readonly lock: SignInLock;
  readonly passwords: PasswordPool;
  readonly now: () => number;
}
