// Messages as they are shown, decrypted. A row without a position in the log waits in the outbox, or has failed.
import { z } from 'zod';
import { locked } from '../../protocol/content/locked.ts';
import { errorFacts } from '../../protocol/errors.ts';
import {
  type Address,
  address,
  type ConversationId,
  conversationId,
  type MessageId,
  messageId,
} from '../../protocol/ids.ts';
import type { Reason, ReasonCode } from '../api/api.ts';
import { isReasonCode } from '../api/notices.ts';
import { flag } from '../database/columns.ts';
import type { Database } from '../database/database.ts';
import { groupEvents } from './group-events.ts';

const lockedText = locked.schema.pick({ locked: true, mac: true, hint: true });
/** Addresses as JSON; a column that is empty mentions no one. */
export const mentioned = z
  .string()
  .transform((json): readonly Address[] => z.array(address).parse(JSON.parse(json)));

/** In SQL, of messages and revisions: against the order of the log, behind which stands what waits to be sent. */
export const LATEST_FIRST = 'seq IS NULL DESC, seq DESC, lost DESC, position DESC';

export function mentionsColumn(mentions: readonly Address[] = []): string | undefined {
  return mentions.length > 0 ? JSON.stringify([...new Set(mentions)]) : undefined;
}

const messageRow = z
  .object({
    position: z.number(),
    id: messageId,
    conversation: conversationId,
    seq: z.number().optional(),
    lost: z.number(),
    sender: address,
    device: z.string(),
    kind: z.enum(['text', 'locked', 'system', 'unreadable', 'deleted']),
    counts: flag,
    text: z.string().optional(),
    reply_to: messageId.optional(),
    sent_at: z.number(),
    state: z.enum(['sending', 'sent', 'held', 'failed']),
    // A newer version of Parley may have written a kind that this one doesn't know.
    code: z.custom<ReasonCode>(isReasonCode).optional().catch(undefined),
    facts: z.string().optional(),
    edited: z.number().optional(),
    editing: z.enum(['sending', 'failed']).optional(),
    events: z.string().optional(),
    /** The message id in the header of what is shown as its place only. */
    erased: messageId.optional(),
    /** Seconds; of a line about it, that of what is written from then on. */
    lifetime: z.number().optional(),
    /** When it is to go, in milliseconds since 1970; 0 of a line about lifetimes. */
    expires: z.number().optional(),
    mentions: mentioned.optional(),
    first_mentions: mentioned.optional(),
    forwarded: flag.optional(),
    silent: flag.optional(),
    /** The user can still take it back: it doesn't go out, and nothing that was written after it. */
    undoable: flag.optional(),
  })
  .transform(({ reply_to, sent_at, code, facts, events, text, first_mentions, ...row }) => ({
    ...row,
    text: row.kind === 'locked' ? undefined : text,
    /** It stands where others have their text. */
    locked: row.kind === 'locked' ? lockedText.parse(JSON.parse(text ?? '')) : undefined,
    /** Of a line that says what a change has done. */
    events: events === undefined ? undefined : groupEvents.parse(JSON.parse(events)),
    replyTo: reply_to,
    /** Whom the text mentioned before it was edited. */
    firstMentions: first_mentions,
    /** Why it failed or can't be read. */
    why: code && reasonFrom(code, facts),
    /** Milliseconds since 1970, as `edited` is: the server's time once it is ordered, the sender's before. */
    sentAt: sent_at,
  }));
export type MessageRow = Readonly<z.output<typeof messageRow>>;
export type NewMessage = Omit<
  MessageRow,
  | ('position' | 'lost' | 'edited' | 'editing' | 'events' | 'erased')
  | ('mentions' | 'firstMentions' | 'forwarded' | 'locked' | 'lifetime' | 'expires' | 'silent' | 'undoable')
> &
  Partial<
    Pick<MessageRow, 'events' | 'erased' | 'mentions' | 'forwarded' | 'locked' | 'lifetime' | 'silent'>
  >;

