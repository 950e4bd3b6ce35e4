// The front door of this room: what a face can do with conversations, and what the connection brings them.

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
import { adoptHistory } from '../sync/adopt-history.ts';
import { createBulk } from '../sync/bulk.ts';
import { ChangeFeed } from '../sync/change-feed.ts';
import { createReader, type Page } from '../sync/history-reader.ts';
import { createIncoming } from '../sync/incoming.ts';
import { createOutbox } from '../sync/outbox.ts';
import { createReceipts } from '../sync/read-receipts.ts';
import { createCatchingUp } from '../sync/resync.ts';
import { createSync } from '../sync/sync.ts';
import {
  addConversation,
  allConversations,
  type ConversationRow,
  conversationOf,
} from './conversation-table.ts';
import { createEpochs } from './epochs.ts';
import type { Scope } from './scope.ts';

const PAGE_MESSAGES = 50;

export interface Conversations {
  all(): readonly Conversation[];
  openDirect(parameters: ParametersOf<'openDirect'>): Promise<Result<Conversation>>;
  send(parameters: ParametersOf<'send'>): Result<Message>;
  /** Changes the text of one's own message; refuses with `no-such-message` and `not-allowed`. */
  edit(parameters: ParametersOf<'edit'>): Result<Message>;
  /** Puts a message, or an edit, that has failed back into the outbox; refuses with `no-such-message`. */
  retry(parameters: ParametersOf<'retry'>): Result<Message>;
  history(parameters: ParametersOf<'history'>): Promise<Result<HistoryPage>>;
  markRead(parameters: ParametersOf<'markRead'>): Promise<Result<{ readonly unread: number }>>;
  unread(): Unread;
  /** The session is there: fetches what has come meanwhile, then sends what waits. */
  online(): Promise<Result<undefined>>;
  /** Goes on with the history as the server has it now, in one conversation or in all that are stopped. */
  acceptHistory(parameters: ParametersOf<'acceptHistory'>): Promise<Result<Record<string, never>>>;
  /** An identity has been accepted: what was stopped by it goes on. */
  resume(): void;
  close(): Promise<void>;
}

