// Brings what is held of each log up to the server's head. Whatever arrives is taken over only as the
// continuation of what is held; a gap is fetched before anything above it is shown.

import type { Queue } from '../../node/keyed-queue.ts';
import { nextLogHash } from '../../node/log-hash.ts';
import { fromBase64url, toBase64url } from '../../protocol/bytes.ts';
import type { ConversationSummary } from '../../protocol/conversations.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ResponseOf } from '../../protocol/events.ts';
import type { ConversationId, MessageId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { decodePage, decodeRecord } from '../../protocol/records.ts';
import { conversationOf, positionsOf, putSummary, raiseHead } from '../conversations/conversation-table.ts';
import type { Scope } from '../conversations/scope.ts';
import { equal } from '../encryption/primitives.ts';
import { clearCounters, hashAt, newestPositions, newestRange, rangeAt } from '../log/log-table.ts';
import type { MessageRow } from '../messages/message-table.ts';
import { findQueued } from '../messages/outbox-table.ts';
import type { ChangeFeed } from './change-feed.ts';
import { earlierThan } from './first-places.ts';
import type { Direction, Incoming, ReceivedPage } from './incoming.ts';
import { endIn, endOfLog, type LogEnd, nothing } from './log-end.ts';
import { type Receipts, risenBetween } from './read-receipts.ts';

/** Behind by more than this, the newest page comes first and the rest when somebody scrolls to it. */
const FETCH_ALL_RECORDS = 1_000;

/** What has to be asked for: the records after a position, or the newest where much is missing. */
export interface Missing {
  readonly after?: number;
}

interface Parts {
  readonly incoming: Incoming;
  readonly queue: Queue;
  readonly changes: Pick<ChangeFeed, 'changed'>;
  readonly receipts: Pick<Receipts, 'received'>;
}

export interface Sync {
  /** Asks for all conversations, then fetches what is missing in each. */
  all(): Promise<Result<readonly ConversationSummary[]>>;
  /** Takes over what the server says of a conversation, then fetches what is missing. */
  summarised(summary: ConversationSummary): Promise<Result<undefined>>;
  /** A page the server pushed. */
  arrived(conversation: ConversationId, page: Uint8Array): Promise<Result<undefined>>;
  /** One's own frame has been ordered: it is taken over like everybody else's. */
  placed(conversation: ConversationId, record: Uint8Array): Promise<Result<undefined>>;
  /** The same when the server may have ordered an earlier frame of the message: the one it has is fetched. */
  placedBefore(conversation: ConversationId, message: MessageId, seq: number): Promise<Result<undefined>>;
  catchUp(conversation: ConversationId): Promise<Result<undefined>>;
  /** What has to be fetched next; undefined when everything is held, or when the conversation is stopped. */
  missing(conversation: ConversationId): Missing | undefined;
  /** Takes over a page that was asked for as missing, unless something else has come meanwhile. */
  fetched(conversation: ConversationId, missing: Missing, page: HistoryPage): Promise<Result<undefined>>;
  /** The server no longer knows a conversation. Returns whether it has ever had anything of it. */
  lost(conversation: ConversationId): boolean;
  /** Asks how far the log goes, then fetches what is missing. */
  refresh(conversation: ConversationId): Promise<Result<undefined>>;
  /** Fetches one page of what lies below a position, if anything does that isn't held. */
  older(conversation: ConversationId, below: number): Promise<Result<undefined>>;
}

export type HistoryPage = ResponseOf<'conversations:history'>;

export function createSync(scope: Scope, { incoming, queue, changes, receipts }: Parts): Sync {
  async function all(): Promise<Result<readonly ConversationSummary[]>> {
    const summaries: ConversationSummary[] = [];
    // Before the list is asked for: what is pushed meanwhile may be newer than it.
    const held = newestPositions(scope.db);
    for (let more = true; more; ) {
      const after = summaries.at(-1)?.id;
      const answer = await scope.connection.request('conversations:list', after ? { after } : {});
      if (!answer.ok) return answer;
      summaries.push(...answer.value.conversations);
      more = answer.value.more && answer.value.conversations.length > 0;
    }
    const risen = scope.db.transaction(() => summaries.map(takeOver));
    const ends = new Map(summaries.map((summary) => [summary.id, endIn(summary)]));
    for (const [id, high] of held) checkEnd(id, high, ends.get(id) ?? nothing);
    for (const [index, { id }] of summaries.entries()) {
      const messages = risen[index] ?? [];
      if (messages.length > 0) changes.changed({ conversation: id, messages });
    }
    return ok(summaries);
  }

  /** Returns one's own messages whose receipts have risen meanwhile. */
  function takeOver(summary: ConversationSummary): readonly MessageRow[] {
    const before = positionsOf(scope.db, summary.id);
    putSummary(scope.db, summary);
    return summary.positions.flatMap((now) => risenBetween(scope, summary.id, before, now));
  }

  async function summarised(summary: ConversationSummary): Promise<Result<undefined>> {
    const messages = scope.db.transaction(() => takeOver(summary));
    checkEnd(summary.id, newestRange(scope.db, summary.id)?.high ?? 0, endIn(summary));
    changes.changed({ conversation: summary.id, messages });
    return catchUp(summary.id);
  }

  /**
   * A running hash binds all of the log before: a server that has rewritten it shows here, and so does one that has
   * less than was held already when it was asked. Whom messages are held back from sees less for a while.
   */
  function checkEnd(conversation: ConversationId, high: number, { head, at, hash }: LogEnd): void {
    const ours = hashAt(scope.db, conversation, at);
    if (ours && toBase64url(ours) !== hash) incoming.stop(conversation, 'log-forked');
    else if (head < high && !isHeldBack(conversation)) incoming.stop(conversation, 'server-set-back');
  }

  function isHeldBack(conversation: ConversationId): boolean {
    const isDirect = conversationOf(scope.db, conversation)?.kind === 'direct';
    return isDirect && scope.people.presenceOf(scope.account.address) === 'dnd';
  }

  function isStopped(conversation: ConversationId): boolean {
    return conversationOf(scope.db, conversation)?.stopped !== undefined;
  }

  function arrived(conversation: ConversationId, page: Uint8Array): Promise<Result<undefined>> {
    return queue.run(conversation, () => append(conversation, decodePage(page) ?? []));
  }

  function placed(conversation: ConversationId, record: Uint8Array): Promise<Result<undefined>> {
    return queue.run(conversation, () => append(conversation, [record]));
  }

  async function placedBefore(
    conversation: ConversationId,
    message: MessageId,
    seq: number,
  ): Promise<Result<undefined>> {
    raiseHead(scope.db, conversation, seq);
    const caughtUp = await catchUp(conversation);
    if (!caughtUp.ok) return caughtUp;
    // After a long absence it may lie in what was left out.
    const fetched = rangeAt(scope.db, conversation, seq) ? caughtUp : await older(conversation, seq + 1);
    if (!fetched.ok) return fetched;
    if (findQueued(scope.db, conversation, message)) incoming.stop(conversation, 'log-forked');
    return ok(undefined);
  }

  /** What comes again must be what is held: a server that was set back gives a position out twice. */
  function checkHeld(conversation: ConversationId, page: readonly Uint8Array[]): void {
    for (const encoded of page) {
      const seq = decodeRecord(encoded)?.seq ?? 0;
      const before = hashAt(scope.db, conversation, seq - 1);
      const held = hashAt(scope.db, conversation, seq);
      if (before && held && !equal(nextLogHash(before, encoded), held)) {
        incoming.stop(conversation, 'log-forked');
      }
    }
  }

  async function append(
    conversation: ConversationId,
    page: readonly Uint8Array[],
  ): Promise<Result<undefined>> {
    if (isStopped(conversation)) return ok(undefined);
    const high = newestRange(scope.db, conversation)?.high ?? 0;
    const seqs = page.map((encoded) => decodeRecord(encoded)?.seq ?? 0);
    const skip = seqs.findIndex((seq) => seq > high);
    checkHeld(conversation, skip === -1 ? page : page.slice(0, skip));
    if (skip === -1) return ok(undefined);
    raiseHead(scope.db, conversation, seqs.at(-1) ?? 0);
    const before = hashAt(scope.db, conversation, high);
    if (seqs[skip] !== high + 1 || !before) return fetchMissing(conversation);
    const records = page.slice(skip);
    return take(conversation, { first: high + 1, records, hashBefore: before }, 'forward');
  }

  function catchUp(conversation: ConversationId): Promise<Result<undefined>> {
    return queue.run(conversation, () => fetchMissing(conversation));
  }

  function lost(conversation: ConversationId): boolean {
    const isHeld = newestRange(scope.db, conversation) !== undefined;
    if (isHeld) incoming.stop(conversation, 'server-set-back');
    return isHeld;
  }

  async function refresh(conversation: ConversationId): Promise<Result<undefined>> {
    const checked = await check(conversation);
    return checked.ok ? catchUp(conversation) : checked;
  }

  /** Asks how far the log goes, and whether it is still the one that is held. */
  async function check(conversation: ConversationId): Promise<Result<undefined>> {
    const high = newestRange(scope.db, conversation)?.high ?? 0;
    const end = await endOfLog(scope, conversation, high);
    if (!end.ok) return end;
    checkEnd(conversation, high, end.value);
    raiseHead(scope.db, conversation, end.value.head);
    return ok(undefined);
  }

  function missing(conversation: ConversationId): Missing | undefined {
    if (isStopped(conversation)) return;
    const head = conversationOf(scope.db, conversation)?.head ?? 0;
    const high = newestRange(scope.db, conversation)?.high ?? 0;
    if (high >= head) return;
    const follow = head - high <= FETCH_ALL_RECORDS && (high > 0 || head <= limits.pageRecords);
    return follow ? { after: high } : {};
  }

  async function fetchMissing(conversation: ConversationId): Promise<Result<undefined>> {
    for (let next = missing(conversation); next; next = missing(conversation)) {
      const high = newestRange(scope.db, conversation)?.high ?? 0;
      const limit = next.after === undefined ? limits.newestRecords : limits.pageRecords;
      const answer = await scope.connection.request('conversations:history', {
        conversation,
        ...next,
        limit,
      });
      if (!answer.ok) return answer;
      const taken = await takeMissing(conversation, next, answer.value);
      if (!taken.ok) return taken;
      if ((newestRange(scope.db, conversation)?.high ?? 0) <= high) {
        return refuse('verification-failed', { detail: 'the server leaves out what it announced' });
      }
    }
    return ok(undefined);
  }

  async function takeMissing(
    conversation: ConversationId,
    { after }: Missing,
    answer: HistoryPage,
  ): Promise<Result<undefined>> {
    if (after !== undefined) return takePage(conversation, answer, after + 1, 'forward');
    // What is held lies below a gap then, and nothing else compares it with the server's log.
    const checked = newestRange(scope.db, conversation) ? await check(conversation) : ok(undefined);
    if (!checked.ok || isStopped(conversation)) return checked;
    clearCounters(scope.db, conversation);
    return takePage(conversation, answer, undefined, 'forward');
  }

  function fetched(
    conversation: ConversationId,
    asked: Missing,
    page: HistoryPage,
  ): Promise<Result<undefined>> {
    return queue.run(conversation, async () => {
      const now = missing(conversation);
      return now && now.after === asked.after ? takeMissing(conversation, asked, page) : ok(undefined);
    });
  }

  function older(conversation: ConversationId, below: number): Promise<Result<undefined>> {
    return queue.run(conversation, async () => {
      const low = rangeAt(scope.db, conversation, below)?.low ?? below;
      if (low <= 1) return ok(undefined);
      const answer = await scope.connection.request('conversations:history', {
        conversation,
        before: low,
        limit: limits.pageRecords,
      });
      if (!answer.ok) return answer;
      const taken = await takePage(conversation, answer.value, undefined, 'backward', low - 1);
      if (!taken.ok || rangeAt(scope.db, conversation, low - 1)) return taken;
      return refuse('verification-failed', { detail: 'the server leaves out older messages' });
    });
  }

  /** Either the first position of a page is known, or the last one, which is the head's unless it is given. */
  async function takePage(
    conversation: ConversationId,
    answer: HistoryPage,
    first: number | undefined,
    direction: Direction,
    last: number = answer.head,
  ): Promise<Result<undefined>> {
    const records = decodePage(answer.page);
    if (!records || records.length === 0) return refuse('verification-failed', { detail: 'an empty page' });
    const hashBefore = fromBase64url(answer.hashBefore);
    return take(conversation, { first: first ?? last - records.length + 1, records, hashBefore }, direction);
  }

  async function take(
    conversation: ConversationId,
    page: ReceivedPage,
    direction: Direction,
  ): Promise<Result<undefined>> {
    const earlier = direction === 'forward' ? await earlierThan(scope, incoming, conversation, page) : ok([]);
    if (!earlier.ok) return earlier;
    const taken = await incoming.take(conversation, page, direction, earlier.value);
    if (!taken.ok) {
      scope.logger.warn({ conversation, code: taken.code, ...taken.facts }, 'records not taken over');
      return taken;
    }
    const { messages, revised } = taken.value;
    const isSeen = direction === 'forward' || messages.length > 0 || revised.length > 0;
    if (isSeen) changes.changed({ conversation, messages, revised });
    if (isToBeReported(conversation, [...messages, ...revised])) receipts.received(conversation);
    return ok(undefined);
  }

  /** Others learn what this device has received in direct conversations. */
  function isToBeReported(conversation: ConversationId, messages: readonly MessageRow[]): boolean {
    if (conversationOf(scope.db, conversation)?.kind !== 'direct') return false;
    return messages.some(({ sender }) => sender !== scope.account.address);
  }

  return { all, summarised, arrived, placed, placedBefore, catchUp, missing, fetched, lost, refresh, older };
}
