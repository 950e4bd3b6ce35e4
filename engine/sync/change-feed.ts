// What has changed in conversations is gathered until the turn ends, and then emitted once: messages before their
// conversation, and the number of unread messages after both.
import type { ConversationId, MessageId } from '../../protocol/ids.ts';
import type { Message, Unread } from '../api/api.ts';
import { type ConversationRow, findConversation } from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { settleStanding } from '../conversations/standing.ts';
import type { MessageRow } from '../messages/message-table.ts';
import {
  totalOf,
  viewConversation,
  viewMessage,
  viewUnread,
  viewUnreadIn,
} from '../messages/message-view.ts';
import { isAlert } from '../notifications/alerts.ts';

export interface Change {
  readonly conversation: ConversationId;
  /** New messages, and others that look different now; oldest first. */
  readonly messages?: readonly MessageRow[];
  /** Messages that were here before and say something else now. */
  readonly revised?: readonly MessageRow[];
  /** Messages that were here before and mention this account for the first time. */
  readonly mentioning?: readonly MessageRow[];
  /** Messages of which only the reactions have changed. */
  readonly reacted?: readonly MessageRow[];
  /** Messages that are shown no longer. */
  readonly removed?: readonly MessageId[];
}

/** From the least to the most that a change of a message means. */
const meanings = ['reacted', 'revised', 'mentioning', 'news'] as const;
export type Meaning = (typeof meanings)[number];

type ChangeFeedDependencies = Pick<
  ConversationDependencies,
  'db' | 'account' | 'people' | 'clock' | 'serverTime' | 'emit' | 'logger'
> &
  Partial<Pick<ConversationDependencies, 'acceptRequests'>>;

type OnNews = (conversation: ConversationId, sender: string) => void;

/** A row gets its view when the turn ends, unless its writer needed that for an answer. */
interface ChangedMessage {
  readonly shown: MessageRow | { readonly view: Message };
  readonly meaning: Meaning;
}

interface ChangedConversation {
  readonly messages: Map<MessageId, ChangedMessage>;
  readonly removed: Set<MessageId>;
  /** False where only messages of it have changed that are not in the log yet. */
  isChanged: boolean;
}

interface EmittedConversation {
  readonly row: ConversationRow;
  readonly unread: number;
}

export class ChangeFeed {
  readonly #dependencies: ChangeFeedDependencies;
  readonly #onNews: OnNews;
  readonly #gathered = new Map<ConversationId, ChangedConversation>();
  /** As emitted last: a message changes the count of one conversation, not of hundreds. */
  #unread: Unread | undefined;
  #mustRecount = false;
  #isScheduled = false;

  /** `onNews` is called with the sender of each new message, by the name that it shows. */
  constructor(dependencies: ChangeFeedDependencies, onNews: OnNews = () => undefined) {
    this.#dependencies = dependencies;
    this.#onNews = onNews;
  }

  /** Messages of a conversation have changed, or something else of it. Of a message only the last row counts. */
  changed(change: Change): void {
    const { conversation, messages = [], revised = [], mentioning = [], reacted = [], removed = [] } = change;
    const gathered = this.#gather(conversation);
    gathered.isChanged = true;
    for (const row of messages) addMessage(gathered, row.id, { shown: row, meaning: 'news' });
    for (const row of revised) addMessage(gathered, row.id, { shown: row, meaning: 'revised' });
    for (const row of mentioning) addMessage(gathered, row.id, { shown: row, meaning: 'mentioning' });
    for (const row of reacted) addMessage(gathered, row.id, { shown: row, meaning: 'reacted' });
    for (const id of removed) {
      gathered.messages.delete(id);
      gathered.removed.add(id);
    }
  }

