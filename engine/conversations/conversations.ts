// The front door of this room: what a face can do with conversations, and what the connection brings them.

import { toBase64url } from '../../protocol/bytes.ts';
import { ok, type Refusal, type Result, refuse, sentenceFor } from '../../protocol/errors.ts';
import type { ResponseOf } from '../../protocol/events.ts';
import { type ConversationId, messageId, splitAddress } from '../../protocol/ids.ts';
import type { Conversation, HistoryPage, Message, ParametersOf, Unread } from '../api.ts';
import { directConversationId } from '../encryption/conversation-ids.ts';
import { fitsInFrame } from '../encryption/frames.ts';
import { randomBytes } from '../encryption/primitives.ts';
import {
  addConversation,
  allConversations,
  type ConversationRow,
  conversationOf,
} from '../history/conversations.ts';
import { newestRange } from '../history/log.ts';
import { addMessage, type MessageRow, messageOf } from '../history/messages.ts';
import { createEpochs } from './epochs.ts';
import { createIncoming } from './incoming.ts';
import { createOutbox } from './outbox.ts';
import { createQueue } from './queue.ts';
import { createReader } from './reader.ts';
import { createReceipts } from './receipts.ts';
import type { Scope } from './scope.ts';
import { createSync } from './sync.ts';
import { viewConversation, viewMessage, viewUnread } from './views.ts';

export interface Conversations {
  all(): readonly Conversation[];
  openDirect(parameters: ParametersOf<'openDirect'>): Promise<Result<Conversation>>;
  send(parameters: ParametersOf<'send'>): Result<Message>;
  history(parameters: ParametersOf<'history'>): Promise<Result<HistoryPage>>;
  markRead(parameters: ParametersOf<'markRead'>): Promise<Result<{ readonly unread: number }>>;
  unread(): Unread;
  /** The session is there: fetches what has come meanwhile, then sends what waits. */
  online(): Promise<Result<undefined>>;
  /** An identity has been accepted: what was stopped by it goes on. */
  resume(): void;
  close(): Promise<void>;
}