export function createConversations(scope: Scope): Conversations {
  const queue = createQueue();
  const changes = new ChangeFeed(scope);
  const epochs = createEpochs(scope);
  const incoming = createIncoming(scope, epochs, changes);
  const receipts = createReceipts(scope, changes);
  const sync = createSync(scope, { incoming, queue, changes, receipts });
  const outbox = createOutbox(scope, { epochs, sync, changes });
  const reader = createReader(scope, sync);
  const bulk = createBulk(scope, { epochs, sync, queue });
  const catchingUp = createCatchingUp(scope, { bulk, changes, epochs, outbox, receipts, sync });
  // Everyone is in the Lobby, also before the first sync has said so.
  addConversation(scope.db, lobbyId(scope.account.serverName), 'public', []);
  const stops = [
    scope.connection.onPush('conversations:records', ({ conversation, page }) =>
      catchingUp.follow(
        conversationOf(scope.db, conversation) ? sync.arrived(conversation, page) : catchingUp.online(),
      ),
    ),
    scope.connection.onPush('conversations:changed', ({ conversation }) =>
      catchingUp.follow(sync.summarised(conversation)),
    ),
    scope.connection.onPush('conversations:positions', receipts.moved),
  ];

  function all(): readonly Conversation[] {
    return allConversations(scope.db).map((row) => viewConversation(scope, row));
  }

  async function openDirect({ user }: ParametersOf<'openDirect'>): Promise<Result<Conversation>> {
    const other = scope.people.addressOf(user);
    if (!other.ok) return other;
    const members = [...new Set([scope.account.address, other.value])].sort();
    const id = directConversationId(...members);
    if (!conversationOf(scope.db, id)) {
      const found = await scope.people.manifests([other.value]);
      if (!found.ok && found.code !== 'identity-changed') return found;
      if (found.ok && !found.value.has(other.value)) return refuse('no-such-user');
      addConversation(scope.db, id, 'direct', members);
    }
    return withRow(id, (row) => viewConversation(scope, row));
  }

  function withRow<T>(id: ConversationId, use: (row: ConversationRow) => T): Result<T> {
    const row = conversationOf(scope.db, id);
    return row ? ok(use(row)) : refuse('no-such-conversation');
  }

  function send(parameters: ParametersOf<'send'>): Result<Message> {
    return writeIn(parameters.conversation, () => writeMessage(scope, parameters));
  }

  /** What is written is shown as it was written: nothing of it is read again. */
  function writeIn(id: ConversationId, write: () => Result<MessageRow>): Result<Message> {
    const row = conversationOf(scope.db, id);
    if (!row) return refuse('no-such-conversation');
    if (row.stopped) return refuse('history-changed');
    const written = write();
    if (!written.ok) return written;
    const message = changes.showOutgoing(row, written.value);
    outbox.flush(id);
    return ok(message);
  }

  function edit(parameters: ParametersOf<'edit'>): Result<Message> {
    return writeIn(parameters.conversation, () => editMessage(scope, parameters, outbox.mayHaveLeft));
  }

  function retry({ conversation, message }: ParametersOf<'retry'>): Result<Message> {
    const failed = messageOf(scope.db, conversation, message);
    if (failed?.editing === 'failed') return writeIn(conversation, () => retryEdits(scope, failed));
    if (failed?.state !== 'failed') return refuse('no-such-message');
    return writeIn(conversation, () => sendAgain(scope, failed));
  }

  async function acceptHistory({
    conversation,
  }: ParametersOf<'acceptHistory'> = {}): Promise<Result<Record<string, never>>> {
    if (conversation && !conversationOf(scope.db, conversation)) return refuse('no-such-conversation');
    const stopped = allConversations(scope.db).filter((row) => row.stopped);
    const accepted = stopped.filter(({ id }) => id === (conversation ?? id));
    for (const { id } of accepted) {
      const adopted = await adoptHistory(scope, { sync, queue, changes }, id);
      if (!adopted.ok) return adopted;
    }
    if (!conversation) catchingUp.acceptWithheld();
    await scope.marks.save();
    // Counts and positions are those of the list.
    catchingUp.follow(catchingUp.online());
    return ok({});
  }

  function pageOf(
    row: ConversationRow,
    { before, after, unread, limit = PAGE_MESSAGES }: ParametersOf<'history'>,
  ): Promise<Result<Page>> {
    if (unread) return reader.unread(row, limit);
    return after ? reader.after(row, after, limit) : reader.before(row, before, limit);
  }

  async function history(parameters: ParametersOf<'history'>): Promise<Result<HistoryPage>> {
    const row = conversationOf(scope.db, parameters.conversation);
    if (!row) return refuse('no-such-conversation');
    const page = await pageOf(row, parameters);
    if (!page.ok) return page;
    const now = conversationOf(scope.db, row.id) ?? row;
    return ok({
      messages: page.value.rows.map((message) => viewMessage(scope, now, message)),
      more: page.value.more,
    });
  }

  async function markRead({
    conversation,
    upTo,
  }: ParametersOf<'markRead'>): Promise<Result<{ readonly unread: number }>> {
    const row = conversationOf(scope.db, conversation);
    if (!row) return refuse('no-such-conversation');
    const message = upTo && messageOf(scope.db, conversation, upTo);
    if (upTo && !message) return refuse('no-such-message');
    const seq = message ? message.seq : newestRange(scope.db, conversation)?.high;
    if (seq !== undefined && seq > row.read) {
      await receipts.read(conversation, seq);
    }
    return withRow(conversation, (now) => ({ unread: unreadOf(scope, now) }));
  }

  async function close(): Promise<void> {
    for (const stop of stops) stop();
    catchingUp.close();
    receipts.close();
    await outbox.close();
    await queue.idle();
  }

  return {
    all,
    openDirect,
    send,
    edit,
    retry,
    history,
    markRead,
    unread: () => viewUnread(scope),
    acceptHistory,
    online: catchingUp.online,
    resume: () => outbox.flushAll(),
    close,
  };
}
