// Reads history page by page, in both directions, and fetches what isn't held here yet.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ConversationId, MessageId } from '../../protocol/ids.ts';
import { type ConversationRow, conversationOf } from '../conversations/conversation-table.ts';
import type { Scope } from '../conversations/scope.ts';
import { newestRange, rangeAt } from '../log/log-table.ts';
import {
  endOf,
  type MessageRow,
  messageOf,
  messagesBefore,
  messagesBehind,
  type Place,
  unplacedMessages,
} from '../messages/message-table.ts';
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

interface Held extends Page {
  /** Records are missing below this position, and what is held ends there. */
  readonly gap?: number | undefined;
}

export function createReader(scope: Scope, sync: Pick<Sync, 'catchUp' | 'older'>): Reader {
  async function before(
    { id: conversation }: ConversationRow,
    id: MessageId | undefined,
    limit: number,
  ): Promise<Result<Page>> {
    const anchor = id && messageOf(scope.db, conversation, id);
    if (id && !anchor) return refuse('no-such-message');
    if (anchor?.seq === undefined) await sync.catchUp(conversation);
    return whole(conversation, () => heldBefore(conversation, id, limit));
  }

  async function after(
    { id: conversation }: ConversationRow,
    id: MessageId,
    limit: number,
  ): Promise<Result<Page>> {
    if (!messageOf(scope.db, conversation, id)) return refuse('no-such-message');
    await sync.catchUp(conversation);
    return whole(conversation, () => heldAfter(conversation, id, limit));
  }

  async function unread(conversation: ConversationRow, limit: number): Promise<Result<Page>> {
    await sync.catchUp(conversation.id);
    const { read } = conversationOf(scope.db, conversation.id) ?? conversation;
    return whole(conversation.id, () => placedBehind(conversation.id, endOf(read), limit));
  }

  /**
   * Reads until nothing is missing, or what is missing can't be had. Each time everything is read at one moment: a
   * message may get its place in the log whenever one waits.
   */
  async function whole(conversation: ConversationId, read: () => Held): Promise<Result<Page>> {
    for (;;) {
      const { rows, more, gap } = read();
      if (gap === undefined) return ok({ rows, more });
      const fetched = await sync.older(conversation, gap);
      if (!fetched.ok) return ok({ rows, more: true });
    }
  }

  /** What has no place yet comes after everything that has. */
  function heldBefore(conversation: ConversationId, id: MessageId | undefined, limit: number): Held {
    const anchor = id && messageOf(scope.db, conversation, id);
    const unplaced = unplacedBefore(conversation, anchor).slice(-limit);
    const place = anchor && placeOf(anchor);
    const end = endOf(newestRange(scope.db, conversation)?.high ?? 0);
    const placed = placedBefore(conversation, place ?? end, limit - unplaced.length);
    return { ...placed, rows: [...placed.rows, ...unplaced] };
  }

  function unplacedBefore(
    conversation: ConversationId,
    anchor: MessageRow | undefined,
  ): readonly MessageRow[] {
    if (anchor && anchor.seq !== undefined) return [];
    const rows = unplacedMessages(scope.db, conversation);
    return anchor ? rows.filter((row) => row.position < anchor.position) : rows;
  }

  /** What was lost behind the very first position is held, whatever else is. */
  function placedBefore(conversation: ConversationId, place: Place, limit: number): Held {
    const last = place.lost > 0 ? place.seq : place.seq - 1;
    const range = rangeAt(scope.db, conversation, Math.max(last, 1));
    const low = range?.low ?? last + 1;
    const rows = messagesBefore(scope.db, conversation, low > 1 ? low : 0, place, limit + 1);
    if (rows.length > limit) return { rows: rows.slice(rows.length - limit), more: true };
    return { rows, more: false, gap: low > 1 ? low : undefined };
  }

  function heldAfter(conversation: ConversationId, id: MessageId, limit: number): Held {
    const anchor = messageOf(scope.db, conversation, id);
    const place = anchor && placeOf(anchor);
    const placed = place && placedBehind(conversation, place, limit);
    if (placed?.more || placed?.gap !== undefined) return placed;
    const unplaced = unplacedMessages(scope.db, conversation).filter(
      ({ position }) => placed || position > (anchor?.position ?? 0),
    );
    const rows = [...(placed?.rows ?? []), ...unplaced];
    return { rows: rows.slice(0, limit), more: rows.length > limit };
  }

  /** A gap is filled from above, so that what is below it can be told to be complete. */
  function placedBehind(conversation: ConversationId, place: Place, limit: number): Held {
    const { seq } = place;
    const range = rangeAt(scope.db, conversation, seq) ?? rangeAt(scope.db, conversation, seq + 1);
    const high = range?.high ?? seq;
    const rows = messagesBehind(scope.db, conversation, place, high, limit + 1);
    if (rows.length > limit) return { rows: rows.slice(0, limit), more: true };
    const newest = newestRange(scope.db, conversation);
    return { rows, more: false, gap: newest && newest.low > high ? newest.low : undefined };
  }

  return { before, after, unread };
}

function placeOf({ seq, lost }: MessageRow): Place | undefined {
  return seq === undefined ? undefined : { seq, lost };
}
