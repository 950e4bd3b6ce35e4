// The entry point of this folder: what a user interface can do with conversations, and what the server pushes to them.

import { directConversationId, lobbyId } from '../../node/conversation-ids.ts';
import { createQueue } from '../../node/keyed-queue.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import type { Conversation, HistoryPage, Message, ParametersOf, Unread } from '../api/api.ts';
import { newestRange } from '../log/log-table.ts';
import { editMessage, retryEdits } from '../messages/edit-message.ts';
import { type MessageRow, messageOf } from '../messages/message-table.ts';
import { unreadOf, viewConversation, viewMessage, viewUnread } from '../messages/message-view.ts';
import { sendAgain, writeMessage } from '../messages/write-message.ts';
import { adoptHistory, passOverChange } from '../sync/adopt-history.ts';
import { createBulk } from '../sync/bulk.ts';
import { ChangeFeed } from '../sync/change-feed.ts';
import { HistoryReader, type Page } from '../sync/history-reader.ts';
import { Incoming } from '../sync/incoming.ts';
import { Outbox } from '../sync/outbox.ts';
import { Receipts } from '../sync/read-receipts.ts';
import { CatchingUp } from '../sync/resync.ts';
import { Sync } from '../sync/sync.ts';
import {
  addConversation,
  allConversations,
  type ConversationRow,
  conversationOf,
} from './conversation-table.ts';
import { createEpochs } from './epochs.ts';
import type { Scope } from './scope.ts';

const PAGE_MESSAGES = 50;

export class Conversations {
  readonly #scope: Scope;
  readonly #queue = createQueue();
  readonly #changes: ChangeFeed;
  readonly #receipts: Receipts;
  readonly #sync: Sync;
  readonly #outbox: Outbox;
  readonly #reader: HistoryReader;
  readonly #catchingUp: CatchingUp;
  readonly #stops: readonly (() => void)[];

  constructor(scope: Scope) {
    const queue = this.#queue;
    const changes = new ChangeFeed(scope);
    const epochs = createEpochs(scope, changes);
    const incoming = new Incoming(scope, epochs, changes);
    const receipts = new Receipts(scope, changes);
    const sync = new Sync(scope, { incoming, queue, changes, receipts });
    const outbox = new Outbox(scope, { epochs, sync, changes });
    const bulk = createBulk(scope, { epochs, sync, queue });
    this.#scope = scope;
    this.#changes = changes;
    this.#receipts = receipts;
    this.#sync = sync;
    this.#outbox = outbox;
    this.#reader = new HistoryReader(scope, sync);
    this.#catchingUp = new CatchingUp(scope, { bulk, changes, epochs, outbox, receipts, sync });
    // Every account is in the Lobby, even before the first sync.
    addConversation(scope.db, lobbyId(scope.account.serverName), 'public', []);
    this.#stops = this.#takeOverPushes();
  }

