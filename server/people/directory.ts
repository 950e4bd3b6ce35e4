// Every account's public side, kept in memory: one small entry each, read on every message. The truth is
// in the store; an entry is replaced after the commit that changed it.
import type { AccountRole, Status } from '../../protocol/accounts.ts';
import type { Result } from '../../protocol/errors.ts';
import type { Address, DeviceId, ServerName, Username } from '../../protocol/ids.ts';

export interface DirectoryEntry {
  readonly username: Username;
  readonly displayName: string;
  readonly role: AccountRole;
  readonly status: Status;
  /** Base64url of the account master key; absent while a reserved account waits for its user. */
  readonly accountKey: string | undefined;
  /** The Ed25519 keys (base64url) of the devices that the manifest lists and has not revoked. */
  readonly devices: ReadonlyMap<DeviceId, string>;
  /** The generation of the manifest's mailbox key. */
  readonly mailboxGeneration?: number | undefined;
  /** Its user has deleted the account. The name stays taken, and the last manifest published. */
  readonly deleted?: true | undefined;
  /** When the account was reset (ISO 8601 UTC), until its user has set it up again. */
  readonly reset?: string | undefined;
  /** Of an account that was reset and set up again: the first mailbox generation under its present key. */
  readonly keyedSince?: number | undefined;
}

export interface Directory {
  readonly serverName: ServerName;
  /** How many mailbox keys have been renewed since the start: while it stays, no epoch has grown old. */
  readonly mailboxRenewals: number;
  find(username: Username): DirectoryEntry | undefined;
  /** The same by the full name; undefined for accounts of other servers. */
  at(address: Address): DirectoryEntry | undefined;
  addressOf(username: Username): Address;
  /** In the order of user names. */
  all(): Iterable<DirectoryEntry>;
  /** The account's signed manifest as it came; undefined before its set-up. While an account waits after a reset, the one before. */
  manifest(username: Username): Promise<Uint8Array | undefined>;
  /** The last ones under the account's former keys, the latest first. */
  formerManifests(username: Username): Promise<readonly Uint8Array[]>;
  setStatus(username: Username, status: Status): Promise<Result<undefined>>;
}
