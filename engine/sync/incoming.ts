// Takes consecutive records over, in stages: decode and chain by hash; make sure that the keys to read them are
// here; then open and write all of them down in one transaction. Works of one conversation are run by the
// caller one after the other, and records always continue a stretch that is held or begin a new one.

import { nextLogHash } from '../../node/log-hash.ts';
import { toBase64url } from '../../protocol/bytes.ts';
import type { Content } from '../../protocol/content/content.ts';
import { type ErrorCode, ok, type Result, refuse } from '../../protocol/errors.ts';
import { decodeFrameHeader, type FrameHeader } from '../../protocol/frames.ts';
import { type Address, type ConversationId, nameOn } from '../../protocol/ids.ts';
import { decodeRecord, erasedBody, type LogRecord } from '../../protocol/records.ts';
import type { FaultCode } from '../api/api.ts';
import { noticeOf } from '../api/notices.ts';
import {
  allConversations,
  conversationOf,
  raiseHead,
  type Stop,
  setCounter,
  setStopped,
} from '../conversations/conversation-table.ts';
import { currentEpoch, epochOf } from '../conversations/epoch-table.ts';
import type { Epochs } from '../conversations/epochs.ts';
import type { Scope } from '../conversations/scope.ts';
import { deviceKey } from '../encryption/manifests.ts';
import { equal, sha256 } from '../encryption/primitives.ts';
import { addRange, hashAt, lastCounter, putCounter, putHash } from '../log/log-table.ts';
import { applyContent } from '../messages/content/content.ts';
import type { Applied } from '../messages/content/content-rules.ts';
import {
  addMessage,
  hasRemark,
  type MessageRow,
  messageOf,
  placeMessage,
  setMessageState,
} from '../messages/message-table.ts';
import { dequeue } from '../messages/outbox-table.ts';
import type { ChangeFeed } from './change-feed.ts';
import { openRecord, placeholder } from './open-record.ts';

/** Consecutive records as a server sent them, and where it says that they stand. */
export interface ReceivedPage {
  /** The position of the first one. */
  readonly first: number;
  readonly records: readonly Uint8Array[];
  /** The running hash before the first one. */
  readonly hashBefore: Uint8Array;
}

interface Chained {
  readonly seq: number;
  /** Undefined where what stands there is no record of that position. */
  readonly record: LogRecord | undefined;
  /** The running log hash after it. */
  readonly hash: Uint8Array;
}

/** Which way a page extends what is held: the newest records, in order, or older ones below a gap. */
export type Direction = 'forward' | 'backward';

/** Messages to be shown anew, oldest first. */
export interface Taken {
  /** New ones, and such as have got their place; of an older page only the latter. */
  readonly messages: readonly MessageRow[];
  /** Others that were here before and say something else now. */
  readonly revised: readonly MessageRow[];
}

export const nothingTaken: Taken = { messages: [], revised: [] };

export interface Incoming {
  /**
   * Takes a page over. Refuses with `verification-failed` and takes nothing when the page doesn't fit. `earlier` is what
   * would be left of the records from below what is held once they are erased: a frame that is shown as new may have
   * been among them before.
   */
  take(
    conversation: ConversationId,
    page: ReceivedPage,
    direction: Direction,
    earlier?: readonly Uint8Array[],
  ): Promise<Result<Taken>>;
  /** The server shows another log than the one seen here: nothing more is sent or taken over until a person decides. */
  stop(conversation: ConversationId, why: Stop): void;
  /** Something old is not as it was written. */
  altered(conversation: ConversationId): void;
}

