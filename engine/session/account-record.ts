// What a device keeps of its account. It is written down before anything is done with it; the password, the
// account's signing seed and the recovery key are never among it.
import { z } from 'zod';
import { accountRole, argon2Parameters, sessionToken } from '../../protocol/accounts.ts';
import { fromBase64url, toBase64url } from '../../protocol/bytes.ts';
import { type Address, address, deviceId, serverName, username } from '../../protocol/ids.ts';
import type { Database } from '../database/database.ts';
import { readSetting, writeSetting } from '../database/settings.ts';
import { DECISION_KEYS } from '../decisions/decision-table.ts';
import { jsonBytes } from '../encryption/json-bytes.ts';
import { type DeviceKek, mailboxKey } from '../encryption/vault.ts';

const accountRecord = z.object({
  v: z.literal(1),
  address,
  username,
  serverName,
  /** How the password was derived the first time: a server that names anything else later wants it weaker. */
  preLogin: z.object({ serverName, salt: jsonBytes(32), argon2: argon2Parameters }),
  displayName: z.string(),
  /** On the server; missing until the server has been asked. */
  role: accountRole.optional(),
  /** Absent while no account is signed in. */
  token: sessionToken.optional(),
  device: deviceId,
  deviceSeed: jsonBytes(32),
  devicePublicKey: jsonBytes(32),
  mailboxKeys: z.array(mailboxKey),
  marksKey: jsonBytes(32),
  /** Opens the part of the vault that is for this device; another one with each sign-in. */
  deviceKek: jsonBytes(32),
  /** The highest seen, unless the user has accepted an older one: any lower one is an old vault given out again. */
  vaultVersion: z.int().nonnegative(),
  /** When this device saw it first, in ms since 1970. */
  vaultSeenAt: z.int(),
});
export type AccountRecord = z.output<typeof accountRecord>;

export function deviceKekOf({ device, deviceKek }: AccountRecord): DeviceKek {
  return { device, kek: deviceKek };
}

/**
 * What stays of an account that was signed out of: which of its devices this is, since every other one would need a
 * place on its list, and what an older vault is known by. It opens no message.
 */
const deviceRecord = accountRecord.pick({
  v: true,
  device: true,
  deviceSeed: true,
  devicePublicKey: true,
  vaultVersion: true,
  vaultSeenAt: true,
  preLogin: true,
});
export type DeviceRecord = z.output<typeof deviceRecord>;

const storedVault = z.codec(
  z.base64url(),
  z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  { decode: fromBase64url, encode: toBase64url },
);

const KEY = 'account';
const DEVICE_KEY = 'device';
const VAULT_KEY = 'vault';
const REMOVAL_KEY = 'removal';
/** The server's marks show when it withholds something from the next sign-in. */
const KEPT_SETTINGS = [DEVICE_KEY, REMOVAL_KEY, 'marks'];
const ERASED_TABLES = [
  'messages',
  'outbox',
  'revisions',
  'epochs',
  'log',
  'ranges',
  'counters',
  'positions',
  'conversations',
];

export function readAccount(database: Database): AccountRecord | undefined {
  return readSetting(database, KEY, accountRecord);
}

export function writeAccount(database: Database, record: AccountRecord): void {
  writeSetting(database, KEY, accountRecord, record);
}

/** The account's newest vault, as it came; a server that was restored from a backup gets it back. */
export function readVault(database: Database): Uint8Array | undefined {
  return readSetting(database, VAULT_KEY, storedVault);
}

/** The account with the vault that its keys are from. */
export function writeAccountAndVault(database: Database, record: AccountRecord, vault: Uint8Array): void {
  database.transaction(() => {
    writeAccount(database, record);
    writeSetting(database, VAULT_KEY, storedVault, vault);
  });
}

/** That the user has removed this device from the account or deleted the account, and what was lost with it here. */
const removal = z.object({
  removedAt: z.iso.datetime(),
  /** Messages that were never sent. */
  count: z.int().nonnegative(),
  /** Of the account, where that is deleted. */
  deleted: address.optional(),
});
export type Removal = z.output<typeof removal>;

const RESET_KEY = 'reset';
/** That the account was reset, as the server says: no more than a reason for the end of the session. */
const resetNote = z.object({ resetAt: z.string() });
export type ResetNote = z.output<typeof resetNote>;

export function readReset(database: Database): ResetNote | undefined {
  return readSetting(database, RESET_KEY, resetNote);
}

export function writeReset(database: Database, note: ResetNote): void {
  writeSetting(database, RESET_KEY, resetNote, note);
}

export function readRemoval(database: Database): Removal | undefined {
  return readSetting(database, REMOVAL_KEY, removal);
}

/** Signs the account out for good, as leaveDevice does, and notes why. `eraseAccount` comes next. */
export function leaveRemovedDevice(database: Database, record: AccountRecord, why: Removal): void {
  database.transaction(() => {
    writeSetting(database, REMOVAL_KEY, removal, why);
    leaveDevice(database, record);
  });
}

/** An account is signed in here again. */
export function forgetEnd(database: Database): void {
  database.run('DELETE FROM settings WHERE key IN (?, ?)', REMOVAL_KEY, RESET_KEY);
}

/** Of an account that is signed in here or has been. */
export function readDevice(database: Database): DeviceRecord | undefined {
  return readAccount(database) ?? readSetting(database, DEVICE_KEY, deviceRecord);
}

/** Signs the account out for good, even if the process ends before eraseAccount has finished. */
export function leaveDevice(database: Database, record: AccountRecord): void {
  database.transaction(() => {
    writeSetting(database, DEVICE_KEY, deviceRecord, record);
    database.run('DELETE FROM settings WHERE key = ?', KEY);
  });
}

/**
 * Erases texts and keys. People's pinned keys, the marks and what the user has decided stay: without them a server could lie the
 * next time. Of a deleted account, for which there is none, only its own last manifest stays.
 */
export function eraseAccount(database: Database): void {
  const deleted = readRemoval(database)?.deleted;
  database.transaction(() => {
    deleteAccount(database, KEPT_SETTINGS, { withDecisions: deleted !== undefined });
    if (deleted) database.run('DELETE FROM contacts WHERE address <> ?', deleted);
    if (deleted) database.run('DELETE FROM marks');
  });
  database.erase();
}

/**
 * Deletes as much of an account that was reset, and which of its devices this was and what they had seen: nothing of that holds
 * for the account with its new keys. Call it in a transaction, and `erase` of the database behind it.
 */
export function deleteFormerAccount(database: Database, address: Address): void {
  deleteAccount(database, [], { withDecisions: false });
  database.run('DELETE FROM marks');
  database.run('DELETE FROM contacts WHERE address = ?', address);
}

function deleteAccount(
  database: Database,
  kept: readonly string[],
  { withDecisions }: { readonly withDecisions: boolean },
): void {
  for (const table of ERASED_TABLES) database.run(`DELETE FROM ${table}`);
  const places = kept.map(() => '?').join(', ');
  const decisions = withDecisions ? [] : DECISION_KEYS.map((prefix) => `AND key NOT GLOB '${prefix}*'`);
  database.run(`DELETE FROM settings WHERE key NOT IN (${places}) ${decisions.join(' ')}`, ...kept);
}
