// Read and received positions, told to the server as positions and not message by message. Among the positions
// that are kept here, one's own are those that the server is known to have: what is ahead of them is told again.
import type { PushOf } from '../../protocol/events.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import {
  type ConversationRow,
  conversationOf,
  type Position,
  positionsOf,
  raisePosition,
  raiseRead,
  setBase,
  untoldConversations,
} from '../conversations/conversation-table.ts';
import type { Scope } from '../conversations/scope.ts';
import { newestRange } from '../log/log-table.ts';
import { type MessageRow, ownMessagesBetween } from '../messages/message-table.ts';
import { unreadOf } from '../messages/message-view.ts';
import type { ChangeFeed } from './change-feed.ts';

const RECEIVED_EVERY_MILLISECONDS = 50;
/** After an attempt that failed. */
const TELL_AGAIN_MILLISECONDS = 10_000;

export interface Receipts {
  /** Reads up to a position, here at once. Resolves when it is told, or is going to be tried again. */
  read(conversation: ConversationId, upTo: number): Promise<void>;
  /** Reports everything stored locally as received, batched over 50 ms. */
  received(conversation: ConversationId): void;
  /** Reports positions that the server's summaries are behind of. Resolves as `read` does. */
  reportAgain(conversations: readonly ConversationId[]): Promise<void>;
  /** What is received while the work runs is reported after it, all together. */
  gathered<T>(work: () => Promise<T>): Promise<T>;
  /** Takes over a position the server pushed. */
  moved(push: PushOf<'conversations:positions'>): void;
  /** Nothing is told any more. */
  close(): void;
}

export function createReceipts(scope: Scope, changes: Pick<ChangeFeed, 'changed'>): Receipts {
  const { db, connection, clock, logger } = scope;
  const { address: own } = scope.account;
  const pending = new Set<ConversationId>();
  let cancelPending: (() => void) | undefined;
  /** Works under way whose receipts are reported together. */
  let gathering = 0;
  let cancelAgain: (() => void) | undefined;
  let open = true;
  const stop = connection.onState((state) => {
    if (state === 'online') reportUntold();
  });
  if (connection.state === 'online') reportUntold();

  async function read(conversation: ConversationId, upTo: number): Promise<void> {
    raiseRead(db, conversation, upTo);
    changes.changed({ conversation });
    await attempt(() => report([conversation]));
  }

  function received(conversation: ConversationId): void {
    if (!open) return;
    pending.add(conversation);
    if (gathering === 0) cancelPending ??= clock.after(RECEIVED_EVERY_MILLISECONDS, reportPending);
  }

  function reportPending(): void {
    cancelPending = undefined;
    const conversations = [...pending];
    pending.clear();
    attempt(() => report(conversations));
  }

  async function gathered<T>(work: () => Promise<T>): Promise<T> {
    gathering += 1;
    try {
      return await work();
    } finally {
      gathering -= 1;
      if (gathering === 0 && pending.size > 0 && open) {
        cancelPending ??= clock.after(RECEIVED_EVERY_MILLISECONDS, reportPending);
      }
    }
  }

  /** What was refused, or broke off, is reported when the connection is back or after a pause. */
  function reportUntold(): void {
    attempt(() => report(untoldConversations(db, own)));
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
      reportUntold();
    });
  }

  /** Reports both positions of each as they are by then. */
  async function report(conversations: readonly ConversationId[]): Promise<boolean> {
    for (let start = 0; open && start < conversations.length; start += limits.summaryConversations) {
      const some = conversations.slice(start, start + limits.summaryConversations);
      if (!(await reportAtOnce(some))) return false;
    }
    return true;
  }

  async function reportAtOnce(conversations: readonly ConversationId[]): Promise<boolean> {
    const rows = conversations.flatMap((id) => conversationOf(db, id) ?? []);
    if (rows.length === 0) return true;
    const positions = rows.map(positionsIn);
    const answer = await connection.request('conversations:mark', { positions });
    if (!open) return true;
    if (!answer.ok) return false;
    for (const { conversation, ...position } of positions) {
      raisePosition(db, conversation, { address: own, ...position });
    }
    const unread = new Map(answer.value.conversations.map((one) => [one.conversation, one.unread]));
    for (const row of rows) recount(row, unread.get(row.id));
    return true;
  }

  function positionsIn({ id: conversation, kind, read }: ConversationRow) {
    const high = kind === 'direct' ? (newestRange(db, conversation)?.high ?? 0) : 0;
    return { conversation, read, received: Math.max(read, high) };
  }

  /** The server's count is of its whole log: what has come meanwhile may be counted in it or not. */
  function recount({ id, head }: ConversationRow, unread: number | undefined): void {
    const before = conversationOf(db, id);
    if (before?.head !== head || unread === undefined) return;
    setBase(db, id, unread, head);
    const now = conversationOf(db, id);
    if (now && unreadOf(scope, now) !== unreadOf(scope, before)) changes.changed({ conversation: id });
  }

  function moved(push: PushOf<'conversations:positions'>): void {
    const { conversation, address, unread, ...now } = push;
    const row = conversationOf(db, conversation);
    if (!row) return;
    const before = positionsOf(db, conversation);
    raisePosition(db, conversation, { address, ...now });
    if (address === own) {
      raiseRead(db, conversation, now.read);
      if (unread !== undefined) setBase(db, conversation, unread, row.head);
      changes.changed({ conversation });
      return;
    }
    const messages = risenBetween(scope, conversation, before, { address, ...now });
    changes.changed({ conversation, messages });
  }

  return {
    read,
    received,
    reportAgain: (conversations) => attempt(() => report(conversations)),
    gathered,
    moved,
    close() {
      open = false;
      stop();
      cancelAgain?.();
      cancelPending?.();
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
  const known = before.find(({ address }) => address === now.address) ?? { received: 0, read: 0 };
  // Who has read has received: a risen read position covers both.
  const after = now.read > known.read ? known.read : known.received;
  return ownMessagesBetween(db, conversation, after, now.received, account.address);
}
