// Contacts whose keys are not those known here, until the user has decided about them.
import { z } from 'zod';
import { type Address, address } from '../../protocol/ids.ts';
import { flag } from '../database/columns.ts';
import type { Database } from '../database/database.ts';

const undecidedRow = z.object({ address, verified: flag, offered_at: z.number() });

export interface Undecided {
  readonly address: Address;
  /** The user had verified the keys that were known: accepting others is not enough. */
  readonly verified: boolean;
  /** When this device first saw other keys, in milliseconds since 1970. */
  readonly since: number;
}

/** Of these accounts; mostly none, which the index alone says. */
export function listUndecided(db: Database, among: readonly Address[]): readonly Undecided[] {
  return db
    .all(
      undecidedRow,
      'SELECT address, verified, offered_at FROM contacts WHERE offered IS NOT NULL ORDER BY offered_at, address',
    )
    .filter((row) => among.includes(row.address))
    .map((row) => ({ address: row.address, verified: row.verified, since: row.offered_at }));
}

export function hasUndecided(db: Database): boolean {
  return (
    db.get(z.object({ address }), 'SELECT address FROM contacts WHERE offered IS NOT NULL LIMIT 1') !==
    undefined
  );
}