/** Writes a message down; undefined when its id is already there (a replay, or one's own coming back). */
export function addMessage(db: Database, message: NewMessage): MessageRow | undefined {
  return db.get(
    messageRow,
    `INSERT INTO messages
       (id, conversation, seq, sender, device, kind, counts, text, reply_to, sent_at, state, code, facts, events, erased, lifetime, expires,
       mentions, forwarded, silent)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING *`,
    message.id,
    message.conversation,
    message.seq,
    message.sender,
    message.device,
    message.kind,
    message.counts,
    message.locked ? JSON.stringify(message.locked) : message.text,
    message.replyTo,
    message.sentAt,
    message.state,
    ...whyColumns(message.why),
    message.events && JSON.stringify(message.events),
    message.erased,
    message.lifetime,
    expiryOf(message),
    mentionsColumn(message.mentions),
    message.forwarded,
    message.silent,
  );
}

/** Undefined for never. A line about a lifetime stays, and has 0 to be found by. */
function expiryOf({ kind, seq, sentAt, lifetime }: NewMessage): number | undefined {
  if (kind === 'system' && lifetime !== undefined) return 0;
  return seq === undefined || !lifetime ? undefined : sentAt + lifetime * 1_000;
}

/** The place of an erased frame with a message id in its header, of one sender or of anyone. */
export function findErased(
  db: Database,
  conversation: ConversationId,
  id: MessageId,
  sender?: Address,
): MessageRow | undefined {
  return db.get(
    messageRow,
    `SELECT * FROM messages WHERE conversation = ? AND erased = ? AND sender = coalesce(?, sender)
       ORDER BY seq LIMIT 1`,
    conversation,
    id,
    sender,
  );
}

/** A deletion has shown which message it was. */
export function nameErased(db: Database, row: MessageRow, id: MessageId): MessageRow | undefined {
  return db.get(
    messageRow,
    `UPDATE messages SET id = ?, erased = NULL, kind = 'deleted' WHERE position = ? RETURNING *`,
    id,
    row.position,
  );
}

/** Leaves the place of a message and nothing of what it said. */
export function showDeleted(
  db: Database,
  row: MessageRow,
  { editing, why }: Pick<MessageRow, 'editing' | 'why'>,
): MessageRow | undefined {
  return db.get(
    messageRow,
    `UPDATE messages SET kind = 'deleted', text = NULL, original = NULL, reply_to = NULL, mentions = NULL,
       first_mentions = NULL, forwarded = NULL, silent = NULL, state = 'sent', edited = NULL, editing = ?, code = ?, facts = ? WHERE position = ? RETURNING *`,
    editing,
    ...whyColumns(why),
    row.position,
  );
}

export function setUndoable(
  db: Database,
  { position }: MessageRow,
  undoable: boolean,
): MessageRow | undefined {
  return db.get(
    messageRow,
    'UPDATE messages SET undoable = ? WHERE position = ? RETURNING *',
    undoable,
    position,
  );
}

/** What the user can still take back, the newest first; without a conversation in all of them. */
export function listUndoable(db: Database, conversation?: ConversationId): readonly MessageRow[] {
  return db.all(
    messageRow,
    `SELECT messages.* FROM outbox JOIN messages ON messages.conversation = outbox.conversation AND messages.id = outbox.message
       WHERE undoable AND outbox.conversation = coalesce(?, outbox.conversation) ORDER BY outbox.position DESC`,
    conversation,
  );
}

export function removeMessage(db: Database, { position }: MessageRow): void {
  db.run('DELETE FROM messages WHERE position = ?', position);
}

export function findMessage(db: Database, conversation: ConversationId, id: string): MessageRow | undefined {
  return db.get(messageRow, 'SELECT * FROM messages WHERE conversation = ? AND id = ?', conversation, id);
}

/** By the order of writing. */
export function findMessageAt(db: Database, position: number): MessageRow | undefined {
  return db.get(messageRow, 'SELECT * FROM messages WHERE position = ?', position);
}

/** Gives a message of this device its position in the log, or another one. */
export function placeMessage(
  db: Database,
  row: MessageRow,
  seq: number,
  at: number,
  counts = true,
): MessageRow | undefined {
  return db.get(
    messageRow,
    `UPDATE messages SET seq = ?, lost = 0, counts = ?, sent_at = ?, state = iif(state = 'held', 'held', 'sent'),
       expires = iif(expires = 0, 0, iif(lifetime > 0, ? + lifetime * 1000, NULL)), code = NULL, facts = NULL
       WHERE position = ? RETURNING *`,
    seq,
    counts,
    at,
    at,
    row.position,
  );
}

