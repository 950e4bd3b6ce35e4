// Read and received positions, told to the server as positions and not message by message.
import { ok, type Result } from '../../protocol/errors.ts';
import type { PushOf } from '../../protocol/events.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import {
  conversationOf,
  type Position,
  positionsOf,
  raisePosition,
  raiseRead,
  setBase,
} from '../history/conversations.ts';
import { newestRange } from '../history/log.ts';
import { type MessageRow, ownMessagesBetween } from '../history/messages.ts';
import type { Scope } from './scope.ts';

const RECEIVED_EVERY_MILLISECONDS = 50;

export interface Receipts {
  /** Reads up to a position; while offline it is told when the connection is back. */
  read(conversation: ConversationId, upTo: number): Promise<Result<undefined>>;
  /** Tells that everything held has been received, with what else comes in the next moment. */
  received(conversation: ConversationId): void;
  /** Takes over a position the server pushed. Returns one's own messages that look different now. */
  moved(push: PushOf<'conversations:positions'>): readonly MessageRow[];
  close(): void;
}

export function createReceipts(scope: Scope): Receipts {
  const pending = new Map<ConversationId, () => void>();

  async function read(conversation: ConversationId, upTo: number): Promise<Result<undefined>> {
    raiseRead(scope.db, conversation, upTo);
    return tell(conversation, { read: upTo });
  }

  async function tell(
    conversation: ConversationId,
    position: { readonly read: number } | { readonly received: number },
  ): Promise<Result<undefined>> {
    const head = newestRange(scope.db, conversation)?.high ?? 0;
    const answer = await scope.connection.request('conversations:mark', { conversation, ...position });
    if (!answer.ok) return answer;
    if ((newestRange(scope.db, conversation)?.high ?? 0) === head) {
      setBase(scope.db, conversation, answer.value.unread, head);
    }
    return ok(undefined);
  }

  function received(conversation: ConversationId): void {
    if (pending.has(conversation)) return;
    const cancel = scope.clock.after(RECEIVED_EVERY_MILLISECONDS, () => {
      pending.delete(conversation);
      const high = newestRange(scope.db, conversation)?.high ?? 0;
      tell(conversation, { received: high }).catch((error: unknown) =>
        scope.logger.error({ error, conversation }, 'a receipt failed'),
      );
    });
    pending.set(conversation, cancel);
  }

  function moved(push: PushOf<'conversations:positions'>): readonly MessageRow[] {
    const { conversation, username, unread, ...now } = push;
    const row = conversationOf(scope.db, conversation);
    if (!row) return [];
    const before = positionsOf(scope.db, conversation);
    raisePosition(scope.db, conversation, { username, ...now });
    if (username === scope.account.username) {
      raiseRead(scope.db, conversation, now.read);
      if (unread !== undefined) setBase(scope.db, conversation, unread, row.head);
      return [];
    }
    return risenBetween(scope, conversation, before, { username, ...now });
  }

  return {
    read,
    received,
    moved,
    close() {
      for (const cancel of pending.values()) cancel();
    },
  };
}

/** One's own messages that a member has received or read since `before`. */
export function risenBetween(
  { db, account }: Scope,
  conversation: ConversationId,
  before: readonly Position[],
  now: Position,
): readonly MessageRow[] {
  const known = before.find(({ username }) => username === now.username) ?? { received: 0, read: 0 };
  // Who has read has received: a risen read position covers both.
  const after = now.read > known.read ? known.read : known.received;
  return ownMessagesBetween(db, conversation, after, now.received, account.username);
}
