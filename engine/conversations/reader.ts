// Reads history page by page, in both directions, and fetches what isn't held here yet.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { MessageId } from '../../protocol/ids.ts';
import { type ConversationRow, conversationOf } from '../history/conversations.ts';
import { newestRange, type Range, rangeAt } from '../history/log.ts';
import {
  type MessageRow,
  messageOf,
  messagesBetween,
  messagesFrom,
  unplacedMessages,
} from '../history/messages.ts';
import type { Scope } from './scope.ts';
import type { Sync } from './sync.ts';

export interface Page {
  /** Oldest first. */
  readonly rows: readonly MessageRow[];
  readonly more: boolean;
}

export interface Reader {
  /** The newest `limit` messages before one, or the newest of all; offline what is held without a gap. */
  before(conversation: ConversationRow, id: MessageId | undefined, limit: number): Promise<Result<Page>>;
  /** The oldest `limit` messages after one. */
  after(conversation: ConversationRow, id: MessageId, limit: number): Promise<Result<Page>>;
  /** The oldest `limit` messages after the last that has been read. */
  unread(conversation: ConversationRow, limit: number): Promise<Result<Page>>;
}

export function createReader(scope: Scope, sync: Pick<Sync, 'catchUp' | 'older'>): Reader {
  async function before(
    conversation: ConversationRow,
    id: MessageId | undefined,
    limit: number,
  ): Promise<Result<Page>> {
    const anchor = id && messageOf(scope.db, conversation.id, id);
    if (id && !anchor) return refuse('no-such-message');
    const unplaced = unplacedBefore(conversation, anchor).slice(-limit);
    if (anchor?.seq === undefined) await sync.catchUp(conversation.id);
    const below = anchor?.seq ?? (newestRange(scope.db, conversation.id)?.high ?? 0) + 1;
    const placed = await placedBelow(conversation, below, limit - unplaced.length);
    return ok({ rows: [...placed.rows, ...unplaced], more: placed.more });
  }

  /** What has no place yet comes after everything that has. */
  function unplacedBefore(
    conversation: ConversationRow,
    anchor: MessageRow | undefined,
  ): readonly MessageRow[] {
    if (anchor && anchor.seq !== undefined) return [];
    const rows = unplacedMessages(scope.db, conversation.id);
    return anchor ? rows.filter((row) => row.position < anchor.position) : rows;
  }

  async function placedBelow(conversation: ConversationRow, below: number, limit: number): Promise<Page> {
    for (;;) {
      const range: Range | undefined = rangeAt(scope.db, conversation.id, Math.max(below - 1, 1));
      const rows = range ? messagesBetween(scope.db, conversation.id, range.low, below - 1, limit + 1) : [];
      if (rows.length > limit) return { rows: rows.slice(rows.length - limit), more: true };
      if (range?.low === 1 || below <= 1) return { rows, more: false };
      const fetched = await sync.older(conversation.id, range?.low ?? below);
      if (!fetched.ok) return { rows, more: true };
      if (!fetched.value) return { rows, more: false };
    }
  }

  async function after(conversation: ConversationRow, id: MessageId, limit: number): Promise<Result<Page>> {
    const anchor = messageOf(scope.db, conversation.id, id);
    if (!anchor) return refuse('no-such-message');
    await sync.catchUp(conversation.id);
    const placed = anchor.seq === undefined ? undefined : await placedAbove(conversation, anchor.seq, limit);
    if (placed?.more) return ok(placed);
    const unplaced = unplacedMessages(scope.db, conversation.id).filter(
      (row) => placed || row.position > anchor.position,
    );
    const rows = [...(placed?.rows ?? []), ...unplaced];
    return ok({ rows: rows.slice(0, limit), more: rows.length > limit });
  }

  async function unread(conversation: ConversationRow, limit: number): Promise<Result<Page>> {
    await sync.catchUp(conversation.id);
    const { read } = conversationOf(scope.db, conversation.id) ?? conversation;
    return ok(await placedAbove(conversation, read, limit));
  }

  /** A gap is filled from above, so that what is below it can be told to be complete. */
  async function placedAbove({ id }: ConversationRow, above: number, limit: number): Promise<Page> {
    for (;;) {
      const { high = above } = rangeAt(scope.db, id, above) ?? rangeAt(scope.db, id, above + 1) ?? {};
      const rows = messagesFrom(scope.db, id, above + 1, high, limit + 1);
      if (rows.length > limit) return { rows: rows.slice(0, limit), more: true };
      const newest = newestRange(scope.db, id);
      if (!newest || newest.low <= high) return { rows, more: false };
      const fetched = await sync.older(id, newest.low);
      if (!fetched.ok) return { rows, more: true };
      if (!fetched.value) return { rows, more: false };
    }
  }

  return { before, after, unread };
}
