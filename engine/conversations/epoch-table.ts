// The epochs of a conversation as its verified changes set them, with the keys this account was given.
import { z } from 'zod';
import { address, type ConversationId, digest } from '../../protocol/ids.ts';
import { blob } from '../database/columns.ts';
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
  })
  .transform((row) => ({ ...row, members: members.parse(JSON.parse(row.members)) }));
export type Epoch = Readonly<Omit<z.output<typeof epochRow>, 'key'>> & {
  readonly key?: Uint8Array | undefined;
};

const columns = 'epoch, id, seq, at, key, members';

export function findEpoch(db: Database, conversation: ConversationId, epoch: number): Epoch | undefined {
  return db.get(
    epochRow,
    `SELECT ${columns} FROM epochs WHERE conversation = ? AND epoch = ?`,
    conversation,
    epoch,
  );
}

export function findCurrentEpoch(db: Database, conversation: ConversationId): Epoch | undefined {
  return db.get(
    epochRow,
    `SELECT ${columns} FROM epochs WHERE conversation = ? ORDER BY epoch DESC LIMIT 1`,
    conversation,
  );
}

export function dropEpochsBehind(db: Database, conversation: ConversationId, seq: number): void {
  db.run('DELETE FROM epochs WHERE conversation = ? AND seq > ?', conversation, seq);
}

export function putEpoch(db: Database, conversation: ConversationId, epoch: Epoch): void {
  db.run(
    `INSERT OR IGNORE INTO epochs (conversation, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    conversation,
    epoch.epoch,
    epoch.id,
    epoch.seq,
    epoch.at,
    epoch.key,
    JSON.stringify(epoch.members),
  );
}