  /** What was written here waits to be sent, or has failed: nothing else of its conversation changes. Returns the message's view. */
  showOutgoing(conversation: ConversationRow, row: MessageRow, meaning: Meaning = 'news'): Message {
    const view = viewMessage(this.#dependencies, conversation, row);
    addMessage(this.#gather(conversation.id), row.id, { shown: { view }, meaning });
    return view;
  }

  /** Any number of unread messages may have changed. */
  recount(): void {
    this.#unread = undefined;
    this.#mustRecount = true;
    this.#schedule();
  }

  /** A conversation is no longer here, or is kept out of sight: the user has refused it, or blocked the person. */
  removed(conversation: ConversationId): void {
    this.#gathered.delete(conversation);
    this.#dependencies.emit('conversationRemoved', { conversation });
    this.recount();
  }

  #gather(conversation: ConversationId): ChangedConversation {
    const gathered = this.#gathered.get(conversation) ?? {
      messages: new Map(),
      removed: new Set(),
      isChanged: false,
    };
    this.#gathered.set(conversation, gathered);
    this.#schedule();
    return gathered;
  }

  /** As a microtask it precedes the answer of the method that has caused the change. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      try {
        this.#emitGathered();
      } catch (error) {
        this.#dependencies.logger.error({ error }, 'showing what has changed failed');
      }
    });
  }

  #emitGathered(): void {
    const gathered = [...this.#gathered];
    this.#gathered.clear();
    const mustRecount = this.#mustRecount;
    this.#mustRecount = false;
    const changed = gathered.flatMap(([id, change]) => this.#emitConversation(id, change) ?? []);
    if (changed.length === 0 && !mustRecount) return;
    this.#unread = this.#countUnread(changed);
    this.#dependencies.emit('unread', this.#unread);
  }

  /** Returns what was emitted of it, if more has changed than messages that are not in the log yet. */
  #emitConversation(
    id: ConversationId,
    { messages, removed, isChanged }: ChangedConversation,
  ): EmittedConversation | undefined {
    // Where only what the user writes has changed, writing has settled it.
    const standing = isChanged ? settleStanding(this.#dependencies, id) : 'open';
    const row = isChanged ? findConversation(this.#dependencies.db, id) : undefined;
    // The request for a group ends with the membership.
    if (standing === 'unknown' && row?.ended)
      this.#dependencies.emit('conversationRemoved', { conversation: id });
    if (standing !== 'open' && standing !== 'request') return;
    for (const message of removed) this.#dependencies.emit('messageRemoved', { conversation: id, message });
    const conversation = row && viewConversation(this.#dependencies, row);
    for (const { shown, meaning } of standing === 'open' ? messages.values() : []) {
      const view = 'view' in shown ? shown.view : row && viewMessage(this.#dependencies, row, shown);
      if (!view) continue;
      // What is written here shows its view.
      const isNews = conversation && (meaning === 'news' || meaning === 'mentioning') && !('view' in shown);
      const alerted = { message: view, isRevised: meaning === 'mentioning' };
      const isWorthIt = isNews && isAlert(this.#dependencies, conversation, alerted, shown.sender);
      this.#dependencies.emit('message', {
        conversation: id,
        message: view,
        ...(meaning !== 'news' && { revised: true }),
        ...(meaning === 'reacted' && { reacted: true }),
        ...(isWorthIt && { alert: true }),
      });
      if (meaning === 'news') this.#onNews(id, view.sender);
    }
    if (!row || !conversation) return;
    this.#dependencies.emit('conversation', { conversation });
    return { row, unread: conversation.unread };
  }

  #countUnread(changed: readonly EmittedConversation[]): Unread {
    if (!this.#unread) return viewUnread(this.#dependencies);
    const ids = new Set<string>(changed.map(({ row }) => row.id));
    const others = this.#unread.conversations.filter(({ id }) => !ids.has(id));
    const counted = changed.flatMap(({ row, unread }) => viewUnreadIn(this.#dependencies, row, unread) ?? []);
    return totalOf([...others, ...counted]);
  }
}

/** What is news stays news, and what is revised is, whatever else happens to it in the same turn. */
function addMessage({ messages }: ChangedConversation, id: MessageId, message: ChangedMessage): void {
  const before = messages.get(id)?.meaning ?? 'reacted';
  const meaning = meanings.indexOf(before) > meanings.indexOf(message.meaning) ? before : message.meaning;
  messages.set(id, { ...message, meaning });
}
