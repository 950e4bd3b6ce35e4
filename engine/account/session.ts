// A sign-in as long as it lasts: what the database holds of it, and what the services get of that. Its keys are renewed when
// another device is removed from the account.
import { type AccountRole, sealedVersion } from '../../protocol/accounts.ts';
import { ok, type Result } from '../../protocol/errors.ts';
import { createContacts } from '../contacts/contacts.ts';
import type { Database } from '../database/database.ts';
import type { RevisedAccount } from '../devices/account-revision.ts';
import { pinOwnManifest } from '../devices/own-manifest.ts';
import { withRenewedKeys } from '../devices/renewed-keys.ts';
import { equal } from '../encryption/primitives.ts';
import { needsRecoveryKey } from '../encryption/vault.ts';
import { keepMarks } from '../high-water-marks/stored-marks.ts';
import {
  type AccountRecord,
  readVault,
  writeAccount,
  writeAccountAndVault,
} from '../session/account-record.ts';
import type { AccountOptions, AccountState, Refreshed } from '../session/account-session.ts';
import { checkRecoveryKey, isRecoveryCheckDue, scheduleRecoveryCheck } from './recovery-check.ts';

export class Session {
  readonly state: AccountState;
  readonly #connection: AccountOptions['connection'];
  readonly #clock: AccountOptions['clock'];
  #record: AccountRecord;
  #refreshing: Promise<Result<Refreshed>> | undefined;

  constructor(
    { connection, clock }: Pick<AccountOptions, 'connection' | 'clock'>,
    record: AccountRecord,
    database: Database,
  ) {
    this.#connection = connection;
    this.#clock = clock;
    this.#record = record;
    this.state = stateOf(
      () => this.#record,
      database,
      () => this.refresh(),
    );
  }

  get record(): AccountRecord {
    return this.#record;
  }

  /** Writes down and uses from now on what a newer vault holds. */
  renew(record: AccountRecord, vault: Uint8Array): void {
    const { database } = this.state;
    const before = readVault(database);
    const isSeen = before !== undefined && equal(before, vault);
    const renewed = isSeen ? record : { ...record, vaultSeenAt: this.#clock.now() };
    writeAccountAndVault(database, renewed, vault);
    this.#record = renewed;
  }

  /** The same with what this device has changed itself. */
  takeOver({ contents: { mailboxKeys, marksKey }, vault }: RevisedAccount): void {
    const vaultVersion = sealedVersion(vault);
    this.renew({ ...this.#record, mailboxKeys: [...mailboxKeys], marksKey, vaultVersion }, vault);
  }

  /** Whether a computer that is new to the account needs the recovery key. */
  needsRecoveryKey(): boolean {
    const vault = readVault(this.state.database);
    return vault !== undefined && needsRecoveryKey(vault);
  }

  /** See checkRecoveryKey. */
  async checkRecoveryKey(words: string): Promise<Result<Record<string, never>>> {
    const checked = await checkRecoveryKey(this.#connection, this.#record, words);
    if (checked.ok) scheduleRecoveryCheck(this.state.database, this.#clock.now(), 'checked');
    return checked;
  }

  postponeRecoveryCheck(): void {
    scheduleRecoveryCheck(this.state.database, this.#clock.now(), 'postponed');
  }

  isRecoveryCheckDue(): boolean {
    return isRecoveryCheckDue(this.state.database, this.#clock.now());
  }

  /** See AccountState. Calls at the same moment share an answer. */
  refresh(): Promise<Result<Refreshed>> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #refresh(): Promise<Result<Refreshed>> {
    const stored = await this.#connection.request('account:get', {});
    if (!stored.ok) return stored;
    const { vault, marks, role } = stored.value;
    const pinned = await pinOwnManifest(this.#connection, this.state, stored.value);
    if (!pinned.ok) return pinned;
    // What the server had is older than what it has from this device now.
    if (pinned.value.isGivenBack) return ok({ isGivenBack: true });
    const { mailbox } = pinned.value.manifest;
    const isKnown = this.state.mailboxKeys.at(-1)?.generation === mailbox.generation;
    if (!isKnown || sealedVersion(vault) > this.#record.vaultVersion) {
      const renewed = await withRenewedKeys(this.#record, pinned.value.manifest, vault);
      if (!renewed.ok) return renewed;
      // A change of this device's own may have been faster.
      if (renewed.value.vaultVersion > this.#record.vaultVersion) this.renew(renewed.value, vault);
    }
    this.#keepRole(role);
    const kept = this.#keepDecisions(marks);
    return kept.ok ? ok({ isGivenBack: false }) : kept;
  }

  #keepRole(role: AccountRole): void {
    if (this.#record.role === role) return;
    this.#record = { ...this.#record, role };
    writeAccount(this.state.database, this.#record);
  }

  /** The marks carry what the user has decided on other devices. */
  #keepDecisions(marks: Uint8Array | undefined): Result<undefined> {
    const kept = marks && keepMarks(this.state.database, this.state, marks);
    return kept && !kept.ok ? kept : ok(undefined);
  }
}

function stateOf(
  current: () => AccountRecord,
  database: Database,
  refresh: AccountState['refresh'],
): AccountState {
  const { address, username, serverName, displayName, device, deviceSeed } = current();
  const contacts = createContacts(database);
  return {
    ...{ address, username, serverName, displayName, device, deviceSeed },
    get role() {
      return current().role;
    },
    get mailboxKeys() {
      return current().mailboxKeys;
    },
    get marksKey() {
      return current().marksKey;
    },
    get wasReset() {
      return contacts.find(address)?.pinned?.manifest.former !== undefined;
    },
    contacts,
    database,
    refresh,
  };
}