/** Makes a failed or lost message pending again. */
export function showAsWaiting(db: Database, row: MessageRow): MessageRow | undefined {
  return db.get(
    messageRow,
    `UPDATE messages SET seq = NULL, lost = 0, counts = 1, state = 'sending', code = NULL, facts = NULL
       WHERE position = ? RETURNING *`,
    row.position,
  );
}

/** Replaces the text of a message that can't have been sent yet: no recipient has seen the earlier text. */
export function rewriteMessage(
  db: Database,
  row: MessageRow,
  text: string,
  mentions?: readonly Address[],
): MessageRow | undefined {
  return db.get(
    messageRow,
    `UPDATE messages SET text = ?, mentions = ?, state = 'sending', code = NULL, facts = NULL
       WHERE position = ? RETURNING *`,
    text,
    mentionsColumn(mentions),
    row.position,
  );
}

export type Revision = Pick<MessageRow, 'text' | 'mentions' | 'edited' | 'editing' | 'why'>;

/** Shows what a message says since it was edited; the text before the first edit is kept. Undefined for no text. */
export function showRevision(db: Database, row: MessageRow, revision: Revision): MessageRow | undefined {
  const { text, mentions, edited, editing } = revision;
  // A remark stays; why an edit failed, as long as it has; that one was lost, until there is a later one.
  const wasLost = row.lost === 0 && row.why?.code === 'not-on-server';
  const isAsBefore = (row.editing !== 'failed' || editing === 'failed') && !wasLost;
  const why = revision.why ?? (isAsBefore ? row.why : undefined);
  return db.get(
    messageRow,
    `UPDATE messages SET first_mentions = iif(original IS NULL, mentions, first_mentions), original = coalesce(original, text),
       text = ?, mentions = ?, edited = ?, editing = ?, code = ?, facts = ? WHERE position = ? AND kind = 'text' RETURNING *`,
    text,
    mentionsColumn(mentions),
    edited,
    editing,
    ...whyColumns(why),
    row.position,
  );
}

/** Where a message stands in the order of its conversation: what was lost follows what it was lost behind. */
export interface Place {
  readonly seq: number;
  readonly lost: number;
}

/** Behind everything that stands at a position. */
export function endOf(seq: number): Place {
  return { seq, lost: LAST_POSITION };
}

const LAST_POSITION = 2 ** 32 - 1;

/**
 * The server has lost everything behind a position: what can be read stays here, in its order. What this device
 * wrote itself can be sent again. Returns what has changed.
 */
export function loseMessagesBehind(
  db: Database,
  conversation: ConversationId,
  seq: number,
  own: { readonly sender: Address; readonly device: string },
): readonly MessageRow[] {
  db.run(
    `DELETE FROM messages WHERE conversation = ? AND seq > ? AND kind IN ('unreadable', 'deleted')`,
    conversation,
    seq,
  );
  const kept = listMessagesBetween(db, conversation, seq, seq, 1)[0]?.lost ?? 0;
  const rows = listMessagesBehind(db, conversation, endOf(seq), LAST_POSITION, LAST_POSITION);
  for (const [index, { position, sender, device }] of rows.entries()) {
    db.run(
      `UPDATE messages SET seq = ?, lost = ?, counts = 0, state = ?, code = 'not-on-server', facts = NULL
         WHERE position = ?`,
      seq,
      kept + index + 1,
      sender === own.sender && device === own.device ? 'failed' : 'sent',
      position,
    );
  }
  return rows.flatMap(({ id }) => findMessage(db, conversation, id) ?? []);
}

const markedRow = z.object({ position: z.number() });

/** True if a message of this sender already has a remark. */
export function hasRemark(
  db: Database,
  conversation: ConversationId,
  sender: Address,
  code: ReasonCode,
): boolean {
  const marked = db.get(
    markedRow,
    'SELECT position FROM messages WHERE conversation = ? AND sender = ? AND code = ? LIMIT 1',
    conversation,
    sender,
    code,
  );
  return marked !== undefined;
}

export function setMessageState(
  db: Database,
  row: MessageRow,
  state: MessageRow['state'],
  why?: Reason,
): MessageRow | undefined {
  return db.get(
    messageRow,
    'UPDATE messages SET state = ?, code = ?, facts = ? WHERE position = ? RETURNING *',
    state,
    ...whyColumns(why),
    row.position,
  );
}

function reasonFrom(code: ReasonCode, facts: string | undefined): Reason {
  return facts === undefined ? { code } : { code, facts: errorFacts.parse(JSON.parse(facts)) };
}

