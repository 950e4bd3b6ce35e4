import type { Address } from '../../protocol/ids.ts';
import type { Database } from './database.ts';

/** The user has accepted other keys of a member: the next message needs a new epoch, whose key is sealed to those. */
export function markEpochsStale(db: Database, member: Address): void {
  db.run(
    `UPDATE epochs SET stale = 1 WHERE conversation IN (
       SELECT id FROM conversations WHERE EXISTS (SELECT 1 FROM json_each(members) WHERE value = ?))`,
    member,
  );
}