export function createIncoming(
  scope: Scope,
  epochs: Epochs,
  changes: Pick<ChangeFeed, 'changed'>,
): Incoming {
  const told = new Set<ConversationId>();

  async function take(
    conversation: ConversationId,
    page: ReceivedPage,
    direction: Direction,
    earlier: readonly Uint8Array[] = [],
  ): Promise<Result<Taken>> {
    const chained = chain(page);
    if (!chained) return refuse('verification-failed', { detail: 'records out of order' });
    const last = chained.at(-1);
    if (!last) return ok(nothingTaken);
    const continues = isHeld(conversation, last.seq, last.hash);
    // What lies below a page is bound by its hash before: something in an older page is altered, not the page's end.
    const isAltered = direction === 'backward' && !continues;
    if ((!continues && !isAltered) || !isHeld(conversation, page.first - 1, page.hashBefore)) {
      stop(conversation, 'log-forked');
      return refuse('verification-failed', { detail: 'the log differs from the one seen before' });
    }
    const readable = chained.flatMap(({ record }) => record ?? []);
    if (isAltered || readable.length < chained.length) altered(conversation);
    const keys = await fetchKeys(conversation, readable);
    if (!keys.ok) return keys;
    const applied = scope.db.transaction(() => {
      putHash(scope.db, conversation, page.first - 1, page.hashBefore);
      for (const { seq, hash } of isAltered ? [] : chained) putHash(scope.db, conversation, seq, hash);
      const written = readable.map((record) => write(conversation, record, direction, earlier));
      addRange(scope.db, conversation, { low: page.first, high: last.seq });
      raiseHead(scope.db, conversation, last.seq);
      return written;
    });
    const epoch = currentEpoch(scope.db, conversation)?.epoch ?? 0;
    if (direction === 'forward') scope.marks.noteSeen(conversation, epoch, last.seq);
    return ok(takenOf(applied, direction));
  }

  /** Whether a running hash is the one held at a position, or none is. */
  function isHeld(conversation: ConversationId, seq: number, hash: Uint8Array): boolean {
    const held = hashAt(scope.db, conversation, seq);
    return held === undefined || equal(held, hash);
  }

  /**
   * Fetches what the page needs and isn't here: its own changes first, then epochs, then senders' devices. Only a
   * verdict leaves records unreadable; whatever may pass is refused, and the page is taken over another time.
   */
  async function fetchKeys(
    conversation: ConversationId,
    records: readonly LogRecord[],
  ): Promise<Result<undefined>> {
    if (records.some((record) => needsEpoch(conversation, record))) {
      const refreshed = await epochs.refresh(conversation);
      if (!refreshed.ok && !isVerdict(refreshed.code)) return refreshed;
      if (!refreshed.ok) scope.logger.warn({ conversation, code: refreshed.code }, 'changes not taken over');
    }
    const strangers = new Set(records.flatMap((record) => strangerOf(scope, record)));
    for (const address of strangers) {
      const fetched = await scope.people.manifests([address]);
      if (!fetched.ok && !isVerdict(fetched.code)) return fetched;
      if (!fetched.ok) scope.logger.warn({ address, code: fetched.code }, 'sender not verified');
    }
    return ok(undefined);
  }

  function needsEpoch(conversation: ConversationId, record: LogRecord): boolean {
    if (record.kind === 'change') {
      const current = currentEpoch(scope.db, conversation);
      return current === undefined || current.seq < record.seq;
    }
    const header = decodeFrameHeader(record.body);
    return header !== undefined && header.epoch > 0 && !epochOf(scope.db, conversation, header.epoch);
  }

  function write(
    conversation: ConversationId,
    record: LogRecord,
    direction: Direction,
    earlier: readonly Uint8Array[],
  ): Applied {
    if (record.kind === 'change') return {};
    const opened = openRecord(scope, conversation, record);
    if (record.kind === 'erased' && opened.header) {
      noteErased(conversation, opened.header, record, direction);
      const placed = placeOwn(conversation, opened.header, record);
      if (placed) return { placed };
    }
    if (!opened.genuine) return addUnreadable(conversation, record, opened.header, opened.fault);
    const { header, content } = opened;
    if (direction === 'forward' && isReplay(conversation, header, record, earlier)) {
      return leaveOut(conversation, record.sender);
    }
    noteCounters(conversation, header, record, direction);
    if (isOwn(header, record)) dequeue(scope.db, conversation, header.message);
    if (content) return apply(conversation, header, record, direction, content);
    // What doesn't count, and isn't known here, is passed over: it is nothing that a person would miss.
    return header.counts ? addUnreadable(conversation, record, header, 'unknown-content') : {};
  }

  /**
   * Nothing proves whose frame it was: its counter counts only as the very next of its device, so that a made-up one
   * makes no genuine frame look repeated.
   */
  function noteErased(
    conversation: ConversationId,
    header: FrameHeader,
    record: LogRecord,
    direction: Direction,
  ): void {
    const last = lastCounter(scope.db, conversation, header.device);
    if (direction === 'backward' || last === undefined || header.counter !== last + 1) return;
    noteCounters(conversation, header, record, direction);
  }

  /** What this device has written is here, whatever the server still has of it. */
  function placeOwn(
    conversation: ConversationId,
    header: FrameHeader,
    record: LogRecord,
  ): MessageRow | undefined {
    if (!isOwn(header, record)) return;
    dequeue(scope.db, conversation, header.message);
    const held = messageOf(scope.db, conversation, header.message);
    if (!held || held.seq !== undefined) return;
    return placeMessage(scope.db, held, record.seq, record.at, header.counts);
  }

  function addUnreadable(
    conversation: ConversationId,
    record: LogRecord,
    header: FrameHeader | undefined,
    fault: FaultCode,
  ): Applied {
    const added = addMessage(scope.db, placeholder(conversation, record, header, fault));
    return added ? { added } : {};
  }

  function apply(
    conversation: ConversationId,
    header: FrameHeader,
    record: LogRecord,
    direction: Direction,
    content: Content,
  ): Applied {
    const { seq, at, sender } = record;
    const { message: id, device, counts } = header;
    const applied = applyContent(scope.db, { conversation, id, seq, at, sender, device, counts }, content);
    const { added, refused } = applied;
    if (refused === 'reused-id') return addUnreadable(conversation, record, header, 'reused-id');
    if (refused === 'repeated') leaveOut(conversation, sender);
    if (refused === 'not-its-author')
      scope.logger.warn({ conversation, sender }, 'another’s message was not changed');
    // Of what is older the server may have damaged any record, and no sender is to be blamed for that.
    const isMarked = added && direction === 'forward' && contradicts(conversation, header, record);
    return isMarked ? { ...applied, added: mark(added) } : applied;
  }

  /** A genuine frame at a second place. */
  function leaveOut(conversation: ConversationId, sender: Address): Applied {
    scope.logger.warn({ conversation }, 'an old message was shown as a new one');
    scope.emit('notice', noticeOf('message-replayed', { user: nameHere(sender) }));
    return {};
  }

  /** Another's device sees another log: it is told of, and what to make of it is left to people. */
  function contradicts(conversation: ConversationId, header: FrameHeader, record: LogRecord): boolean {
    if (header.seenSeq >= record.seq) return true;
    const ours = hashAt(scope.db, conversation, header.seenSeq);
    return ours !== undefined && toBase64url(ours) !== header.seenHash;
  }

  function mark(message: MessageRow): MessageRow {
    const { conversation, sender, state } = message;
    if (!hasRemark(scope.db, conversation, sender, 'other-history')) {
      scope.logger.warn({ conversation, sender }, 'a sender has seen another log');
      scope.emit('notice', noticeOf('history-differs', { user: nameHere(sender) }));
    }
    return setMessageState(scope.db, message, state, { code: 'other-history' }) ?? message;
  }

  /**
   * By its device's counter, where that is known; where the device is new here, by what lies between the position that
   * its sender had seen and what is held.
   */
  function isReplay(
    conversation: ConversationId,
    header: FrameHeader,
    record: LogRecord,
    earlier: readonly Uint8Array[],
  ): boolean {
    const last = lastCounter(scope.db, conversation, header.device);
    if (last !== undefined) return header.counter <= last;
    const left = erasedBody(record.body, sha256);
    return earlier.some((body) => equal(body, left));
  }

  /** A gap is told: a message of that device is missing. */
  function noteCounters(
    conversation: ConversationId,
    header: FrameHeader,
    record: LogRecord,
    direction: Direction,
  ): void {
    const own = conversationOf(scope.db, conversation)?.counter ?? 0;
    if (isOwn(header, record) && header.counter > own) setCounter(scope.db, conversation, header.counter);
    if (direction === 'backward') return;
    const last = lastCounter(scope.db, conversation, header.device);
    putCounter(scope.db, conversation, header.device, header.counter);
    if (last === undefined || header.counter === last + 1) return;
    scope.emit('notice', noticeOf('message-missing', { user: nameHere(record.sender) }));
  }

  function isOwn(header: FrameHeader, { sender }: LogRecord): boolean {
    return header.device === scope.account.device && sender === scope.account.address;
  }

  function nameHere(address: Address) {
    return nameOn(scope.account.serverName, address);
  }

  function stop(conversation: ConversationId, why: Stop): void {
    const row = conversationOf(scope.db, conversation);
    if (!row || row.stopped) return;
    // Once for all of them: each says so itself, too.
    const isFirst = !allConversations(scope.db).some(({ stopped }) => stopped === why);
    setStopped(scope.db, conversation, why);
    scope.logger.error({ conversation, why }, 'the server shows another log than the one seen here');
    changes.changed({ conversation });
    if (isFirst) scope.emit('notice', noticeOf(why));
  }

  function altered(conversation: ConversationId): void {
    scope.logger.error({ conversation }, 'an old record is not as it was written');
    if (!told.has(conversation)) scope.emit('notice', noticeOf('record-altered'));
    told.add(conversation);
  }

  return { take, stop, altered };
}