export function createConversations(scope: Scope): Conversations {
  const queue = createQueue();
  const epochs = createEpochs(scope);
  const incoming = createIncoming(scope, epochs);
  const sync = createSync(scope, incoming, queue, { onMessages, onConversation: announce });
  const outbox = createOutbox(scope, epochs, sync, { onAccepted, onFailed, onStopped });
  const receipts = createReceipts(scope);
  const reader = createReader(scope, sync);
  const told = new Map<string, string>();
  const stops = [
    scope.connection.onPush('conversations:records', ({ conversation, page }) =>
      settle(conversationOf(scope.db, conversation) ? sync.arrived(conversation, page) : online()),
    ),
    scope.connection.onPush('conversations:changed', ({ conversation }) =>
      settle(sync.summarised(conversation)),
    ),
    scope.connection.onPush('conversations:positions', (push) => {
      for (const row of receipts.moved(push)) announceMessage(row);
      announce(push.conversation);
    }),
  ];

  /** What arrives unasked has nobody to answer to; refusals have been logged where they arose. */
  function settle(work: Promise<unknown>): void {
    work.catch((error: unknown) => scope.logger.error({ error }, 'taking over what arrived failed'));
  }

  function onMessages(conversation: ConversationId, rows: readonly MessageRow[]): void {
    const direct = conversationOf(scope.db, conversation)?.kind === 'direct';
    if (direct && rows.some((row) => row.sender !== scope.account.username)) receipts.received(conversation);
    for (const row of rows) announceMessage(row);
    announce(conversation);
  }

  function onAccepted(row: MessageRow, { recipients }: ResponseOf<'conversations:send'>): void {
    for (const { username, status } of recipients) {
      if (told.get(username) !== status) tellStatus(username, status);
      told.set(username, status);
    }
    const now = messageOf(scope.db, row.conversation, row.id);
    if (now?.state === 'held') announceMessage(now);
  }

  function tellStatus(username: string, status: string): void {
    const text = statusNotices[status]?.(username);
    if (text) scope.emit('notice', { code: status === 'dnd' ? 'recipient-dnd' : 'recipient-away', text });
  }

  function onFailed(row: MessageRow): void {
    const now = messageOf(scope.db, row.conversation, row.id);
    if (now) announceMessage(now);
  }

  function onStopped(_: ConversationId, refusal: Refusal): void {
    scope.emit('notice', { code: refusal.code, text: sentenceFor(refusal.code, refusal.facts) });
  }

  function announceMessage(row: MessageRow): void {
    const conversation = conversationOf(scope.db, row.conversation);
    if (!conversation) return;
    scope.emit('message', {
      conversation: conversation.id,
      message: viewMessage(scope, conversation, row),
    });
  }

  function announce(conversation: ConversationId): void {
    const row = conversationOf(scope.db, conversation);
    if (row) scope.emit('conversation', { conversation: viewConversation(scope, row) });
    scope.emit('unread', viewUnread(scope));
  }

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
      const names = members.map((member) => splitAddress(member).username);
      addConversation(scope.db, id, 'direct', names);
    }
    return withRow(id, (row) => ok(viewConversation(scope, row)));
  }

  function withRow<T>(id: ConversationId, use: (row: ConversationRow) => Result<T>): Result<T> {
    const row = conversationOf(scope.db, id);
    return row ? use(row) : refuse('no-such-conversation');
  }

  function send({ conversation, text, replyTo }: ParametersOf<'send'>): Result<Message> {
    if (text.trim() === '') return refuse('bad-request', { detail: 'a message needs some text' });
    const tooLarge = fitsInFrame(text);
    if (!tooLarge.ok) return tooLarge;
    return withRow(conversation, (row) => {
      const id = messageId.parse(toBase64url(randomBytes(16)));
      addMessage(scope.db, {
        id,
        conversation,
        seq: undefined,
        sender: scope.account.username,
        device: scope.account.device,
        kind: 'text',
        counts: true,
        text,
        replyTo,
        sentAt: scope.clock.now(),
        state: 'sending',
        reason: undefined,
      });
      const written = messageOf(scope.db, conversation, id);
      if (!written) throw new Error('a message that was just written is gone');
      announceMessage(written);
      outbox.flush(conversation);
      return ok(viewMessage(scope, row, written));
    });
  }

  async function history(parameters: ParametersOf<'history'>): Promise<Result<HistoryPage>> {
    const row = conversationOf(scope.db, parameters.conversation);
    if (!row) return refuse('no-such-conversation');
    const page = await reader.page(row, parameters.before, parameters.limit ?? PAGE_MESSAGES);
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
      const marked = await receipts.read(conversation, seq);
      if (!marked.ok && marked.code !== 'server-unreachable') return marked;
      announce(conversation);
    }
    return withRow(conversation, (now) => ok({ unread: viewConversation(scope, now).unread }));
  }

  async function online(): Promise<Result<undefined>> {
    epochs.forgetFreshness();
    const listed = await sync.all();
    if (!listed.ok) return listed;
    warnOfWithheld(scope.marks.check(listed.value));
    scope.emit('unread', viewUnread(scope));
    const newestLast = listed.value.toSorted((a, b) => b.unread - a.unread);
    for (const summary of newestLast) {
      const read = conversationOf(scope.db, summary.id)?.read ?? 0;
      if (read > summary.read) await receipts.read(summary.id, read);
      announce(summary.id);
      await sync.catchUp(summary.id);
    }
    outbox.flushAll();
    return ok(undefined);
  }

  function warnOfWithheld(conversations: readonly ConversationId[]): void {
    if (conversations.length === 0) return;
    scope.logger.error({ conversations }, 'the server shows less than was seen before');
    scope.emit('notice', {
      code: 'history-withheld',
      text: 'The server shows less than this account has seen before. It may have been set back to an old state.',
    });
  }

  async function close(): Promise<void> {
    for (const stop of stops) stop();
    receipts.close();
    await outbox.close();
    await queue.idle();
  }

  return {
    all,
    openDirect,
    send,
    history,
    markRead,
    unread: () => viewUnread(scope),
    online,
    resume: () => outbox.flushAll(),
    close,
  };
}

const PAGE_MESSAGES = 50;

const statusNotices: Readonly<Record<string, (user: string) => string>> = {
  away: (user) => `${user} is away; an answer may take a while.`,
  dnd: (user) => `${user} does not want to be disturbed; the message is delivered when that ends.`,
};
