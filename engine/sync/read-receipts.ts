// Reports read and received positions to the server, as positions and not message by message. Among the positions
// that are kept here, one's own are those that the server is known to have: what is ahead of them is reported again.
import type { PushOf } from '../../protocol/events.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { hasReceipts } from '../../protocol/membership-rules.ts';
import {
  type ConversationRow,
  findConversation,
  listPositions,
  listUnreportedConversations,
  type Position,
  raisePosition,
  raiseRead,
  setBase,
} from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { isOpen } from '../conversations/standing.ts';
import { findNewestRange } from '../log/log-table.ts';
import { listOwnMessagesBetween, type MessageRow } from '../messages/message-table.ts';
import { countUnreadIn } from '../messages/message-view.ts';
import type { ChangeFeed } from './change-feed.ts';

const RECEIVED_EVERY_MILLISECONDS = 50;
/** After a failed attempt. */
const REPORT_AGAIN_MILLISECONDS = 10_000;

type ReceiptDependencies = Pick<
  ConversationDependencies,
  'db' | 'connection' | 'clock' | 'serverTime' | 'logger' | 'account'
>;

export class Receipts {
  readonly #dependencies: ReceiptDependencies;
  readonly #changes: Pick<ChangeFeed, 'changed'>;
  readonly #pending = new Set<ConversationId>();
  #cancelPending: (() => void) | undefined;
  /** Works under way whose receipts are reported together. */
  #gathering = 0;
  #cancelAgain: (() => void) | undefined;
  #open = true;
  readonly #stopListening: () => void;

