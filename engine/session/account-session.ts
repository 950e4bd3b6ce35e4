// The state and the dependencies of a signed-in account, below everything that works with them.

import type { AccountRole } from '../../protocol/accounts.ts';
import type { Result } from '../../protocol/errors.ts';
import type { Address, DeviceId, ServerName, Username } from '../../protocol/ids.ts';
import type { Connection } from '../connection/connection.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { Database } from '../database/database.ts';
import type { MailboxKey } from '../encryption/vault.ts';
import type { Clock, Logger } from '../ports.ts';
import type { Profile } from '../profile/profile.ts';

/** What a device has found when it asked the server for its account. */
export interface Refreshed {
  /** True where the server had an older account, and has this device's now. */
  readonly isGivenBack: boolean;
}

/** The state of a signed-in device. */
export interface AccountState {
  readonly address: Address;
  readonly username: Username;
  readonly serverName: ServerName;
  readonly displayName: string;
  /** On the server, as far as that has been asked. */
  readonly role: AccountRole | undefined;
  readonly device: DeviceId;
  readonly deviceSeed: Uint8Array;
  /** Every generation, oldest first; these and the marks' key are renewed when a device is removed. */
  readonly mailboxKeys: readonly MailboxKey[];
  readonly marksKey: Uint8Array;
  /** The account has had other keys before: others know more of its conversations than it does. */
  readonly wasReset: boolean;
  /** The accounts whose keys this account has seen, its own included. */
  readonly contacts: Contacts;
  /** This account's own; open until another account is signed in or the profile is closed. */
  readonly database: Database;
  /**
   * Takes over the account's manifest, keys and marks as the server has them now. Refuses with `keys-withheld` where the manifest
   * has a newer mailbox key than the vault gives this device.
   */
  refresh(): Promise<Result<Refreshed>>;
}

export interface AccountOptions {
  readonly connection: Connection;
  readonly profile: Profile;
  readonly clock: Clock;
  readonly logger: Logger;
}
