// Reads history page by page, newest first, and fetches what isn't held here yet.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { MessageId } from '../../protocol/ids.ts';
import type { ConversationRow } from '../history/conversations.ts';
import { newestRange, type Range, rangeAt } from '../history/log.ts';
import { type MessageRow, messageOf, messagesBetween, unplacedMessages } from '../history/messages.ts';
import type { Scope } from './scope.ts';
import type { Sync } from './sync.ts';

export interface Page {
  /** Oldest first. */
  readonly rows: readonly MessageRow[];
  readonly more: boolean;
}

export interface Reader {
  /** The newest `limit` messages before one, or the newest of all; offline what is held without a gap. */
  page(conversation: ConversationRow, before: MessageId | undefined, limit: number): Promise<Result<Page>>;
}

export function createReader(scope: Scope, sync: Sync): Reader {
  async function page(
    conversation: ConversationRow,
    before: MessageId | undefined,
    limit: number,
  ): Promise<Result<Page>> {
    const anchor = before && messageOf(scope.db, conversation.id, before);
    if (before && !anchor) return refuse('no-such-message');
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

  return { page };
}
