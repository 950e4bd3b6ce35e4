// Read and received positions, told to the server as positions and not message by message. Among the positions
// that are kept here, one's own are those that the server is known to have: what is ahead of them is told again.
import type { PushOf } from '../../protocol/events.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import {
  type ConversationRow,
  conversationOf,
  type Position,
  positionsOf,
  raisePosition,
  raiseRead,
  setBase,
  untoldConversations,
} from '../history/conversations.ts';
import { newestRange } from '../history/log.ts';
import { type MessageRow, ownMessagesBetween } from '../history/messages.ts';
import type { Scope } from './scope.ts';
import { unreadOf } from './views.ts';

const RECEIVED_EVERY_MILLISECONDS = 50;
/** After an attempt that failed. */
const TELL_AGAIN_MILLISECONDS = 10_000;

export interface Receipts {
  /** Reads up to a position, here at once. Resolves when it is told, or is going to be tried again. */
  read(conversation: ConversationId, upTo: number): Promise<void>;
  /** Tells that everything held has been received, with what else comes in the next moment. */
  received(conversation: ConversationId): void;
  /** Takes over a position the server pushed. Returns one's own messages that look different now. */
  moved(push: PushOf<'conversations:positions'>): readonly MessageRow[];
  /** Nothing is told any more. */
  close(): void;
}

/** The listener hears in which conversation there is another number of unread messages. */
export function createReceipts(scope: Scope, onCounted: (conversation: ConversationId) => void): Receipts {
  const { db, connection, clock, logger } = scope;
  const { username: own } = scope.account;
  const pending = new Map<ConversationId, () => void>();
  let cancelAgain: (() => void) | undefined;
  let open = true;
  const stop = connection.onState((state) => {
    if (state === 'online') tellUntold();
  });
  if (connection.state === 'online') tellUntold();

  async function read(conversation: ConversationId, upTo: number): Promise<void> {
    raiseRead(db, conversation, upTo);
    onCounted(conversation);
    await attempt(() => tell(conversation));
  }

  function received(conversation: ConversationId): void {
    if (!open || pending.has(conversation)) return;
    const cancel = clock.after(RECEIVED_EVERY_MILLISECONDS, () => {
      pending.delete(conversation);
      attempt(() => tell(conversation));
    });
    pending.set(conversation, cancel);
  }

  /** What was refused, or broke off, is told when the connection is back or after a pause. */
  function tellUntold(): void {
    attempt(async () => {
      for (const conversation of untoldConversations(db, own)) {
        if (!(await tell(conversation))) return false;
      }
      return true;
    });
  }

  /** The work returns whether there is nothing to be tried again. Never rejects. */
  async function attempt(work: () => Promise<boolean>): Promise<void> {
    try {
      if (await work()) return;
    } catch (error) {
      logger.error({ error }, 'telling a position failed');
    }
    if (!open || connection.state !== 'online') return;
    cancelAgain ??= clock.after(TELL_AGAIN_MILLISECONDS, () => {
      cancelAgain = undefined;
      tellUntold();
    });
  }

  /** Tells both positions as they are by now. */
  async function tell(conversation: ConversationId): Promise<boolean> {
    const row = conversationOf(db, conversation);
    if (!row) return true;
    const high = row.kind === 'direct' ? (newestRange(db, conversation)?.high ?? 0) : 0;
    const positions = { read: row.read, received: Math.max(row.read, high) };
    const answer = await connection.request('conversations:mark', { conversation, ...positions });
    if (!open) return true;
    if (!answer.ok) return answer.code === 'no-such-conversation';
    raisePosition(db, conversation, { username: own, ...positions });
    recount(row, answer.value.unread);
    return true;
  }

  /** The server's count is of its whole log: what has come meanwhile may be counted in it or not. */
  function recount({ id, head }: ConversationRow, unread: number): void {
    const before = conversationOf(db, id);
    if (before?.head !== head) return;
    setBase(db, id, unread, head);
    const now = conversationOf(db, id);
    if (now && unreadOf(scope, now) !== unreadOf(scope, before)) onCounted(id);
  }

  function moved(push: PushOf<'conversations:positions'>): readonly MessageRow[] {
    const { conversation, username, unread, ...now } = push;
    const row = conversationOf(db, conversation);
    if (!row) return [];
    const before = positionsOf(db, conversation);
    raisePosition(db, conversation, { username, ...now });
    if (username === own) {
      raiseRead(db, conversation, now.read);
      if (unread !== undefined) setBase(db, conversation, unread, row.head);
      return [];
    }
    return risenBetween(scope, conversation, before, { username, ...now });
  }

  return {
    read,
    received,
    moved,
    close() {
      open = false;
      stop();
      cancelAgain?.();
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
