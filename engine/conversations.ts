// The conversations of one signed-in account: wires tables, messages and sync, serves the calls of a user interface and
// handles the server's pushes.

import { directConversationId, lobbyId } from '../node/conversation-ids.ts';
import { createQueue } from '../node/keyed-queue.ts';
import { ok, type Result, refuse } from '../protocol/errors.ts';
import { type Address, type ConversationId, nameOn } from '../protocol/ids.ts';
import { mayPost, maySetDisappearing } from '../protocol/membership-rules.ts';
import type {
  AccountSettings,
  Conversation,
  Evidence,
  HistoryPage,
  Message,
  MessageDetails,
  ParametersOf,
  SearchPage,
  Unread,
} from './api/api.ts';
import { isDeleted } from './contacts/deleted-accounts.ts';
import { hasUndecided, listUndecided } from './contacts/undecided.ts';
import {
  addConversation,
  type ConversationRow,
  findConversation,
  listConversations,
} from './conversations/conversation-table.ts';
import type { ConversationDependencies } from './conversations/dependencies.ts';
import { findCurrentEpoch } from './conversations/epoch-table.ts';
import { Epochs } from './conversations/epochs.ts';
import { isOpen, isSettled, otherPerson, settleStanding, standingOf } from './conversations/standing.ts';
import { Typing } from './conversations/typing.ts';
import { EvidenceReader } from './evidence/evidence.ts';
import { Groups } from './groups/groups.ts';
import { leaveGroups } from './groups/leave-groups.ts';
import { deleteConversationHere } from './groups/remove-group.ts';
import { findNewestRange } from './log/log-table.ts';
import { deleteMessage, retryDeletion, withdrawMessage } from './messages/delete-message.ts';
import { editMessage, retryEdits } from './messages/edit-message.ts';
import { forwardedTexts } from './messages/forward-messages.ts';
import { findLifetime } from './messages/lifetime-table.ts';
import { lockMessage, type Secret, unlockMessage } from './messages/locked-message.ts';
import { viewDetails } from './messages/message-details.ts';
import { findMessage, type MessageRow } from './messages/message-table.ts';
import { countUnreadIn, viewConversation, viewMessage, viewUnread } from './messages/message-view.ts';
import { pinMessage } from './messages/pin-message.ts';
import { react } from './messages/react.ts';
import { sendAgain, writeContent, writeMessage, writeNew } from './messages/write-message.ts';
import { NotificationLevels } from './notifications/levels.ts';
import { Mutes } from './notifications/mutes.ts';
import { Reports } from './reports/reports.ts';
import { Requests } from './requests/requests.ts';
import { MessageIndex } from './search/message-index.ts';
import { searchMessages } from './search/search.ts';
import { Settings } from './settings/settings.ts';
import { adoptHistory, passOverChange } from './sync/adopt-history.ts';
import { createBulk } from './sync/bulk.ts';
import { ChangeFeed, type Meaning } from './sync/change-feed.ts';
import { Erasures } from './sync/erasures.ts';
import { Expiries } from './sync/expiries.ts';
import { HistoryReader, type Page } from './sync/history-reader.ts';
import { Incoming } from './sync/incoming.ts';
import { Outbox } from './sync/outbox.ts';
import { Receipts } from './sync/read-receipts.ts';
import { Resync } from './sync/resync.ts';
import { Sync } from './sync/sync.ts';
import { UndoPeriod } from './sync/undo-period.ts';

const PAGE_MESSAGES = 50;
/** One key at a time is derived from a passphrase: each takes a processor for half a second. */
const LOCKING = 'locking';