  constructor(dependencies: ReceiptDependencies, changes: Pick<ChangeFeed, 'changed'>) {
    this.#dependencies = dependencies;
    this.#changes = changes;
    const { connection } = dependencies;
    this.#stopListening = connection.onState((state) => {
      if (state === 'online') this.#reportUnreported();
    });
    if (connection.state === 'online') this.#reportUnreported();
  }

  /** Marks as read up to a position, locally at once. Resolves when that is reported, or waits for a retry. */
  async read(conversation: ConversationId, upTo: number): Promise<void> {
    raiseRead(this.#dependencies.db, conversation, upTo);
    this.#changes.changed({ conversation });
    await this.#attempt(() => this.#report([conversation]));
  }

  /** Reports everything stored locally as received, batched over 50 ms. */
  received(conversation: ConversationId): void {
    if (!this.#open) return;
    this.#pending.add(conversation);
    if (this.#gathering === 0) this.#reportSoon();
  }

  #reportSoon(): void {
    this.#cancelPending ??= this.#dependencies.clock.after(RECEIVED_EVERY_MILLISECONDS, () =>
      this.#reportPending(),
    );
  }

  #reportPending(): void {
    this.#cancelPending = undefined;
    const conversations = [...this.#pending];
    this.#pending.clear();
    this.#attempt(() => this.#report(conversations));
  }

  /** Reports the records received while the work runs together, after it. */
  async gathered<T>(work: () => Promise<T>): Promise<T> {
    this.#gathering += 1;
    try {
      return await work();
    } finally {
      this.#gathering -= 1;
      if (this.#gathering === 0 && this.#pending.size > 0 && this.#open) this.#reportSoon();
    }
  }

  /** Repeats refused or interrupted reports once the client is online, or after a pause. */
  #reportUnreported(): void {
    this.#attempt(() =>
      this.#report(listUnreportedConversations(this.#dependencies.db, this.#dependencies.account.address)),
    );
  }

  /** The work returns whether it succeeded; otherwise it is repeated later. Never rejects. */
  async #attempt(work: () => Promise<boolean>): Promise<void> {
    try {
      if (await work()) return;
    } catch (error) {
      this.#dependencies.logger.error({ error }, 'reporting a position failed');
    }
    if (!this.#open || this.#dependencies.connection.state !== 'online') return;
    this.#cancelAgain ??= this.#dependencies.clock.after(REPORT_AGAIN_MILLISECONDS, () => {
      this.#cancelAgain = undefined;
      this.#reportUnreported();
    });
  }

  /** Reports both positions of each as they are by then. */
  async #report(conversations: readonly ConversationId[]): Promise<boolean> {
    for (let start = 0; this.#open && start < conversations.length; start += limits.summaryConversations) {
      const some = conversations.slice(start, start + limits.summaryConversations);
      if (!(await this.#reportAtOnce(some))) return false;
    }
    return true;
  }

  async #reportAtOnce(conversations: readonly ConversationId[]): Promise<boolean> {
    // Who waits for an answer, was refused or is blocked learns nothing.
    const rows = conversations
      .flatMap((id) => findConversation(this.#dependencies.db, id) ?? [])
      .filter((row) => isOpen(this.#dependencies, row));
    if (rows.length === 0) return true;
    const positions = rows.map((row) => this.#positionsIn(row));
    const answer = await this.#dependencies.connection.request('conversations:mark', { positions });
    if (!this.#open) return true;
    if (!answer.ok) return false;
    for (const { conversation, ...position } of positions) {
      raisePosition(this.#dependencies.db, conversation, {
        address: this.#dependencies.account.address,
        ...position,
      });
    }
    const unread = new Map(answer.value.conversations.map((one) => [one.conversation, one.unread]));
    for (const row of rows) this.#recount(row, unread.get(row.id));
    return true;
  }

  #positionsIn({ id: conversation, kind, read }: ConversationRow) {
    const high = hasReceipts(kind) ? (findNewestRange(this.#dependencies.db, conversation)?.high ?? 0) : 0;
    return { conversation, read, received: Math.max(read, high) };
  }

  /** The server's count is of its whole log: what has come meanwhile may be counted in it or not. */
  #recount({ id, head }: ConversationRow, unread: number | undefined): void {
    const before = findConversation(this.#dependencies.db, id);
    if (before?.head !== head || unread === undefined) return;
    setBase(this.#dependencies.db, id, unread, head);
    const now = findConversation(this.#dependencies.db, id);
    if (now && countUnreadIn(this.#dependencies, now) !== countUnreadIn(this.#dependencies, before))
      this.#changes.changed({ conversation: id });
  }

  /** Takes over a position the server pushed. */
  moved(push: PushOf<'conversations:positions'>): void {
    const { conversation, address, unread, ...now } = push;
    const row = findConversation(this.#dependencies.db, conversation);
    if (!row) return;
    const before = listPositions(this.#dependencies.db, conversation);
    raisePosition(this.#dependencies.db, conversation, { address, ...now });
    if (address === this.#dependencies.account.address) {
      raiseRead(this.#dependencies.db, conversation, now.read);
      if (unread !== undefined) setBase(this.#dependencies.db, conversation, unread, row.head);
      this.#changes.changed({ conversation });
      return;
    }
    const messages = risenBetween(this.#dependencies, conversation, before, { address, ...now });
    this.#changes.changed({ conversation, messages });
  }

  /** Reports positions that the server's summaries are behind of. Resolves as `read` does. */
  reportAgain(conversations: readonly ConversationId[]): Promise<void> {
    return this.#attempt(() => this.#report(conversations));
  }

  /** Stops reporting. */
  close(): void {
    this.#open = false;
    this.#stopListening();
    this.#cancelAgain?.();
    this.#cancelPending?.();
  }
}

/** The user's own messages that a member has received or read since `before`. */
export function risenBetween(
  { db, account }: Pick<ConversationDependencies, 'db' | 'account'>,
  conversation: ConversationId,
  before: readonly Position[],
  now: Position,
): readonly MessageRow[] {
  const known = before.find(({ address }) => address === now.address) ?? { received: 0, read: 0 };
  // Reading implies receiving: a risen read position covers both.
  const after = now.read > known.read ? known.read : known.received;
  return listOwnMessagesBetween(db, conversation, after, now.received, account.address);
}
