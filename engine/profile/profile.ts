import type { Result } from '../../protocol/errors.ts';
import type { Address } from '../../protocol/ids.ts';
import type { Database } from '../history/database.ts';
import type { KeySource, Logger } from '../ports.ts';

export interface ProfileOptions {
  readonly folder: string;
  readonly keySource: KeySource;
  /** The server's URL; needed once, afterwards it replaces the one remembered. */
  readonly server?: string | undefined;
  readonly logger: Logger;
}

export interface Profile {
  readonly folder: string;
  /** The server's URL. */
  readonly server: string;
  /** The database of the account that was current last; it stays open until another one is opened. */
  current(): Database | undefined;
  /** The account's database, if it has one here, without making it the current one. */
  peek<T>(account: Address, read: (database: Database) => T): T | undefined;
  /** Opens or creates the account's database and makes it the current one. */
  open(account: Address): Promise<Database>;
  /** Closes the database and gives the folder free. */
  close(): Promise<void>;
}

/** Refuses with `profile-in-use`, `wrong-passphrase`, or `bad-request` when no server is known. */
export declare function openProfile(options: ProfileOptions): Promise<Result<Profile>>;