export class Conversations {
  readonly #dependencies: ConversationDependencies;
  readonly #queue = createQueue();
  readonly #locking = createQueue();
  readonly #changes: ChangeFeed;
  readonly #receipts: Receipts;
  readonly #sync: Sync;
  readonly #outbox: Outbox;
  readonly #erasures: Erasures;
  readonly #expiries: Expiries;
  readonly #undoPeriod: UndoPeriod;
  readonly #reader: HistoryReader;
  readonly #resync: Resync;
  readonly #groups: Groups;
  readonly #index: MessageIndex;
  readonly #evidence: EvidenceReader;
  readonly requests: Requests;
  readonly reports: Reports;
  readonly mutes: Mutes;
  readonly notificationLevels: NotificationLevels;
  readonly settings: Settings;
  readonly typing: Typing;
  readonly #stops: readonly (() => void)[];
  /** Mostly it isn't, and writing a message asks the database no more than it needs. */
  #isAnyUndecided: boolean;
  #isClosed = false;

  constructor(dependencies: ConversationDependencies) {
    const queue = this.#queue;
    const typing = new Typing(dependencies);
    const changes = new ChangeFeed(dependencies, (id, user) => typing.stopped(id, user));
    const epochs = new Epochs(dependencies, changes);
    const expiries = new Expiries(dependencies, changes);
    const incoming = new Incoming(dependencies, epochs, changes, () => expiries.plan());
    const receipts = new Receipts(dependencies, changes);
    const erasures = new Erasures(dependencies, (conversation) => this.#outbox.flush(conversation));
    const sync = new Sync(dependencies, { incoming, queue, changes, receipts, erasures });
    const outbox = new Outbox(dependencies, { epochs, sync, changes });
    const bulk = createBulk(dependencies, { epochs, sync, queue });
    this.#dependencies = dependencies;
    this.#changes = changes;
    this.#receipts = receipts;
    this.#sync = sync;
    this.#outbox = outbox;
    this.#erasures = erasures;
    this.#expiries = expiries;
    this.#reader = new HistoryReader(dependencies, sync);
    this.#groups = new Groups(dependencies, { epochs, sync });
    this.#index = new MessageIndex(dependencies);
    this.#evidence = new EvidenceReader(dependencies);
    this.reports = new Reports(dependencies);
    this.requests = new Requests(dependencies, {
      changes,
      groups: this.#groups,
      receipts,
      remove: (conversation) => this.removeConversation({ conversation }),
    });
    this.mutes = new Mutes(dependencies, changes);
    this.notificationLevels = new NotificationLevels(dependencies, changes);
    this.settings = new Settings(dependencies);
    this.#undoPeriod = new UndoPeriod(dependencies, this.settings, (message) => this.#sendUndoable(message));
    this.typing = typing;
    this.#resync = new Resync({ ...dependencies, bulk, changes, epochs, erasures, outbox, receipts, sync });
    // Every account is in the Lobby, even before the first sync.
    addConversation(dependencies.db, lobbyId(dependencies.account.serverName), 'public', []);
    this.#isAnyUndecided = hasUndecided(dependencies.db);
    this.#stops = this.#subscribe();
  }

  #subscribe(): readonly (() => void)[] {
    const { connection, db } = this.#dependencies;
    return [
      connection.onPush('conversations:records', ({ conversation, page }) =>
        this.#resync.follow(
          findConversation(db, conversation) ? this.#arrived(conversation, page) : this.#resync.online(),
        ),
      ),
      connection.onPush('conversations:changed', ({ conversation }) =>
        this.#resync.follow(this.#sync.summarised(conversation)),
      ),
      connection.onPush('conversations:positions', (push) => this.#receipts.moved(push)),
      connection.onPush('conversations:typing', (push) => this.typing.arrived(push)),
    ];
  }