  #takeOverPushes(): readonly (() => void)[] {
    const { connection, db } = this.#scope;
    return [
      connection.onPush('conversations:records', ({ conversation, page }) =>
        this.#catchingUp.follow(
          conversationOf(db, conversation)
            ? this.#sync.arrived(conversation, page)
            : this.#catchingUp.online(),
        ),
      ),
      connection.onPush('conversations:changed', ({ conversation }) =>
        this.#catchingUp.follow(this.#sync.summarised(conversation)),
      ),
      connection.onPush('conversations:positions', (push) => this.#receipts.moved(push)),
    ];
  }

  all(): readonly Conversation[] {
    return allConversations(this.#scope.db).map((row) => viewConversation(this.#scope, row));
  }

  async openDirect({ user }: ParametersOf<'openDirect'>): Promise<Result<Conversation>> {
    const other = this.#scope.people.addressOf(user);
    if (!other.ok) return other;
    const members = [...new Set([this.#scope.account.address, other.value])].sort();
    const id = directConversationId(...members);
    if (!conversationOf(this.#scope.db, id)) {
      const found = await this.#scope.people.manifests([other.value]);
      if (!found.ok && found.code !== 'identity-changed') return found;
      if (found.ok && !found.value.has(other.value)) return refuse('no-such-user');
      addConversation(this.#scope.db, id, 'direct', members);
    }
    return this.#withRow(id, (row) => viewConversation(this.#scope, row));
  }

  #withRow<T>(id: ConversationId, use: (row: ConversationRow) => T): Result<T> {
    const row = conversationOf(this.#scope.db, id);
    return row ? ok(use(row)) : refuse('no-such-conversation');
  }

  send(parameters: ParametersOf<'send'>): Result<Message> {
    return this.#writeIn(parameters.conversation, () => writeMessage(this.#scope, parameters));
  }

  /** Emits a message as it was just written, without reading it back. */
  #writeIn(id: ConversationId, write: () => Result<MessageRow>): Result<Message> {
    const row = conversationOf(this.#scope.db, id);
    if (!row) return refuse('no-such-conversation');
    if (row.stopped) return refuse('history-changed');
    const written = write();
    if (!written.ok) return written;
    const message = this.#changes.showOutgoing(row, written.value);
    this.#outbox.flush(id);
    return ok(message);
  }

  /** Changes the text of one's own message; refuses with `no-such-message` and `not-allowed`. */
  edit(parameters: ParametersOf<'edit'>): Result<Message> {
    return this.#writeIn(parameters.conversation, () =>
      editMessage(this.#scope, parameters, (queued) => this.#outbox.mayHaveLeft(queued)),
    );
  }

  /** Puts a message, or an edit, that has failed back into the outbox; refuses with `no-such-message`. */
  retry({ conversation, message }: ParametersOf<'retry'>): Result<Message> {
    const failed = messageOf(this.#scope.db, conversation, message);
    if (failed?.editing === 'failed')
      return this.#writeIn(conversation, () => retryEdits(this.#scope, failed));
    if (failed?.state !== 'failed') return refuse('no-such-message');
    return this.#writeIn(conversation, () => sendAgain(this.#scope, failed));
  }

  /** Accepts the history as the server has it now, in one conversation or in all that are stopped. */
  async acceptHistory({
    conversation,
  }: ParametersOf<'acceptHistory'> = {}): Promise<Result<Record<string, never>>> {
    if (conversation && !conversationOf(this.#scope.db, conversation)) return refuse('no-such-conversation');
    const stopped = allConversations(this.#scope.db).filter((row) => row.stopped);
    const accepted = stopped.filter(({ id }) => id === (conversation ?? id));
    for (const { id, stopped: why } of accepted) {
      const parts = { sync: this.#sync, queue: this.#queue, changes: this.#changes };
      const adopted =
        why === 'change-altered'
          ? await passOverChange(this.#scope, parts, id)
          : await adoptHistory(this.#scope, parts, id);
      if (!adopted.ok) return adopted;
    }
    if (!conversation) this.#catchingUp.acceptWithheld();
    await this.#scope.marks.save();
    // Counts and positions are those of the list.
    this.#catchingUp.follow(this.#catchingUp.online());
    return ok({});
  }

  #pageOf(
    row: ConversationRow,
    { before, after, unread, limit = PAGE_MESSAGES }: ParametersOf<'history'>,
  ): Promise<Result<Page>> {
    if (unread) return this.#reader.unread(row, limit);
    return after ? this.#reader.after(row, after, limit) : this.#reader.before(row, before, limit);
  }

  async history(parameters: ParametersOf<'history'>): Promise<Result<HistoryPage>> {
    const row = conversationOf(this.#scope.db, parameters.conversation);
    if (!row) return refuse('no-such-conversation');
    const page = await this.#pageOf(row, parameters);
    if (!page.ok) return page;
    const now = conversationOf(this.#scope.db, row.id) ?? row;
    return ok({
      messages: page.value.rows.map((message) => viewMessage(this.#scope, now, message)),
      more: page.value.more,
    });
  }

  async markRead({
    conversation,
    upTo,
  }: ParametersOf<'markRead'>): Promise<Result<{ readonly unread: number }>> {
    const row = conversationOf(this.#scope.db, conversation);
    if (!row) return refuse('no-such-conversation');
    const message = upTo && messageOf(this.#scope.db, conversation, upTo);
    if (upTo && !message) return refuse('no-such-message');
    const seq = message ? message.seq : newestRange(this.#scope.db, conversation)?.high;
    if (seq !== undefined && seq > row.read) {
      await this.#receipts.read(conversation, seq);
    }
    return this.#withRow(conversation, (now) => ({ unread: unreadOf(this.#scope, now) }));
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    this.#catchingUp.close();
    this.#receipts.close();
    await this.#outbox.close();
    await this.#queue.idle();
  }

  unread(): Unread {
    return viewUnread(this.#scope);
  }

  /** Once the session is online: fetches new records, then sends pending messages. */
  online(): Promise<Result<undefined>> {
    return this.#catchingUp.online();
  }

  /** The user has accepted an identity: sends the messages that it stopped. */
  resume(): void {
    this.#outbox.flushAll();
  }
}
