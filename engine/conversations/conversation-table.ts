import { z } from 'zod';
import { type ConversationSummary, conversationKind } from '../../protocol/conversations.ts';
import { type Address, address, type ConversationId, conversationId } from '../../protocol/ids.ts';
import { DELETED } from '../contacts/deleted-accounts.ts';
import { flag } from '../database/columns.ts';
import type { Database } from '../database/database.ts';
import { createParsedColumn } from '../database/parsed-column.ts';
import { PERSON, REQUEST } from '../decisions/decision-table.ts';

export const stops = ['server-set-back', 'log-forked', 'change-altered'] as const;
export type Stop = (typeof stops)[number];

/** How this account ceased to be a member of a group: it left, `by` removed it, or `by` deleted the group. */
const membershipEnd = z.object({
  how: z.enum(['left', 'removed', 'deleted']),
  by: address,
  /** The server's time, milliseconds since 1970. */
  at: z.number(),
});
export type MembershipEnd = Readonly<z.infer<typeof membershipEnd>>;

const membersIn = createParsedColumn<readonly Address[]>(z.array(address));

const conversationRow = z
  .object({
    id: conversationId,
    kind: conversationKind,
    members: z.string(),
    head: z.number(),
    read: z.number(),
    base_unread: z.number(),
    base_seq: z.number(),
    base_from: z.string(),
    counter: z.number(),
    stopped: z.enum(stops).optional(),
    first: z.number(),
    ended: z.string().optional(),
    joined: z.number(),
    accepted: flag.optional(),
    decided_for: z.number().optional(),
    blocked: flag,
    person_deleted: z.string().optional(),
  })
  .transform((row) => ({
    id: row.id,
    kind: row.kind,
    members: membersIn(row.id, row.members),
    /** The highest position known to exist. */
    head: row.head,
    read: row.read,
    /** The server's count of unread frames up to `baseSeq`, and whose they are. */
    baseUnread: row.base_unread,
    baseSeq: row.base_seq,
    baseFrom: z.array(address).parse(JSON.parse(row.base_from)),
    /** How many frames of this device the server has taken. */
    counter: row.counter,
    /** Why nothing is sent until the user decides. */
    stopped: row.stopped,
    /** The first position that this account may see. */
    first: row.first,
    /** Set once this account is no longer a member. */
    ended: row.ended === undefined ? undefined : membershipEnd.parse(JSON.parse(row.ended)),
    /** It is with a person whom the user has blocked. */
    blocked: row.blocked,
    /** Since when the account of the other in a direct conversation is deleted, ISO 8601 UTC. */
    personDeleted: row.person_deleted,
    /** The epoch with which this account became a member of a group, the last time it did. */
    joined: row.joined,
    /** Whether the user has accepted or refused this membership; undefined without a decision about it. */
    accepted: (row.decided_for ?? -1) >= row.joined ? row.accepted : undefined,
  }));
export type ConversationRow = z.output<typeof conversationRow>;

/** With what the user has decided about it. */
const SELECT = `SELECT conversations.*, json_extract(settings.value, '$.accepted') AS accepted,
    json_extract(settings.value, '$.joined') AS decided_for,
    iif(kind = 'direct', EXISTS (
      SELECT 1 FROM json_each(members) AS member JOIN settings AS person ON person.key = '${PERSON}' || member.value
        WHERE json_extract(person.value, '$.blocked')), 0) AS blocked,
    iif(kind = 'direct', (
      SELECT json_extract(deleted.value, '$') FROM json_each(members) AS member
        JOIN settings AS deleted ON deleted.key = '${DELETED}' || member.value), NULL) AS person_deleted
  FROM conversations LEFT JOIN settings ON settings.key = '${REQUEST}' || id`;

export function findConversation(db: Database, id: ConversationId): ConversationRow | undefined {
  return db.get(conversationRow, `${SELECT} WHERE id = ?`, id);
}

export function listConversations(db: Database): readonly ConversationRow[] {
  return db.all(conversationRow, SELECT);
}

/** Creates the row of a conversation if there is none. */
export function addConversation(
  db: Database,
  id: ConversationId,
  kind: ConversationRow['kind'],
  members: readonly Address[],
): void {
  db.run(
    'INSERT OR IGNORE INTO conversations (id, kind, members) VALUES (?, ?, ?)',
    id,
    kind,
    JSON.stringify(members),
  );
}

/**
 * Stores the server's summary; positions only rise. Whom a group has only its changes say. A direct conversation is the account's
 * from its beginning, unless the account `wasReset`: no server hides how it began.
 */
