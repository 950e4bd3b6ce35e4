// Takes consecutive records over, in stages: decode and chain by hash; make sure that the keys to read them are
// here; then open and write all of them down in one transaction. Works of one conversation are run by the
// caller one after the other, and records always continue a stretch that is held or begin a new one.

import { nextLogHash } from '../../node/log-hash.ts';
import { toBase64url } from '../../protocol/bytes.ts';
import { type ErrorCode, ok, type Result, refuse } from '../../protocol/errors.ts';
import { decodeFrameHeader, type FrameHeader } from '../../protocol/frames.ts';
import { type Address, type ConversationId, nameOn } from '../../protocol/ids.ts';
import { decodeRecord, erasedBody, type LogRecord } from '../../protocol/records.ts';
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
import {
  addMessage,
  hasRemark,
  type MessageRow,
  messageOf,
  type NewMessage,
  placeMessage,
} from '../messages/message-table.ts';
import { viewConversation } from '../messages/message-view.ts';
import { type Genuine, type Opened, openRecord, placeholder } from './open-record.ts';

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

export interface Incoming {
  /**
   * Takes a page over. Returns the messages that are new, oldest first. Refuses with `verification-failed` and
   * takes nothing when the page doesn't fit. `earlier` is what would be left of the records from below what
   * is held once they are erased: a frame that is shown as new may have been among them before.
   */
  take(
    conversation: ConversationId,
    page: ReceivedPage,
    direction: Direction,
    earlier?: readonly Uint8Array[],
  ): Promise<Result<readonly MessageRow[]>>;
  /** The server shows another log than the one seen here: nothing more is sent or taken over until a person decides. */
  stop(conversation: ConversationId, why: Stop): void;
  /** Something old is not as it was written. */
  altered(conversation: ConversationId): void;
}

export function createIncoming(scope: Scope, epochs: Epochs): Incoming {
  const told = new Set<ConversationId>();

  async function take(
    conversation: ConversationId,
    page: ReceivedPage,
    direction: Direction,
    earlier: readonly Uint8Array[] = [],
  ): Promise<Result<readonly MessageRow[]>> {
    const chained = chain(page);
    if (!chained) return refuse('verification-failed', { detail: 'records out of order' });
    const last = chained.at(-1);
    if (!last) return ok([]);
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
    const rows = scope.db.transaction(() => {
      putHash(scope.db, conversation, page.first - 1, page.hashBefore);
      for (const { seq, hash } of isAltered ? [] : chained) putHash(scope.db, conversation, seq, hash);
      const added = readable.flatMap((record) => write(conversation, record, direction, earlier));
      addRange(scope.db, conversation, { low: page.first, high: last.seq });
      raiseHead(scope.db, conversation, last.seq);
      return added;
    });
    const epoch = currentEpoch(scope.db, conversation)?.epoch ?? 0;
    if (direction === 'forward') scope.marks.noteSeen(conversation, epoch, last.seq);
    return ok(rows);
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
  ): MessageRow[] {
    if (record.kind === 'change') return [];
    const opened = openRecord(scope, conversation, record);
    if (opened.state === 'unreadable') return add(opened.message);
    if (opened.state === 'erased') return addErased(opened, record, direction);
    if (direction === 'forward' && isReplay(conversation, opened, record, earlier)) {
      return leaveOut(conversation, record);
    }
    noteCounters(conversation, opened.header, record, direction);
    return settle(conversation, opened, record, direction);
  }

  function add(message: NewMessage): MessageRow[] {
    if (!addMessage(scope.db, message)) return [];
    return rowOf(message);
  }

  function rowOf({ conversation, id }: Pick<NewMessage, 'conversation' | 'id'>): MessageRow[] {
    const row = messageOf(scope.db, conversation, id);
    return row ? [row] : [];
  }

  /**
   * Nothing proves whose frame it was: it takes no other's place, and its counter counts only as the very next of its
   * device, so that a made-up one makes no genuine frame look repeated.
   */
  function addErased(
    { header, message }: Extract<Opened, { readonly state: 'erased' }>,
    record: LogRecord,
    direction: Direction,
  ): MessageRow[] {
    const { conversation } = message;
    const last = lastCounter(scope.db, conversation, header.device);
    if (direction === 'forward' && last !== undefined && header.counter === last + 1) {
      noteCounters(conversation, header, record, direction);
    }
    const held = messageOf(scope.db, conversation, header.message);
    const isSame = held?.device === header.device && held.sender === record.sender;
    if (!held || !isSame || held.seq !== undefined) return add(message);
    placeMessage(scope.db, held, record.seq, record.at, header.counts);
    return rowOf(held);
  }

  /** Under a message id stands what was first in the log under it. */
  function settle(
    conversation: ConversationId,
    { header, message }: Genuine,
    record: LogRecord,
    direction: Direction,
  ): MessageRow[] {
    if (!message) return [];
    const held = messageOf(scope.db, conversation, header.message);
    // Of what is older the server may have damaged any record, and no sender is to be blamed for that.
    const isMarked = !message.why && direction === 'forward' && contradicts(conversation, header, record);
    if (!held) return add(isMarked ? marked(message) : message);
    if (held.device !== header.device || held.sender !== record.sender) {
      return add(placeholder(conversation, record, header, 'reused-id'));
    }
    const isPlaced = held.seq !== undefined && held.lost === 0;
    if (isPlaced && held.seq !== record.seq) leaveOut(conversation, record);
    if (isPlaced && (held.seq ?? 0) <= record.seq) return [];
    placeMessage(scope.db, held, record.seq, record.at, header.counts);
    return rowOf(message);
  }

  /** A genuine frame at a second place. */
  function leaveOut(conversation: ConversationId, { sender }: LogRecord): MessageRow[] {
    scope.logger.warn({ conversation }, 'an old message was shown as a new one');
    scope.emit('notice', noticeOf('message-replayed', { user: nameHere(sender) }));
    return [];
  }

  /** Another's device sees another log: it is told of, and what to make of it is left to people. */
  function contradicts(conversation: ConversationId, header: FrameHeader, record: LogRecord): boolean {
    if (header.seenSeq >= record.seq) return true;
    const ours = hashAt(scope.db, conversation, header.seenSeq);
    return ours !== undefined && toBase64url(ours) !== header.seenHash;
  }

  function marked(message: NewMessage): NewMessage {
    const { conversation, sender } = message;
    if (!hasRemark(scope.db, conversation, sender, 'other-history')) {
      scope.logger.warn({ conversation, sender }, 'a sender has seen another log');
      scope.emit('notice', noticeOf('history-differs', { user: nameHere(sender) }));
    }
    return { ...message, why: { code: 'other-history' } };
  }

  /**
   * By its device's counter, where that is known; where the device is new here, by what lies between the position that
   * its sender had seen and what is held.
   */
  function isReplay(
    conversation: ConversationId,
    { header }: Genuine,
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
    scope.emit('conversation', { conversation: viewConversation(scope, { ...row, stopped: why }) });
    if (isFirst) scope.emit('notice', noticeOf(why));
  }

  function altered(conversation: ConversationId): void {
    scope.logger.error({ conversation }, 'an old record is not as it was written');
    if (!told.has(conversation)) scope.emit('notice', noticeOf('record-altered'));
    told.add(conversation);
  }

  return { take, stop, altered };
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