/** What is new in an older page is shown to who asked for that page. A later record may have changed a message again. */
function takenOf(applied: readonly Applied[], direction: Direction): Taken {
  const newest = new Map<MessageRow['id'], MessageRow>();
  for (const { added, placed, revised } of applied) {
    for (const row of [added, placed, revised]) if (row) newest.set(row.id, row);
  }
  const latest = (row: MessageRow | undefined) => (row && newest.get(row.id)) ?? [];
  const added = new Set(applied.flatMap((one) => one.added?.id ?? []));
  return {
    messages: applied.flatMap((one) => latest((direction === 'forward' && one.added) || one.placed)),
    revised: applied.flatMap(({ revised }) => (revised && !added.has(revised.id) ? latest(revised) : [])),
  };
}

/** The sender of a frame, where the signing device isn't in the manifest that is held. */
export function strangerOf(scope: Scope, record: LogRecord): Address[] {
  const header = record.kind === 'frame' ? decodeFrameHeader(record.body) : undefined;
  if (!header) return [];
  const known = scope.people.cachedManifest(record.sender);
  return known && deviceKey(known.manifest, header.device, record.at) ? [] : [record.sender];
}

const verdicts: readonly ErrorCode[] = ['verification-failed', 'identity-changed', 'no-such-conversation'];

/** Whether asking again would be answered in the same way. */
export function isVerdict(code: ErrorCode): boolean {
  return verdicts.includes(code);
}

/** Undefined for a page that is rather another one than a damaged one. */
function chain({ first, records, hashBefore }: ReceivedPage): Chained[] | undefined {
  const chained: Chained[] = [];
  let hash = hashBefore;
  for (const [index, encoded] of records.entries()) {
    const record = decodeRecord(encoded);
    const seq = first + index;
    hash = nextLogHash(hash, encoded);
    chained.push({ seq, record: record?.seq === seq ? record : undefined, hash });
  }
  const misplaced = chained.filter(({ record }) => !record).length;
  return misplaced > 1 && 2 * misplaced > records.length ? undefined : chained;
}
