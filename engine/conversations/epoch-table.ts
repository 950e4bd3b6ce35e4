// The epochs of a conversation as its verified changes set them, with the keys this account was given.
import { z } from 'zod';
import { groupSettings, memberRole } from '../../protocol/epoch-change.ts';
import { type Address, address, type ConversationId, digest } from '../../protocol/ids.ts';
import { blob, flag } from '../database/columns.ts';
import type { Database } from '../database/database.ts';
import { createParsedColumn } from '../database/parsed-column.ts';
import type { ConversationRow } from './conversation-table.ts';

const members = z.array(z.object({ address, role: memberRole, generation: z.number() }));
export type EpochMember = z.output<typeof members>[number];
const membersIn = createParsedColumn<readonly EpochMember[]>(members);

const epochRow = z
  .object({
    epoch: z.number(),
    id: digest,
    seq: z.number(),
    at: z.number(),
    type: z.enum(['members', 'leave', 'delete']),
    author: address,
    key: blob.optional(),
    members: z.string(),
    settings: z.string().optional(),
    profile: z.string().optional(),
    title: z.string().optional(),
    commitment: digest.optional(),
    previous_key: z.string().optional(),
    /** What stands there is not as its author signed it: its id is of what the server showed. */
    altered: flag,
    stale: flag,
  })
  .transform(({ previous_key, ...row }) => ({
    ...row,
    members: membersIn(row.id, row.members),
    settings: row.settings === undefined ? undefined : groupSettings.parse(JSON.parse(row.settings)),
    /** The key before, sealed under this one; `profile` is the group's, sealed likewise. */
    previousKey: previous_key,
  }));
export type Epoch = Readonly<Omit<z.output<typeof epochRow>, 'key' | 'altered' | 'stale'>> & {
  readonly key?: Uint8Array | undefined;
  readonly altered?: boolean;
  /** Its key was sealed to keys of a member in whose place the user has accepted others. */
  readonly stale?: boolean;
};

const presentRow = z.object({ present: z.number() });

const NEWEST = 'ORDER BY epoch DESC LIMIT 1';
const columns =
  'epoch, id, seq, at, type, author, key, members, settings, profile, title, commitment, previous_key, altered';

function findWhere(db: Database, where: string, ...parameters: readonly (string | number)[]) {
  return db.get(epochRow, `SELECT ${columns}, stale FROM epochs WHERE ${where}`, ...parameters);
}

export function findEpoch(db: Database, conversation: ConversationId, epoch: number): Epoch | undefined {
  return findWhere(db, 'conversation = ? AND epoch = ?', conversation, epoch);
}

/** The epoch that the change at a position of the log has set. */
export function findEpochAt(db: Database, conversation: ConversationId, seq: number): Epoch | undefined {
  return findWhere(db, 'conversation = ? AND seq = ?', conversation, seq);
}

export function findCurrentEpoch(db: Database, conversation: ConversationId): Epoch | undefined {
  return findWhere(db, `conversation = ? ${NEWEST}`, conversation);
}

/** The newest epoch before another one that has a key at all, whether or not it is known here. */
export function findKeyedEpochBefore(
  db: Database,
  conversation: ConversationId,
  epoch: number,
): Epoch | undefined {
  return findWhere(db, `conversation = ? AND epoch < ? AND type = 'members' ${NEWEST}`, conversation, epoch);
}

/** The oldest epoch after another one that has a key at all. */
export function findKeyedEpochAfter(
  db: Database,
  conversation: ConversationId,
  epoch: number,
): Epoch | undefined {
  const where = "conversation = ? AND epoch > ? AND type = 'members' ORDER BY epoch LIMIT 1";
  return findWhere(db, where, conversation, epoch);
}

/** The newest one whose change stands before a position. */
export function findEpochBefore(db: Database, conversation: ConversationId, seq: number): Epoch | undefined {
  return findWhere(db, `conversation = ? AND seq < ? ${NEWEST}`, conversation, seq);
}

/** True if the author has made a key since it became a member. */
export function hasOwnEpoch(
  db: Database,
  { id, kind, joined, first }: Pick<ConversationRow, 'id' | 'kind' | 'joined' | 'first'>,
  author: Address,
): boolean {
  const where =
    "conversation = ? AND epoch >= ? AND seq >= ? AND author = ? AND type = 'members' AND altered = 0 LIMIT 1";
  // What the account did before it was reset doesn't count.
  const from = kind === 'direct' ? first : 1;
  return (
    db.get(presentRow, `SELECT 1 AS present FROM epochs WHERE ${where}`, id, joined, from, author) !==
    undefined
  );
}

/** The number of the newest epoch whose change is as its author signed it. */
export function findNewestGenuineEpoch(db: Database, conversation: ConversationId): number {
  const sql = 'SELECT max(epoch) epoch FROM epochs WHERE conversation = ? AND altered = 0';
  return db.get(z.object({ epoch: z.number().optional() }), sql, conversation)?.epoch ?? 0;
}

export function dropEpochsBehind(db: Database, conversation: ConversationId, seq: number): void {
  db.run('DELETE FROM epochs WHERE conversation = ? AND seq > ?', conversation, seq);
}

export function deleteEpochs(db: Database, conversation: ConversationId): void {
  db.run('DELETE FROM epochs WHERE conversation = ?', conversation);
}

/** A known one stays as it is, unless it takes the place of an altered one. */
export function putEpoch(db: Database, conversation: ConversationId, epoch: Epoch): void {
  db.run(
    `INSERT INTO epochs (conversation, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (conversation, epoch) DO UPDATE SET id = excluded.id, seq = excluded.seq, at = excluded.at,
         type = excluded.type, author = excluded.author, key = excluded.key, members = excluded.members,
         settings = excluded.settings, profile = excluded.profile, title = excluded.title,
         commitment = excluded.commitment, previous_key = excluded.previous_key, altered = excluded.altered
       WHERE altered AND NOT excluded.altered`,
    conversation,
    epoch.epoch,
    epoch.id,
    epoch.seq,
    epoch.at,
    epoch.type,
    epoch.author,
    epoch.key,
    JSON.stringify(epoch.members),
    epoch.settings && JSON.stringify(epoch.settings),
    epoch.profile,
    epoch.title,
    epoch.commitment,
    epoch.previousKey,
    epoch.altered ?? false,
  );
}

export function putEpochKey(
  db: Database,
  conversation: ConversationId,
  { epoch, key, title }: Pick<Epoch, 'epoch' | 'key' | 'title'>,
): void {
  db.run(
    'UPDATE epochs SET key = ?, title = ? WHERE conversation = ? AND epoch = ?',
    key,
    title,
    conversation,
    epoch,
  );
}