  /** Without requests, what the user has refused or blocked, and groups of which nothing says that this account has ever been a member. */
  all(): readonly Conversation[] {
    this.#expiries.sweep();
    const rows = listConversations(this.#dependencies.db).filter((row) => isOpen(this.#dependencies, row));
    return rows.map((row) => viewConversation(this.#dependencies, row));
  }

  async openDirect({ user }: ParametersOf<'openDirect'>): Promise<Result<Conversation>> {
    const other = this.#dependencies.people.addressOf(user);
    if (!other.ok) return other;
    const members = [...new Set([this.#dependencies.account.address, other.value])].sort();
    const id = directConversationId(...members);
    if (!findConversation(this.#dependencies.db, id)) {
      const found = await this.#dependencies.people.manifests([other.value]);
      if (!found.ok && found.code !== 'identity-changed') return found;
      if (found.ok && !found.value.has(other.value)) return refuse('no-such-user');
      if (isDeleted(this.#dependencies.db, other.value)) return refuse('person-deleted', { user });
      addConversation(this.#dependencies.db, id, 'direct', members);
    }
    return this.#withRow(id, (row) => viewConversation(this.#dependencies, row));
  }

  async createGroup(parameters: ParametersOf<'createGroup'>): Promise<Result<Conversation>> {
    return this.#viewOf(await this.#groups.create(parameters));
  }

  async addMembers(parameters: ParametersOf<'addMembers'>): Promise<Result<Conversation>> {
    return this.#viewOf(await this.#groups.add(parameters));
  }

  async removeMember(parameters: ParametersOf<'removeMember'>): Promise<Result<Conversation>> {
    return this.#viewOf(await this.#groups.remove(parameters));
  }

  async setRole(parameters: ParametersOf<'setRole'>): Promise<Result<Conversation>> {
    return this.#viewOf(await this.#groups.setRole(parameters));
  }

  async renameGroup(parameters: ParametersOf<'renameGroup'>): Promise<Result<Conversation>> {
    return this.#viewOf(await this.#groups.rename(parameters));
  }

  async setGroupSettings(parameters: ParametersOf<'setGroupSettings'>): Promise<Result<Conversation>> {
    return this.#viewOf(await this.#groups.setSettings(parameters));
  }

  async leaveGroup(parameters: ParametersOf<'leaveGroup'>): Promise<Result<Record<string, never>>> {
    const left = await this.#groups.leave(parameters);
    return left.ok ? ok({}) : left;
  }

  async deleteGroup({ conversation }: ParametersOf<'deleteGroup'>): Promise<Result<Record<string, never>>> {
    const deleted = await this.#groups.delete(conversation);
    return deleted.ok ? ok({}) : deleted;
  }

  /** See leaveGroups. What this device has missed may have added the account to others. */
  async leaveGroups(): Promise<Result<undefined>> {
    const synced = await this.#resync.online();
    return synced.ok ? leaveGroups(this.#dependencies, this.#groups) : synced;
  }

  /** The server forgets first: what is only gone here would come back with the next list. */
  async removeConversation({
    conversation,
  }: ParametersOf<'removeConversation'>): Promise<Result<Record<string, never>>> {
    const row = findConversation(this.#dependencies.db, conversation);
    if (!row) return refuse('no-such-conversation');
    if (!row.ended && !row.personDeleted) return refuse('not-allowed');
    const forgotten = await this.#dependencies.connection.request('conversations:forget', { conversation });
    if (!forgotten.ok && forgotten.code !== 'no-such-conversation') return forgotten;
    this.#dependencies.marks.goOn(conversation, 0, 0);
    await this.#queue.run(conversation, async () =>
      deleteConversationHere(this.#dependencies.db, conversation),
    );
    this.#changes.removed(conversation);
    return ok({});
  }

  async #arrived(conversation: ConversationId, page: Uint8Array): Promise<Result<undefined>> {
    const arrived = await this.#sync.arrived(conversation, page);
    this.#sendWithoutUndecided(conversation);
    return arrived;
  }

  /** A member whose keys have changed may have been removed: then nothing is left to wait for. */
  #sendWithoutUndecided(conversation: ConversationId): void {
    if (this.#isAnyUndecided) this.#outbox.flush(conversation);
  }

  #viewOf(id: Result<ConversationId>): Result<Conversation> {
    if (id.ok) this.#sendWithoutUndecided(id.value);
    return id.ok ? this.#withRow(id.value, (row) => viewConversation(this.#dependencies, row)) : id;
  }

  #withRow<T>(id: ConversationId, use: (row: ConversationRow) => T): Result<T> {
    const row = findConversation(this.#dependencies.db, id);
    return row ? ok(use(row)) : refuse('no-such-conversation');
  }

  send(parameters: ParametersOf<'send'>): Result<Message> {
    return this.#writeIn(parameters.conversation, () => {
      const written = writeMessage(this.#dependencies, parameters);
      return written.ok ? ok(this.#undoPeriod.begin(written.value)) : written;
    });
  }

  /** Returns the message as it was, for the composer; refuses with `no-such-message` and `already-sent`. */
  undoSend(parameters: ParametersOf<'undoSend'>): Result<Message> {
    const { conversation } = parameters;
    const { db } = this.#dependencies;
    const row = findConversation(db, conversation);
    if (!row) return refuse('no-such-conversation');
    const found = this.#undoPeriod.find(parameters);
    if (!found.ok) return found;
    const message = found.value;
    const view = viewMessage(this.#dependencies, row, message);
    const withdrawn = this.delete({ conversation, message: message.id });
    return withdrawn.ok ? ok(view) : withdrawn;
  }

  #sendUndoable(message: MessageRow): void {
    const { conversation } = message;
    const row = findConversation(this.#dependencies.db, conversation);
    if (row) this.#changes.showOutgoing(row, message, 'reacted');
    this.#outbox.flush(conversation);
  }

  /** Writes it once it is locked, which takes a moment. */
  async sendLocked(parameters: ParametersOf<'send'>, secret: Secret): Promise<Result<Message>> {
    const { conversation, text } = parameters;
    if (!findConversation(this.#dependencies.db, conversation)) return refuse('no-such-conversation');
    const locked = await this.#locking.run(LOCKING, () => lockMessage(text, secret));
    if (!locked.ok) return locked;
    if (this.#isClosed) return refuse('not-signed-in');
    return this.#writeIn(conversation, () => writeNew(this.#dependencies, parameters, locked.value));
  }

  unlock(parameters: ParametersOf<'unlock'>): Promise<Result<{ readonly text: string }>> {
    return this.#locking.run(LOCKING, async () =>
      this.#isClosed ? refuse('not-signed-in') : unlockMessage(this.#dependencies, parameters),
    );
  }

  /** Emits a message as it was just written, without reading it back. */
  #writeIn(id: ConversationId, write: () => Result<MessageRow>, meaning: Meaning = 'news'): Result<Message> {
    const found = this.#findToWriteIn(id, meaning);
    if (!found.ok) return found;
    const row = found.value;
    const written = write();
    if (!written.ok) return written;
    const message = this.#changes.showOutgoing(row, written.value, meaning);
    // Its view says how much waits.
    if (this.#isAnyUndecided && listUndecided(this.#dependencies.db, row.members).length > 0)
      this.#changes.changed({ conversation: id });
    this.#outbox.flush(id);
    return ok(message);
  }

  #findToWriteIn(id: ConversationId, meaning: Meaning): Result<ConversationRow> {
    const found = this.#checkWritingIn(id, meaning);
    // Before anything is sent: the server's answer may come before the change that says who has begun.
    if (found.ok && !isSettled(this.#dependencies, found.value)) this.requests.accept(found.value);
    return found;
  }

  #checkWritingIn(id: ConversationId, meaning: Meaning): Result<ConversationRow> {
    const row = findConversation(this.#dependencies.db, id);
    if (!row) return refuse('no-such-conversation');
    if (row.stopped) return refuse('history-changed');
    if (row.ended) return refuse('no-longer-a-member');
    if (row.personDeleted) return refuse('person-deleted', { user: this.#otherIn(row) });
    const standing = standingOf(this.#dependencies, row);
    if (standing === 'blocked') return refuse('person-blocked', { user: this.#otherIn(row) });
    return this.#mayPost(row, meaning === 'news') ? ok(row) : refuse('only-admins-post');
  }

  #otherIn(row: ConversationRow): string {
    const { account } = this.#dependencies;
    return nameOn(account.serverName, otherPerson(account.address, row) ?? account.address);
  }

  #mayPost({ id, kind }: ConversationRow, countsAsUnread: boolean): boolean {
    const epoch = kind === 'group' ? findCurrentEpoch(this.#dependencies.db, id) : undefined;
    return !epoch || mayPost({ ...epoch, kind }, this.#dependencies.account.address, countsAsUnread);
  }

  /** Refuses with `not-allowed` in the Lobby, and in groups for those who are no admins. */
  setDisappearing({ conversation, seconds }: ParametersOf<'setDisappearing'>): Result<Conversation> {
    const { db, account, clock } = this.#dependencies;
    const found = this.#findToWriteIn(conversation, 'revised');
    if (!found.ok) return found;
    const { members = [] } = findCurrentEpoch(db, conversation) ?? {};
    const { kind } = found.value;
    if (!maySetDisappearing({ kind, members }, account.address)) return refuse('not-allowed');
    if (seconds !== findLifetime(db, conversation)) {
      const content = { type: 'settings', disappearing: seconds, sentAt: clock.now() } as const;
      const written = writeContent(this.#dependencies, conversation, content);
      if (!written.ok) return written;
      const { added } = written.value;
      this.#changes.changed({ conversation, ...(added && { messages: [added] }) });
      this.#outbox.flush(conversation);
    }
    return this.#withRow(conversation, (row) => viewConversation(this.#dependencies, row));
  }

  /** Changes the text of one's own message; refuses with `no-such-message` and `not-allowed`. */
  edit(parameters: ParametersOf<'edit'>): Result<Message> {
    const write = () =>
      editMessage(this.#dependencies, parameters, (queued) => this.#outbox.mayHaveLeft(queued));
    return this.#writeIn(parameters.conversation, write, 'revised');
  }

  /** Passes messages on, all of them to all of these conversations, or none. Refuses as `send` does, and as forwardedTexts. */
  forward(parameters: ParametersOf<'forward'>): Result<readonly Message[]> {
    this.#expiries.sweep();
    const from = findConversation(this.#dependencies.db, parameters.conversation);
    if (!from) return refuse('no-such-conversation');
    if (!this.#isReadable(from)) return refuse('request-pending');
    const texts = forwardedTexts(this.#dependencies, parameters);
    if (!texts.ok) return texts;
    const targets = [...new Set(parameters.to)];
    for (const target of targets) {
      const checked = this.#checkWritingIn(target, 'news');
      if (!checked.ok) return checked;
    }
    const sent: Message[] = [];
    for (const conversation of targets) {
      for (const text of texts.value) {
        const written = this.#writeIn(conversation, () =>
          writeNew(this.#dependencies, { conversation }, text),
        );
        if (!written.ok) return written;
        sent.push(written.value);
      }
    }
    return ok(sent);
  }

  /** Refuses with `no-such-message`, `not-allowed` and `too-many-reactions`. */
  react(parameters: ParametersOf<'react'>): Result<Message> {
    return this.#writeIn(parameters.conversation, () => react(this.#dependencies, parameters), 'reacted');
  }

  /** Refuses with `no-such-message`, `not-allowed` and `too-many-pins`. */
  pin(parameters: ParametersOf<'pin'>): Result<Record<string, never>> {
    const { conversation } = parameters;
    const found = this.#findToWriteIn(conversation, 'revised');
    if (!found.ok) return found;
    const pinned = pinMessage(this.#dependencies, found.value, parameters);
    if (!pinned.ok) return pinned;
    this.#changes.changed({ conversation });
    this.#outbox.flush(conversation);
    return ok({});
  }

  /** Deletes a message for everyone. What can't have left this computer yet is only taken out of the outbox. */
  delete(parameters: ParametersOf<'delete'>): Result<Record<string, never>> {
    const { conversation, message } = parameters;
    const { db } = this.#dependencies;
    if (withdrawMessage(this.#dependencies, parameters, (queued) => this.#outbox.mayHaveLeft(queued))) {
      this.#undoPeriod.forget(message);
      this.#changes.changed({ conversation, removed: [message] });
      db.flushDeleted();
      // What was written after it has waited for it.
      this.#outbox.flush(conversation);
      return ok({});
    }
    const found = this.#findToWriteIn(conversation, 'revised');
    if (!found.ok) return found;
    const deleted = deleteMessage(this.#dependencies, found.value, parameters);
    if (!deleted.ok) return deleted;
    const { revised } = deleted.value;
    this.#changes.changed({ conversation, ...(revised && { revised: [revised] }) });
    db.flushDeleted();
    this.#outbox.flush(conversation);
    return ok({});
  }

  /** Puts a message, an edit or a deletion that has failed back into the outbox; refuses with `no-such-message`. */
  retry({ conversation, message }: ParametersOf<'retry'>): Result<Message> {
    const failed = findMessage(this.#dependencies.db, conversation, message);
    if (failed?.editing === 'failed' && failed.kind === 'deleted')
      return this.#writeIn(conversation, () => retryDeletion(this.#dependencies, failed), 'revised');
    if (failed?.editing === 'failed')
      return this.#writeIn(conversation, () => retryEdits(this.#dependencies, failed), 'revised');
    if (failed?.state !== 'failed') return refuse('no-such-message');
    return this.#writeIn(conversation, () => sendAgain(this.#dependencies, failed));
  }

  /** Accepts the history as the server has it now, in one conversation or in all that are stopped. */
  async acceptHistory({
    conversation,
  }: ParametersOf<'acceptHistory'> = {}): Promise<Result<Record<string, never>>> {
    if (conversation && !findConversation(this.#dependencies.db, conversation))
      return refuse('no-such-conversation');
    const stopped = listConversations(this.#dependencies.db).filter((row) => row.stopped);
    const accepted = stopped.filter(({ id }) => id === (conversation ?? id));
    for (const { id, stopped: why } of accepted) {
      const parts = { sync: this.#sync, queue: this.#queue, changes: this.#changes };
      const adopted =
        why === 'change-altered'
          ? await passOverChange(this.#dependencies, parts, id)
          : await adoptHistory(this.#dependencies, parts, id);
      if (!adopted.ok) return adopted;
    }
    if (!conversation) this.#resync.acceptWithheld();
    await this.#dependencies.marks.save();
    // Counts and positions are those of the list.
    this.#resync.follow(this.#resync.online());
    return ok({});
  }

  #pageOf(
    row: ConversationRow,
    { before, after, around, at, unread, limit = PAGE_MESSAGES }: ParametersOf<'history'>,
  ): Promise<Result<Page>> {
    if (unread) return this.#reader.unread(row, limit);
    if (at) return this.#reader.at(row, Date.parse(at), limit);
    if (around) return this.#reader.around(row, around, limit);
    return after ? this.#reader.after(row, after, limit) : this.#reader.before(row, before, limit);
  }

  async history(parameters: ParametersOf<'history'>): Promise<Result<HistoryPage>> {
    this.#expiries.sweep();
    const row = findConversation(this.#dependencies.db, parameters.conversation);
    if (!row) return refuse('no-such-conversation');
    // The user has opened it from the list of people while its first message was on its way.
    if (standingOf(this.#dependencies, row) === 'unknown') await this.#sync.catchUp(row.id);
    if (!this.#isReadable(row)) return refuse('request-pending');
    const page = await this.#pageOf(row, parameters);
    if (!page.ok) return page;
    const now = findConversation(this.#dependencies.db, row.id) ?? row;
    return ok({
      messages: page.value.rows.map((message) => viewMessage(this.#dependencies, now, message)),
      more: page.value.more,
      ...(page.value.newer && { newer: true }),
      ...(page.value.found && { found: page.value.found }),
    });
  }

  /** Refuses with `request-pending` and `no-such-message`. */
  messageDetails({ conversation, message }: ParametersOf<'messageDetails'>): Result<MessageDetails> {
    this.#expiries.sweep();
    const row = findConversation(this.#dependencies.db, conversation);
    if (!row) return refuse('no-such-conversation');
    if (!this.#isReadable(row)) return refuse('request-pending');
    const found = findMessage(this.#dependencies.db, conversation, message);
    return found ? ok(viewDetails(this.#dependencies, row, found)) : refuse('no-such-message');
  }

  search(parameters: ParametersOf<'search'>): Promise<Result<SearchPage>> {
    this.#expiries.sweep();
    return searchMessages(this.#dependencies, parameters);
  }

  /** What has been read is never a request again. What the user has blocked stays the user's own to look at. */
  #isReadable(row: ConversationRow): boolean {
    const standing = settleStanding(this.#dependencies, row.id);
    return standing === 'open' || standing === 'blocked';
  }

  /** Refuses as `history` does, and where the server can't be reached. */
  async evidence(parameters: ParametersOf<'evidence'>): Promise<Result<Evidence>> {
    this.#expiries.sweep();
    const row = findConversation(this.#dependencies.db, parameters.conversation);
    if (!row) return refuse('no-such-conversation');
    if (!this.#isReadable(row)) return refuse('request-pending');
    return this.#evidence.read(parameters);
  }

  async markRead({
    conversation,
    upTo,
  }: ParametersOf<'markRead'>): Promise<Result<{ readonly unread: number }>> {
    const row = findConversation(this.#dependencies.db, conversation);
    if (!row) return refuse('no-such-conversation');
    if (!this.#isReadable(row)) return refuse('request-pending');
    const message = upTo && findMessage(this.#dependencies.db, conversation, upTo);
    if (upTo && !message) return refuse('no-such-message');
    const seq = message ? message.seq : findNewestRange(this.#dependencies.db, conversation)?.high;
    if (seq !== undefined && seq > row.read) {
      await this.#receipts.read(conversation, seq);
    }
    return this.#withRow(conversation, (now) => ({ unread: countUnreadIn(this.#dependencies, now) }));
  }

  /** The decisions of another device have come with the account's marks. */
  reviewDecisions(): void {
    this.requests.review();
    this.mutes.review();
    this.notificationLevels.review();
    this.settings.review();
    this.typing.review();
  }

  setSettings(parameters: ParametersOf<'setSettings'>): Result<AccountSettings> {
    const set = this.settings.set(parameters);
    this.typing.review();
    return set;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const stop of this.#stops) stop();
    this.#index.close();
    this.#expiries.close();
    this.#resync.close();
    this.mutes.close();
    this.typing.close();
    this.#undoPeriod.close();
    this.#receipts.close();
    await Promise.all([this.#outbox.close(), this.#erasures.close()]);
    await this.#queue.idle();
  }

  unread(): Unread {
    this.#expiries.sweep();
    return viewUnread(this.#dependencies);
  }

  /** Once the session is online: fetches new records, then sends pending messages. */
  online(): Promise<Result<undefined>> {
    return this.#resync.online();
  }

  /** Shows in every conversation with the user that there is something to decide, or sends what that has stopped. */
  keysChanged(address: Address): void {
    const { db } = this.#dependencies;
    this.#isAnyUndecided = hasUndecided(db);
    for (const { id, members } of listConversations(db)) {
      if (!members.includes(address)) continue;
      this.#changes.changed({ conversation: id });
      if (listUndecided(db, members).length === 0) this.#outbox.flush(id);
    }
  }
}
