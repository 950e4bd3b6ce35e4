// Brings the stored part of each log up to the server's head. A record is stored only as the continuation of
// the records before it; a gap is fetched before any record above it is shown.

import type { Queue } from '../../node/keyed-queue.ts';
import { nextLogHash } from '../../node/log-hash.ts';
import { fromBase64url, toBase64url } from '../../protocol/bytes.ts';
import type { ConversationSummary } from '../../protocol/conversations.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ResponseOf } from '../../protocol/events.ts';
import type { ConversationId, MessageId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { hasReceipts, isForEveryone } from '../../protocol/membership-rules.ts';
import { decodePage, decodeRecord } from '../../protocol/records.ts';
import { isDeleted } from '../contacts/deleted-accounts.ts';
import {
  findConversation,
  listPositions,
  putSummary,
  raiseHead,
} from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { equal } from '../encryption/primitives.ts';
import {
  clearCounters,
  findHash,
  findNewestRange,
  findRange,
  listNewestPositions,
} from '../log/log-table.ts';
import { hasPins } from '../messages/content/pin.ts';
import type { MessageRow } from '../messages/message-table.ts';
import { findQueued } from '../messages/outbox-table.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { Erasures } from './erasures.ts';
import { earlierThan } from './first-places.ts';
import type { Direction, Incoming, ReceivedPage } from './incoming.ts';
import { endIn, fetchLogEnd, type LogEnd, nothing } from './log-end.ts';
import { type Receipts, risenBetween } from './read-receipts.ts';

/** Behind by more than this, the newest page comes first and the rest when the user scrolls to it. */
const FETCH_ALL_RECORDS = 1_000;

/** The records to request: those after a position, or the newest ones when many are missing. */
export interface Missing {
  readonly after?: number;
}

interface SyncDependencies {
  readonly incoming: Incoming;
  readonly queue: Queue;
  readonly changes: Pick<ChangeFeed, 'changed'>;
  readonly receipts: Pick<Receipts, 'received'>;
  readonly erasures: Pick<Erasures, 'flush'>;
}

export type HistoryPage = ResponseOf<'conversations:history'>;

export class Sync {
  readonly #dependencies: ConversationDependencies;
  readonly #incoming: Incoming;
  readonly #queue: Queue;
  readonly #changes: SyncDependencies['changes'];
  readonly #receipts: SyncDependencies['receipts'];
  readonly #erasures: SyncDependencies['erasures'];

  constructor(
    dependencies: ConversationDependencies,
    { incoming, queue, changes, receipts, erasures }: SyncDependencies,
  ) {
    this.#dependencies = dependencies;
    this.#incoming = incoming;
    this.#queue = queue;
    this.#changes = changes;
    this.#receipts = receipts;
    this.#erasures = erasures;
  }

  /** Lists all conversations, then fetches the missing records of each. */
  async all(): Promise<Result<readonly ConversationSummary[]>> {
    const summaries: ConversationSummary[] = [];
    // Before the list is asked for: what is pushed meanwhile may be newer than it.
    const held = listNewestPositions(this.#dependencies.db);
    for (let more = true; more; ) {
      const after = summaries.at(-1)?.id;
      const answer = await this.#dependencies.connection.request(
        'conversations:list',
        after ? { after } : {},
      );
      if (!answer.ok) return answer;
      this.#dependencies.serverTime.heard(answer.value.now);
      summaries.push(...answer.value.conversations);
      more = answer.value.more && answer.value.conversations.length > 0;
    }
    const risen = this.#dependencies.db.transaction(() =>
      summaries.map((summary) => this.#storeSummary(summary)),
    );
    const ends = new Map(summaries.map((summary) => [summary.id, endIn(summary)]));
    for (const [id, high] of held) {
      const end = ends.get(id) ?? (this.#isOver(id) ? undefined : nothing);
      if (end) this.#checkEnd(id, high, end);
    }
    await this.#meetDeleted(summaries);
    for (const [index, { id }] of summaries.entries()) {
      const messages = risen[index] ?? [];
      if (messages.length > 0) this.#changes.changed({ conversation: id, messages });
    }
    return ok(summaries);
  }

  /** Returns the user's own messages whose receipts have risen meanwhile. */
  #storeSummary(summary: ConversationSummary): readonly MessageRow[] {
    const before = listPositions(this.#dependencies.db, summary.id);
    putSummary(this.#dependencies.db, summary, this.#dependencies.account.wasReset);
    return summary.positions.flatMap((now) => risenBetween(this.#dependencies, summary.id, before, now));
  }

  /** Stores the server's summary of a conversation, then fetches the missing records. */
  async summarised(summary: ConversationSummary): Promise<Result<undefined>> {
    const messages = this.#dependencies.db.transaction(() => this.#storeSummary(summary));
    this.#checkEnd(summary.id, findNewestRange(this.#dependencies.db, summary.id)?.high ?? 0, endIn(summary));
    await this.#meetDeleted([summary]);
    this.#changes.changed({ conversation: summary.id, messages });
    return this.catchUp(summary.id);
  }

  /** The server says whose account is deleted; what is believed is that account's last manifest. */
  async #meetDeleted(summaries: readonly ConversationSummary[]): Promise<void> {
    const { db, people, account } = this.#dependencies;
    const others = summaries.filter(({ deleted }) => deleted).flatMap(({ members }) => members);
    const unmet = others.filter((member) => member !== account.address && !isDeleted(db, member));
    if (unmet.length > 0) await people.prefetch(unmet);
  }

  /**
   * A running hash binds all of the log before: a server that has rewritten it shows here, and so does one that has
   * less than was held already when it was asked. Whom messages are held back from sees less for a while.
   */
  #checkEnd(conversation: ConversationId, high: number, { head, at, hash }: LogEnd): void {
    const ours = findHash(this.#dependencies.db, conversation, at);
    if (ours && toBase64url(ours) !== hash) this.#incoming.stop(conversation, 'log-forked');
    else if (head < high && !this.#isHeldBack(conversation))
      this.#incoming.stop(conversation, 'server-set-back');
  }

  #isHeldBack(conversation: ConversationId): boolean {
    const isPrivate = !isForEveryone(findConversation(this.#dependencies.db, conversation)?.kind);
    return isPrivate && this.#dependencies.people.presenceOf(this.#dependencies.account.address) === 'dnd';
  }

  /** The server forgets a conversation that is over once it is removed on another device. */
  #isOver(conversation: ConversationId): boolean {
    const row = findConversation(this.#dependencies.db, conversation);
    return row?.ended !== undefined || row?.personDeleted !== undefined;
  }

  /** The position before the first that the account may see: what lies below it is another membership, or none. */
  #beforeFirst(conversation: ConversationId): number {
    return (findConversation(this.#dependencies.db, conversation)?.first ?? 1) - 1;
  }

  #isStopped(conversation: ConversationId): boolean {
    return findConversation(this.#dependencies.db, conversation)?.stopped !== undefined;
  }

  /** A page the server pushed. */
  arrived(conversation: ConversationId, page: Uint8Array): Promise<Result<undefined>> {
    return this.#queue.run(conversation, () => this.#append(conversation, decodePage(page) ?? []));
  }

  /** The server has ordered a frame of this device: it is stored like everyone else's. */
  placed(conversation: ConversationId, record: Uint8Array): Promise<Result<undefined>> {
    return this.#queue.run(conversation, () => this.#append(conversation, [record]));
  }

  /** The same when the server may have ordered an earlier frame of the message: fetches the frame that it has. */
  async placedBefore(
    conversation: ConversationId,
    message: MessageId,
    seq: number,
  ): Promise<Result<undefined>> {
    raiseHead(this.#dependencies.db, conversation, seq);
    const caughtUp = await this.catchUp(conversation);
    if (!caughtUp.ok) return caughtUp;
    // After a long absence it may lie in a gap.
    const fetched = findRange(this.#dependencies.db, conversation, seq)
      ? caughtUp
      : await this.older(conversation, seq + 1);
    if (!fetched.ok) return fetched;
    if (findQueued(this.#dependencies.db, conversation, message))
      this.#incoming.stop(conversation, 'log-forked');
    return ok(undefined);
  }

  /** A repeated record must equal the stored one: a server that was restored from a backup assigns a position twice. */
  #checkHeld(conversation: ConversationId, page: readonly Uint8Array[]): void {
    for (const encoded of page) {
      const seq = decodeRecord(encoded)?.seq ?? 0;
      const before = findHash(this.#dependencies.db, conversation, seq - 1);
      const held = findHash(this.#dependencies.db, conversation, seq);
      if (before && held && !equal(nextLogHash(before, encoded), held)) {
        this.#incoming.stop(conversation, 'log-forked');
      }
    }
  }

  async #append(conversation: ConversationId, page: readonly Uint8Array[]): Promise<Result<undefined>> {
    if (this.#isStopped(conversation)) return ok(undefined);
    const high = findNewestRange(this.#dependencies.db, conversation)?.high ?? 0;
    const seqs = page.map((encoded) => decodeRecord(encoded)?.seq ?? 0);
    const skip = seqs.findIndex((seq) => seq > high);
    this.#checkHeld(conversation, skip === -1 ? page : page.slice(0, skip));
    if (skip === -1) return ok(undefined);
    raiseHead(this.#dependencies.db, conversation, seqs.at(-1) ?? 0);
    const before = findHash(this.#dependencies.db, conversation, high);
    if (seqs[skip] !== high + 1 || !before) return this.#fetchMissing(conversation);
    const records = page.slice(skip);
    return this.#take(conversation, { first: high + 1, records, hashBefore: before }, 'forward');
  }

  catchUp(conversation: ConversationId): Promise<Result<undefined>> {
    return this.#queue.run(conversation, () => this.#fetchMissing(conversation));
  }

  /** The server no longer knows a conversation. Returns whether it has ever had a record of it. */
  lost(conversation: ConversationId): boolean {
    const isHeld =
      findNewestRange(this.#dependencies.db, conversation) !== undefined && !this.#isOver(conversation);
    if (isHeld) this.#incoming.stop(conversation, 'server-set-back');
    return isHeld;
  }

  /** Requests the log's end, then fetches the missing records. */
  async refresh(conversation: ConversationId): Promise<Result<undefined>> {
    const checked = await this.#check(conversation);
    return checked.ok ? this.catchUp(conversation) : checked;
  }

  /** Requests the log's end, and checks that it still continues the stored records. */
  async #check(conversation: ConversationId): Promise<Result<undefined>> {
    const held = findNewestRange(this.#dependencies.db, conversation)?.high ?? 0;
    const high = Math.max(held, this.#beforeFirst(conversation));
    const end = await fetchLogEnd(this.#dependencies, conversation, high);
    if (!end.ok) return end;
    this.#checkEnd(conversation, held, end.value);
    raiseHead(this.#dependencies.db, conversation, end.value.head);
    return ok(undefined);
  }

  /** The records to fetch next; undefined when all are stored, or when the conversation is stopped. */
  missing(conversation: ConversationId): Missing | undefined {
    if (this.#isStopped(conversation)) return;
    const head = findConversation(this.#dependencies.db, conversation)?.head ?? 0;
    const high = findNewestRange(this.#dependencies.db, conversation)?.high ?? 0;
    const before = this.#beforeFirst(conversation);
    if (Math.max(high, before) >= head) return;
    if (high < before) return head - before <= limits.pageRecords ? { after: before } : {};
    const follow = head - high <= FETCH_ALL_RECORDS && (high > 0 || head <= limits.pageRecords);
    return follow ? { after: high } : {};
  }

  async #fetchMissing(conversation: ConversationId): Promise<Result<undefined>> {
    for (let next = this.missing(conversation); next; next = this.missing(conversation)) {
      const high = findNewestRange(this.#dependencies.db, conversation)?.high ?? 0;
      const limit = next.after === undefined ? limits.newestRecords : limits.pageRecords;
      const answer = await this.#dependencies.connection.request('conversations:history', {
        conversation,
        ...next,
        limit,
      });
      if (!answer.ok) return answer;
      const taken = await this.#takeMissing(conversation, next, answer.value);
      if (!taken.ok) return taken;
      if ((findNewestRange(this.#dependencies.db, conversation)?.high ?? 0) <= high) {
        return refuse('verification-failed', { detail: 'the server leaves out what it announced' });
      }
    }
    return ok(undefined);
  }

  async #takeMissing(
    conversation: ConversationId,
    { after }: Missing,
    answer: HistoryPage,
  ): Promise<Result<undefined>> {
    const held = findNewestRange(this.#dependencies.db, conversation)?.high ?? 0;
    if (after !== undefined) {
      if (after > held) clearCounters(this.#dependencies.db, conversation);
      return this.#takePage(conversation, answer, after + 1, 'forward');
    }
    // What is held lies below a gap then, and nothing else compares it with the server's log.
    const checked = held > this.#beforeFirst(conversation) ? await this.#check(conversation) : ok(undefined);
    if (!checked.ok || this.#isStopped(conversation)) return checked;
    clearCounters(this.#dependencies.db, conversation);
    return this.#takePage(conversation, answer, undefined, 'forward');
  }

  /** Stores a requested page of missing records, unless other records have arrived meanwhile. */
  fetched(conversation: ConversationId, asked: Missing, page: HistoryPage): Promise<Result<undefined>> {
    return this.#queue.run(conversation, async () => {
      const now = this.missing(conversation);
      return now && now.after === asked.after ? this.#takeMissing(conversation, asked, page) : ok(undefined);
    });
  }

  /** Fetches one page of the records below a position, if any of them is missing. */
  older(conversation: ConversationId, below: number): Promise<Result<undefined>> {
    return this.#queue.run(conversation, async () => {
      const low = findRange(this.#dependencies.db, conversation, below)?.low ?? below;
      if (low <= this.#beforeFirst(conversation) + 1) return ok(undefined);
      const answer = await this.#dependencies.connection.request('conversations:history', {
        conversation,
        before: low,
        limit: limits.pageRecords,
      });
      if (!answer.ok) return answer;
      const taken = await this.#takePage(conversation, answer.value, undefined, 'backward', low - 1);
      if (!taken.ok || findRange(this.#dependencies.db, conversation, low - 1)) return taken;
      return refuse('verification-failed', { detail: 'the server leaves out older messages' });
    });
  }

  /** Either the first position of a page is known, or the last one, which is the head's unless it is given. */
  async #takePage(
    conversation: ConversationId,
    answer: HistoryPage,
    first: number | undefined,
    direction: Direction,
    last: number = answer.head,
  ): Promise<Result<undefined>> {
    const records = decodePage(answer.page);
    if (!records || records.length === 0) return refuse('verification-failed', { detail: 'an empty page' });
    const hashBefore = fromBase64url(answer.hashBefore);
    return this.#take(
      conversation,
      { first: first ?? last - records.length + 1, records, hashBefore },
      direction,
    );
  }

  async #take(
    conversation: ConversationId,
    page: ReceivedPage,
    direction: Direction,
  ): Promise<Result<undefined>> {
    const earlier =
      direction === 'forward'
        ? await earlierThan(this.#dependencies, this.#incoming, conversation, page)
        : ok([]);
    if (!earlier.ok) return earlier;
    const taken = await this.#incoming.take(conversation, page, direction, earlier.value);
    if (!taken.ok) {
      this.#dependencies.logger.warn(
        { conversation, code: taken.code, ...taken.facts },
        'records not taken over',
      );
      return taken;
    }
    const { messages, revised, mentioning, reacted, removed } = taken.value;
    const changes = messages.length + revised.length + reacted.length + removed.length;
    // What is pinned may have come with an older page.
    if (direction === 'forward' || changes > 0 || hasPins(this.#dependencies.db, conversation))
      this.#changes.changed({ conversation, messages, revised, mentioning, reacted, removed });
    if (taken.value.hasDeletions) this.#erasures.flush(conversation);
    if (this.#isToBeReported(conversation, [...messages, ...revised, ...reacted]))
      this.#receipts.received(conversation);
    return ok(undefined);
  }

  /** In direct conversations the device reports messages from the other member as received. */
  #isToBeReported(conversation: ConversationId, messages: readonly MessageRow[]): boolean {
    if (!hasReceipts(findConversation(this.#dependencies.db, conversation)?.kind)) return false;
    return messages.some(({ sender }) => sender !== this.#dependencies.account.address);
  }
}
