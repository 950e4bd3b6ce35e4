// What a device keeps of its account. It is written down before anything is done with it; the password, the
// account's signing seed and the recovery key are never among it.
import { z } from 'zod';
import { sessionToken } from '../../protocol/accounts.ts';
import { address, deviceId, serverName, username } from '../../protocol/ids.ts';
import { jsonBytes } from '../encryption/json-bytes.ts';
import { mailboxKey } from '../encryption/vault.ts';
import type { Database } from '../history/database.ts';
import { readSetting, writeSetting } from '../history/settings.ts';

const accountRecord = z.object({
  v: z.literal(1),
  address,
  username,
  serverName,
  displayName: z.string(),
  /** Absent while nobody is signed in. */
  token: sessionToken.optional(),
  device: deviceId,
  deviceSeed: jsonBytes(32),
  devicePublicKey: jsonBytes(32),
  mailboxKeys: z.array(mailboxKey),
  marksKey: jsonBytes(32),
  /** The highest seen: a lower one is an old vault given out again. */
  vaultVersion: z.int().nonnegative(),
});
export type AccountRecord = z.output<typeof accountRecord>;

const KEY = 'account';

export function readAccount(database: Database): AccountRecord | undefined {
  return readSetting(database, KEY, accountRecord);
}

export function writeAccount(database: Database, record: AccountRecord): void {
  writeSetting(database, KEY, accountRecord, record);
}
