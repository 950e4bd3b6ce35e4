import type { Result } from '../../protocol/errors.ts';
import type { Address, DeviceId, ServerName, Username } from '../../protocol/ids.ts';
import type { Device, ParametersOf, Registered, SignedIn } from '../api.ts';
import type { Connection } from '../connection.ts';
import type { MailboxKey } from '../encryption/vault.ts';
import type { Database } from '../history/database.ts';
import type { Clock, Logger } from '../ports.ts';
import type { Profile } from '../profile/profile.ts';

/** What a signed-in device has. */
export interface AccountState {
  readonly address: Address;
  readonly username: Username;
  readonly serverName: ServerName;
  readonly displayName: string;
  readonly device: DeviceId;
  readonly deviceSeed: Uint8Array;
  /** Every generation, oldest first. */
  readonly mailboxKeys: readonly MailboxKey[];
  readonly marksKey: Uint8Array;
  /** This account's own; open until another account is signed in or the profile is closed. */
  readonly database: Database;
}

export interface Account {
  /** Undefined while nobody is signed in here. */
  current(): AccountState | undefined;
  /** Called after somebody has signed in or out, also when the server ended the session. */
  onChange(listener: (state: AccountState | undefined) => void): () => void;
  register(parameters: ParametersOf<'register'>): Promise<Result<Registered>>;
  signIn(parameters: ParametersOf<'signIn'>): Promise<Result<SignedIn>>;
  signInWithRecoveryKey(parameters: ParametersOf<'signInWithRecoveryKey'>): Promise<Result<SignedIn>>;
  signOut(): Promise<Result<Record<string, never>>>;
  changePassword(parameters: ParametersOf<'changePassword'>): Promise<Result<Record<string, never>>>;
  devices(): Promise<Result<readonly Device[]>>;
}

export interface AccountOptions {
  readonly connection: Connection;
  readonly profile: Profile;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Takes up the session that the profile remembers, if there is one: its token goes to the connection. */
export declare function createAccount(options: AccountOptions): Account;