function whyColumns(why: Reason | undefined) {
  return [why?.code, why?.facts && JSON.stringify(why.facts)] as const;
}

/** Ordered messages from a position up to a place, the newest `limit` of those before it, oldest first. */
export function listMessagesBefore(
  db: Database,
  conversation: ConversationId,
  low: number,
  { seq, lost }: Place,
  limit: number,
): readonly MessageRow[] {
  return db
    .all(
      messageRow,
      `SELECT * FROM messages WHERE conversation = ? AND seq >= ? AND (seq, lost) < (?, ?)
         ORDER BY seq DESC, lost DESC LIMIT ?`,
      conversation,
      low,
      seq,
      lost,
      limit,
    )
    .toReversed();
}

const idRow = z.object({ id: messageId });

/** The first message from a position on that is of a moment or later; where there is none, the newest. */
export function findMessageSince(
  db: Database,
  conversation: ConversationId,
  low: number,
  moment: number,
): MessageId | undefined {
  const from = 'SELECT id FROM messages WHERE conversation = ? AND seq >= ?';
  const since = db.get(
    idRow,
    `${from} AND sent_at >= ? ORDER BY seq, lost LIMIT 1`,
    ...[conversation, low, moment],
  );
  return (since ?? db.get(idRow, `${from} ORDER BY seq DESC, lost DESC LIMIT 1`, conversation, low))?.id;
}

/** Up to `limit` texts that the sender of a message has written before it, oldest first. */
export function listTextsBefore(
  db: Database,
  { conversation, sender, seq = 0 }: MessageRow,
  limit: number,
): readonly MessageRow[] {
  return db
    .all(
      messageRow,
      `SELECT * FROM messages WHERE conversation = ? AND sender = ? AND kind = 'text' AND seq < ? AND lost = 0
         ORDER BY seq DESC LIMIT ?`,
      conversation,
      sender,
      seq,
      limit,
    )
    .toReversed();
}

/** Ordered messages behind a place up to a position, the oldest `limit` of them, oldest first. */
export function listMessagesBehind(
  db: Database,
  conversation: ConversationId,
  { seq, lost }: Place,
  high: number,
  limit: number,
): readonly MessageRow[] {
  return db.all(
    messageRow,
    `SELECT * FROM messages WHERE conversation = ? AND (seq, lost) > (?, ?) AND seq <= ?
       ORDER BY seq, lost LIMIT ?`,
    conversation,
    seq,
    lost,
    high,
    limit,
  );
}

/** Ordered messages with `low` ≤ seq ≤ `high`, the newest `limit` of them, oldest first. */
export function listMessagesBetween(
  db: Database,
  conversation: ConversationId,
  low: number,
  high: number,
  limit: number,
): readonly MessageRow[] {
  return db
    .all(
      messageRow,
      `SELECT * FROM messages WHERE conversation = ? AND seq BETWEEN ? AND ? ORDER BY seq DESC, lost DESC LIMIT ?`,
      conversation,
      low,
      high,
      limit,
    )
    .toReversed();
}

/** Messages written here and not yet in the log, waiting or failed, in the order of writing. */
export function listUnplacedMessages(db: Database, conversation: ConversationId): readonly MessageRow[] {
  return db.all(
    messageRow,
    'SELECT * FROM messages WHERE conversation = ? AND seq IS NULL ORDER BY position',
    conversation,
  );
}

export function findNewestUnplaced(db: Database, conversation: ConversationId): MessageRow | undefined {
  return db.get(
    messageRow,
    'SELECT * FROM messages WHERE conversation = ? AND seq IS NULL ORDER BY position DESC LIMIT 1',
    conversation,
  );
}

/** One's own ordered messages with `after` < seq ≤ `upTo`: those whose receipts have just changed. */
export function listOwnMessagesBetween(
  db: Database,
  conversation: ConversationId,
  after: number,
  upTo: number,
  sender: Address,
): readonly MessageRow[] {
  return listMessagesBetween(db, conversation, after + 1, upTo, 200).filter((row) => row.sender === sender);
}

/** Deletes all messages of a conversation, with their edits and what waits to be sent. */
export function deleteMessages(db: Database, conversation: ConversationId): void {
  for (const table of ['messages', 'revisions', 'outbox']) {
    db.run(`DELETE FROM ${table} WHERE conversation = ?`, conversation);
  }
}
