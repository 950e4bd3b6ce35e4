// The epochs of a conversation as its verified changes set them, with the keys this account was given.
import { z } from 'zod';
import { address, type ConversationId, digest } from '../../protocol/ids.ts';
import { blob, flag } from '../database/columns.ts';
import type { Database } from '../database/database.ts';

const members = z.array(
  z.object({ address, role: z.enum(['owner', 'admin', 'member']), generation: z.number() }),
);

const epochRow = z
  .object({
    epoch: z.number(),
    id: digest,
    seq: z.number(),
    at: z.number(),
    key: blob.optional(),
    members: z.string(),
    /** What stands there is not as its author signed it: its id is of what the server showed. */
    altered: flag,
  })
  .transform((row) => ({ ...row, members: members.parse(JSON.parse(row.members)) }));
export type Epoch = Readonly<Omit<z.output<typeof epochRow>, 'key' | 'altered'>> & {
  readonly key?: Uint8Array | undefined;
  readonly altered?: boolean;
};

const columns = 'epoch, id, seq, at, key, members, altered';

export function epochOf(db: Database, conversation: ConversationId, epoch: number): Epoch | undefined {
  return db.get(
    epochRow,
    `SELECT ${columns} FROM epochs WHERE conversation = ? AND epoch = ?`,
    conversation,
    epoch,
  );
}

export function currentEpoch(db: Database, conversation: ConversationId): Epoch | undefined {
  return db.get(
    epochRow,
    `SELECT ${columns} FROM epochs WHERE conversation = ? ORDER BY epoch DESC LIMIT 1`,
    conversation,
  );
}

/** The newest one whose change stands before a position. */
export function epochBefore(db: Database, conversation: ConversationId, seq: number): Epoch | undefined {
  return db.get(
    epochRow,
    `SELECT ${columns} FROM epochs WHERE conversation = ? AND seq < ? ORDER BY epoch DESC LIMIT 1`,
    conversation,
    seq,
  );
}

/** The number of the newest epoch whose change is as its author signed it. */
export function newestGenuineEpoch(db: Database, conversation: ConversationId): number {
  const sql = 'SELECT max(epoch) epoch FROM epochs WHERE conversation = ? AND altered = 0';
  return db.get(z.object({ epoch: z.number().optional() }), sql, conversation)?.epoch ?? 0;
}

export function dropEpochsBehind(db: Database, conversation: ConversationId, seq: number): void {
  db.run('DELETE FROM epochs WHERE conversation = ? AND seq > ?', conversation, seq);
}

/** A known one stays as it is, unless it takes the place of an altered one. */
export function putEpoch(db: Database, conversation: ConversationId, epoch: Epoch): void {
  db.run(
    `INSERT INTO epochs (conversation, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (conversation, epoch) DO UPDATE SET id = excluded.id, seq = excluded.seq, at = excluded.at,
         key = excluded.key, members = excluded.members, altered = excluded.altered
       WHERE altered AND NOT excluded.altered`,
    conversation,
    epoch.epoch,
    epoch.id,
    epoch.seq,
    epoch.at,
    epoch.key,
    JSON.stringify(epoch.members),
    epoch.altered ?? false,
  );
}
