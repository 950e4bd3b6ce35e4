import type { Presence, Status } from '../../protocol/accounts.ts';
import type { Result } from '../../protocol/errors.ts';
import type { Address, Username } from '../../protocol/ids.ts';
import type { AccountState } from '../account/account.ts';
import type { Person } from '../api.ts';
import type { Connection } from '../connection.ts';
import type { VerifiedManifest } from '../encryption/manifests.ts';
import type { Logger } from '../ports.ts';

export interface PresenceChange {
  readonly user: string;
  readonly status: Presence;
}

export interface People {
  search(query?: {
    readonly query?: string | undefined;
    readonly onlineOnly?: boolean | undefined;
  }): Promise<Result<readonly Person[]>>;
  /** Fetches, verifies and pins. Those that don't exist are left out; refuses with `identity-changed` or `verification-failed`. */
  manifests(addresses: readonly Address[]): Promise<Result<ReadonlyMap<Address, VerifiedManifest>>>;
  /** The manifest pinned last. */
  cachedManifest(address: Address): VerifiedManifest | undefined;
  /** `user` or `user@server` as typed; refuses with `no-such-user`. Doesn't ask the server. */
  addressOf(typed: string): Result<Address>;
  safetyNumber(user: string): Promise<Result<{ readonly digits: string }>>;
  verify(user: string): Promise<Result<Record<string, never>>>;
  acceptIdentity(user: string): Promise<Result<Record<string, never>>>;
  setStatus(status: Status): Promise<Result<Record<string, never>>>;
  /** The last known; `offline` for a stranger. */
  presenceOf(username: Username): Presence;
  /** Asks who is there; to be called whenever the session has come online. */
  loadPresence(): Promise<Result<undefined>>;
  onPresence(listener: (changes: readonly PresenceChange[]) => void): () => void;
  /** Stops listening to the connection. */
  close(): void;
}

export interface PeopleOptions {
  readonly account: AccountState;
  readonly connection: Connection;
  readonly logger: Logger;
}

/** Lives as long as the sign-in does. */
export declare function createPeople(options: PeopleOptions): People;
