// Whose accounts are deleted, as their last manifests say. A setting for each, so that a list of conversations needn't read the
// manifests of all the people in it.
import { z } from 'zod';
import { type Address, address } from '../../protocol/ids.ts';
import { deletedAt } from '../../protocol/manifest.ts';
import type { Database } from '../database/database.ts';
import { readSetting, writeSetting } from '../database/settings.ts';
import type { VerifiedManifest } from '../encryption/manifests.ts';

/** What the key of such a setting begins with; its value is the time, ISO 8601 UTC, as JSON. */
export const DELETED = 'deleted ';

const time = z.iso.datetime();
const row = z.object({ address });

/** Of the manifest that is pinned now. */
export function noteDeletion(db: Database, person: Address, { manifest }: VerifiedManifest): void {
  const at = deletedAt(manifest);
  if (at === undefined) db.run('DELETE FROM settings WHERE key = ?', DELETED + person);
  else writeSetting(db, DELETED + person, time, at);
}

export function isDeleted(db: Database, person: Address): boolean {
  return readSetting(db, DELETED + person, time) !== undefined;
}

export function listDeleted(db: Database): ReadonlySet<Address> {
  const rows = db.all(
    row,
    `SELECT substr(key, ${DELETED.length + 1}) AS address FROM settings WHERE key > '${DELETED}' AND key < '${DELETED}~'`,
  );
  return new Set(rows.map((one) => one.address));
}