export function putSummary(db: Database, summary: ConversationSummary, wasReset = false): void {
  addConversation(db, summary.id, summary.kind, summary.members);
  db.run(
    `UPDATE conversations SET members = iif(kind = 'group', members, ?), first = iif(kind = 'group' OR ?, ?, 1),
       head = max(head, ?), read = max(read, ?), base_unread = ?, base_seq = ?, base_from = ? WHERE id = ?`,
    JSON.stringify(summary.members),
    wasReset && summary.kind === 'direct',
    summary.first,
    summary.head,
    summary.read,
    summary.unread,
    summary.head,
    JSON.stringify(summary.from),
    summary.id,
  );
  for (const one of summary.positions) raisePosition(db, summary.id, one);
}

export type Membership = Pick<ConversationRow, 'kind' | 'members' | 'ended' | 'joined'>;

/** What the log states wins over the server's list. */
export function putMembership(
  db: Database,
  id: ConversationId,
  { kind, members, ended, joined }: Membership,
): void {
  db.run(
    'UPDATE conversations SET kind = ?, members = ?, ended = ?, joined = ? WHERE id = ?',
    kind,
    JSON.stringify(members),
    ended && JSON.stringify(ended),
    joined,
    id,
  );
}

/** A server may list any group: it is shown once its changes say that this account is, or has been, a member. */
export function isShown({ kind, members, ended }: ConversationRow, own: Address): boolean {
  return kind !== 'group' || ended !== undefined || members.includes(own);
}

export function deleteConversation(db: Database, id: ConversationId): void {
  db.run('DELETE FROM positions WHERE conversation = ?', id);
  db.run('DELETE FROM conversations WHERE id = ?', id);
}

export function raiseHead(db: Database, id: ConversationId, head: number): void {
  db.run('UPDATE conversations SET head = max(head, ?) WHERE id = ?', head, id);
}

export function raiseRead(db: Database, id: ConversationId, read: number): void {
  db.run('UPDATE conversations SET read = max(read, ?) WHERE id = ?', read, id);
}

/** An unread count of zero clears the list of senders. */
export function setBase(db: Database, id: ConversationId, unread: number, seq: number): void {
  db.run(
    `UPDATE conversations SET base_unread = ?, base_seq = ?, base_from = iif(? = 0, '[]', base_from) WHERE id = ?`,
    unread,
    seq,
    unread,
    id,
  );
}

export function setCounter(db: Database, id: ConversationId, counter: number): void {
  db.run('UPDATE conversations SET counter = ? WHERE id = ?', counter, id);
}

export function setStopped(db: Database, id: ConversationId, stop: Stop | undefined): void {
  db.run('UPDATE conversations SET stopped = ? WHERE id = ?', stop, id);
}

/** Sets the head back, and lowers all read and received positions to at most `seq`. */
export function lowerPositions(db: Database, id: ConversationId, seq: number, head: number): void {
  db.run(
    `UPDATE conversations SET head = ?, read = min(read, ?), base_unread = 0, base_seq = ?, base_from = '[]'
       WHERE id = ?`,
    head,
    seq,
    seq,
    id,
  );
  db.run(
    'UPDATE positions SET received = min(received, ?), read = min(read, ?) WHERE conversation = ?',
    seq,
    seq,
    id,
  );
}

const positionRow = z.object({ address, received: z.number(), read: z.number() });
export type Position = z.output<typeof positionRow>;

export function listPositions(db: Database, id: ConversationId): readonly Position[] {
  return db.all(positionRow, 'SELECT address, received, read FROM positions WHERE conversation = ?', id);
}

export function raisePosition(db: Database, id: ConversationId, position: Position): void {
  db.run(
    `INSERT INTO positions (conversation, address, received, read) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET received = max(received, excluded.received), read = max(read, excluded.read)`,
    id,
    position.address,
    position.received,
    position.read,
  );
}

const unreportedRow = z.object({ id: conversationId });

/** Where what this account has read or, in direct conversations, received is ahead of its position. */
export function listUnreportedConversations(db: Database, reader: Address): readonly ConversationId[] {
  return db
    .all(
      unreportedRow,
      `SELECT id FROM conversations
         LEFT JOIN positions ON positions.conversation = id AND positions.address = ?
         WHERE conversations.read > coalesce(positions.read, 0)
         OR kind = 'direct' AND coalesce(positions.received, 0) <
           (SELECT max(high) FROM ranges WHERE ranges.conversation = id)`,
      reader,
    )
    .map((row) => row.id);
}
