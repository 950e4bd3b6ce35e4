// Stores consecutive records, in stages: decode and chain by hash; make sure that the keys to read them are
// here; then open and write all of them down in one transaction. Works of one conversation are run by the
// caller one after the other, and records always continue a stored range or begin a new one.

import { nextLogHash } from '../../node/log-hash.ts';
import { toBase64url } from '../../protocol/bytes.ts';
import type { Content } from '../../protocol/content/content.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { expiryOf, type FrameHeader } from '../../protocol/frames.ts';
import { type Address, type ConversationId, type MessageId, nameOn } from '../../protocol/ids.ts';
import {
  isForEveryone,
  mayDeleteOthers,
  mayPin,
  maySetDisappearing,
  roleIn,
} from '../../protocol/membership-rules.ts';
import { decodeRecord, erasedBody, type LogRecord } from '../../protocol/records.ts';
import type { FaultCode } from '../api/api.ts';
import { noticeOf } from '../api/notices.ts';
import { findConversation, raiseHead, type Stop, setCounter } from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { findCurrentEpoch, findEpoch, findEpochAt } from '../conversations/epoch-table.ts';
import type { Epochs } from '../conversations/epochs.ts';
import { stopConversation } from '../conversations/stop.ts';
import { equal, sha256 } from '../encryption/primitives.ts';
import { addRange, findHash, findLastCounter, putCounter, putHash } from '../log/log-table.ts';
import { applyContent } from '../messages/content/content.ts';
import type { Applied, Entry } from '../messages/content/content-rules.ts';
import { applyErased } from '../messages/content/delete.ts';
import { groupEventsBetween } from '../messages/group-events.ts';
import { removeWithRevisions } from '../messages/lifetime-table.ts';
import {
  addMessage,
  findMessage,
  hasRemark,
  type MessageRow,
  placeMessage,
  setMessageState,
} from '../messages/message-table.ts';
import { dequeue } from '../messages/outbox-table.ts';
import type { ChangeFeed } from './change-feed.ts';
import { fetchKeys } from './fetch-keys.ts';
import { idOfPlace, openRecord, placeholder } from './open-record.ts';

/** Consecutive records as a server sent them, and the position that it claims for them. */
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

/** Messages to emit, oldest first. */
export interface Taken {
  /** New messages, and pending ones that got their position; of an older page only the latter. */
  readonly messages: readonly MessageRow[];
  /** Stored messages whose text has changed. */
  readonly revised: readonly MessageRow[];
  /** Those of them that mention this account by now, for the first time and in an edit that it hasn't read past. */
  readonly mentioning: readonly MessageRow[];
  /** Stored messages on which the emoji have changed. */
  readonly reacted: readonly MessageRow[];
  /** Messages that are shown no longer. */
  readonly removed: readonly MessageId[];
  /** Some of it deletes, or belongs to what is deleted. */
  readonly hasDeletions: boolean;
}

/** With whether this account is one of those whom an edit mentions. */
interface Written extends Applied {
  readonly mentionsUser?: boolean;
}

export const nothingTaken: Taken = {
  messages: [],
  revised: [],
  mentioning: [],
  reacted: [],
  removed: [],
  hasDeletions: false,
};

export class Incoming {
  readonly #dependencies: ConversationDependencies;
  readonly #epochs: Epochs;
  readonly #changes: Pick<ChangeFeed, 'changed'>;
  readonly #onExpiring: () => void;
  /** Conversations for which a notice has reported an altered old record. */
  readonly #alteredNotified = new Set<ConversationId>();

  /** `onExpiring` is called when messages have come that will expire. */
  constructor(
    dependencies: ConversationDependencies,
    epochs: Epochs,
    changes: Pick<ChangeFeed, 'changed'>,
    onExpiring: () => void = () => undefined,
  ) {
    this.#onExpiring = onExpiring;
    this.#dependencies = dependencies;
    this.#epochs = epochs;
    this.#changes = changes;
  }

  /**
   * Takes a page over. Refuses with `verification-failed` and takes nothing when the page doesn't fit. `earlier` is what
   * would be left of the records from below what is held once they are erased: a frame that is shown as new may have
   * been among them before.
   */
  async take(
    conversation: ConversationId,
    page: ReceivedPage,
    direction: Direction,
    earlier: readonly Uint8Array[] = [],
  ): Promise<Result<Taken>> {
    const chained = chain(page);
    if (!chained) return refuse('verification-failed', { detail: 'records out of order' });
    const last = chained.at(-1);
    if (!last) return ok(nothingTaken);
    const continues = this.#isHeld(conversation, last.seq, last.hash);
    // What lies below a page is bound by its hash before: something in an older page is altered, not the page's end.
    const isAltered = direction === 'backward' && !continues;
    if ((!continues && !isAltered) || !this.#isHeld(conversation, page.first - 1, page.hashBefore)) {
      this.stop(conversation, 'log-forked');
      return refuse('verification-failed', { detail: 'the log differs from the one seen before' });
    }
    const readable = chained.flatMap(({ record }) => record ?? []);
    if (isAltered || readable.length < chained.length) this.altered(conversation);
    const keys = await fetchKeys(this.#dependencies, this.#epochs, conversation, readable);
    if (!keys.ok) return keys;
    const applied = this.#dependencies.db.transaction(() => {
      putHash(this.#dependencies.db, conversation, page.first - 1, page.hashBefore);
      for (const { seq, hash } of isAltered ? [] : chained)
        putHash(this.#dependencies.db, conversation, seq, hash);
      const written = readable.map((record) => this.#write(conversation, record, direction, earlier));
      addRange(this.#dependencies.db, conversation, { low: page.first, high: last.seq });
      raiseHead(this.#dependencies.db, conversation, last.seq);
      return written;
    });
    const hasDeletions = applied.some(isDeletion);
    if (hasDeletions) this.#dependencies.db.flushDeleted();
    if (applied.some(({ added, placed }) => ((added ?? placed)?.expires ?? 0) > 0)) this.#onExpiring();
    const epoch = findCurrentEpoch(this.#dependencies.db, conversation)?.epoch ?? 0;
    if (direction === 'forward') this.#dependencies.marks.noteSeen(conversation, epoch, last.seq);
    return ok({ ...takenOf(applied, direction), hasDeletions });
  }

  /** True if the running hash equals the one stored at the position, or none is stored there. */
  #isHeld(conversation: ConversationId, seq: number, hash: Uint8Array): boolean {
    const held = findHash(this.#dependencies.db, conversation, seq);
    return held === undefined || equal(held, hash);
  }

  #write(
    conversation: ConversationId,
    record: LogRecord,
    direction: Direction,
    earlier: readonly Uint8Array[],
  ): Written {
    if (record.kind === 'change') return this.#addGroupEvents(conversation, record);
    const opened = openRecord(this.#dependencies, conversation, record);
    if (!opened.genuine) {
      const { header: written, fault } = opened;
      const isErased = record.kind === 'erased' && written && fault !== 'malformed';
      const applied = isErased ? this.#applyErased(conversation, written, record, direction) : undefined;
      return applied ?? this.#addUnreadable(conversation, record, written, fault);
    }
    const { header, content } = opened;
    if (direction === 'forward' && this.#isReplay(conversation, header, record, earlier)) {
      return this.#leaveOut(conversation, record.sender);
    }
    this.#noteCounters(conversation, header, record, direction);
    if (this.#isOwn(header, record)) dequeue(this.#dependencies.db, conversation, header.message);
    if (this.#isExpired(header, record)) return this.#passOver(conversation, header, record);
    if (content) return this.#apply(conversation, header, record, direction, content);
    // What doesn't count, and isn't known here, is passed over: it is nothing that the user would miss.
    return header.countsAsUnread ? this.#addUnreadable(conversation, record, header, 'unknown-content') : {};
  }

  /** The line that says what a change has done; none where that was not taken over, or was only another key. */
  #addGroupEvents(conversation: ConversationId, { seq, at }: LogRecord): Applied {
    const { db, account } = this.#dependencies;
    const epoch = findEpochAt(db, conversation, seq);
    if (!epoch?.settings || epoch.altered) return {};
    const events = groupEventsBetween(findEpoch(db, conversation, epoch.epoch - 1), epoch, account.address);
    if (events.length === 0) return {};
    const added = addMessage(db, {
      id: idOfPlace('parley group event v1', conversation, seq),
      conversation,
      seq,
      sender: epoch.author,
      device: '',
      kind: 'system',
      counts: false,
      text: undefined,
      replyTo: undefined,
      sentAt: at,
      state: 'sent',
      why: undefined,
      events: [...events],
    });
    return added ? { added } : {};
  }

  /**
   * Nothing proves whose frame it was: its counter counts only as the very next of its device, so that a made-up one
   * makes no genuine frame look repeated.
   */
  #noteErased(
    conversation: ConversationId,
    header: FrameHeader,
    record: LogRecord,
    direction: Direction,
  ): void {
    const last = findLastCounter(this.#dependencies.db, conversation, header.device);
    if (direction === 'backward' || last === undefined || header.counter !== last + 1) return;
    this.#noteCounters(conversation, header, record, direction);
  }

  /** Undefined where neither a deletion nor this device knows what it was. */
  #applyErased(
    conversation: ConversationId,
    header: FrameHeader,
    record: LogRecord,
    direction: Direction,
  ): Applied | undefined {
    this.#noteErased(conversation, header, record, direction);
    if (this.#isOwn(header, record)) dequeue(this.#dependencies.db, conversation, header.message);
    if (this.#isExpired(header, record)) return this.#passOver(conversation, header, record);
    const deleted = applyErased(this.#dependencies.db, entryOf(conversation, header, record));
    return deleted ?? this.#placeOwn(conversation, header, record);
  }

  #isExpired(header: FrameHeader, { at }: LogRecord): boolean {
    const expiry = expiryOf(header, at);
    return expiry !== undefined && expiry <= this.#dependencies.serverTime.now();
  }

  /** Nothing of what has expired is shown or kept, whether the server has erased it or not. */
  #passOver(conversation: ConversationId, header: FrameHeader, record: LogRecord): Applied {
    const held = this.#isOwn(header, record)
      ? findMessage(this.#dependencies.db, conversation, header.message)
      : undefined;
    if (!held || held.seq !== undefined) return {};
    removeWithRevisions(this.#dependencies.db, conversation, held.id);
    return { removed: [held.id], deletes: true };
  }

  /** The device's own messages are stored here, whatever the server still has of them. */
  #placeOwn(conversation: ConversationId, header: FrameHeader, record: LogRecord): Applied | undefined {
    if (!this.#isOwn(header, record)) return;
    const held = findMessage(this.#dependencies.db, conversation, header.message);
    if (!held || held.seq !== undefined) return;
    const placed = placeMessage(this.#dependencies.db, held, record.seq, record.at, header.countsAsUnread);
    return placed && { placed };
  }

  #addUnreadable(
    conversation: ConversationId,
    record: LogRecord,
    header: FrameHeader | undefined,
    fault: FaultCode,
  ): Applied {
    const added = addMessage(this.#dependencies.db, placeholder(conversation, record, header, fault));
    return added ? { added } : {};
  }

  #apply(
    conversation: ConversationId,
    header: FrameHeader,
    record: LogRecord,
    direction: Direction,
    content: Content,
  ): Written {
    const { sender } = record;
    const moderates =
      (content.type === 'delete' && this.#may(mayDeleteOthers, header, sender)) ||
      (content.type === 'pin' && this.#may(mayPin, header, sender));
    const maySet = content.type === 'settings' && this.#may(maySetDisappearing, header, sender);
    const entry = { ...entryOf(conversation, header, record), moderates, maySet };
    const applied = applyContent(this.#dependencies.db, entry, this.#toReaders(header, content));
    const { added, refused } = applied;
    if (refused === 'reused-id') return this.#addUnreadable(conversation, record, header, 'reused-id');
    if (refused === 'repeated') this.#leaveOut(conversation, sender);
    if (refused === 'not-its-author')
      this.#dependencies.logger.warn({ conversation, sender }, 'another’s message was not changed');
    // The server may have damaged any older record; the sender is not to blame for that.
    const isMarked = added && direction === 'forward' && this.#contradicts(conversation, header, record);
    const mentionsUser = direction === 'forward' && this.#isMentioned(conversation, record, applied);
    return { ...applied, ...(isMarked && { added: this.#mark(added) }), mentionsUser };
  }

  /** Without those whom it mentions though they couldn't read it, in the epoch of the frame. */
  #toReaders({ conversation, epoch }: FrameHeader, content: Content): Content {
    if (!('mentions' in content) || !content.mentions) return content;
    if (isForEveryone(findConversation(this.#dependencies.db, conversation)?.kind)) return content;
    const { members = [] } = findEpoch(this.#dependencies.db, conversation, epoch) ?? {};
    return { ...content, mentions: content.mentions.filter((one) => roleIn(members, one) !== undefined) };
  }

  #isMentioned(conversation: ConversationId, { seq }: LogRecord, { mentions }: Applied): boolean {
    if (!mentions?.includes(this.#dependencies.account.address)) return false;
    return seq > (findConversation(this.#dependencies.db, conversation)?.read ?? 0);
  }

  /** In the epoch of the frame, whatever its sender may do by now. */
  #may(right: typeof mayDeleteOthers, { conversation, epoch }: FrameHeader, sender: Address): boolean {
    const { kind } = findConversation(this.#dependencies.db, conversation) ?? {};
    const { members = [] } = findEpoch(this.#dependencies.db, conversation, epoch) ?? {};
    return right({ kind, members }, sender);
  }

  /** A genuine frame at a second place. */
  #leaveOut(conversation: ConversationId, sender: Address): Applied {
    this.#dependencies.logger.warn({ conversation }, 'an old message was shown as a new one');
    this.#dependencies.emit('notice', noticeOf('message-replayed', { user: this.#nameHere(sender) }));
    return {};
  }

  /** Another account's device sees another log: a notice reports it, and the users decide what to do. */
  #contradicts(conversation: ConversationId, header: FrameHeader, record: LogRecord): boolean {
    if (header.seenSeq >= record.seq) return true;
    const ours = findHash(this.#dependencies.db, conversation, header.seenSeq);
    return ours !== undefined && toBase64url(ours) !== header.seenHash;
  }

  #mark(message: MessageRow): MessageRow {
    const { conversation, sender, state } = message;
    if (!hasRemark(this.#dependencies.db, conversation, sender, 'other-history')) {
      this.#dependencies.logger.warn({ conversation, sender }, 'a sender has seen another log');
      this.#dependencies.emit('notice', noticeOf('history-differs', { user: this.#nameHere(sender) }));
    }
    return setMessageState(this.#dependencies.db, message, state, { code: 'other-history' }) ?? message;
  }

  /**
   * By its device's counter, where that is known; where the device is new here, by what lies between the position that
   * its sender had seen and what is held.
   */
  #isReplay(
    conversation: ConversationId,
    header: FrameHeader,
    record: LogRecord,
    earlier: readonly Uint8Array[],
  ): boolean {
    const last = findLastCounter(this.#dependencies.db, conversation, header.device);
    if (last !== undefined) return header.counter <= last;
    const left = erasedBody(record.body, sha256);
    return earlier.some((body) => equal(body, left));
  }

  /** Reports a gap: a message of that device is missing. */
  #noteCounters(
    conversation: ConversationId,
    header: FrameHeader,
    record: LogRecord,
    direction: Direction,
  ): void {
    const own = findConversation(this.#dependencies.db, conversation)?.counter ?? 0;
    if (this.#isOwn(header, record) && header.counter > own)
      setCounter(this.#dependencies.db, conversation, header.counter);
    if (direction === 'backward') return;
    const last = findLastCounter(this.#dependencies.db, conversation, header.device);
    putCounter(this.#dependencies.db, conversation, header.device, header.counter);
    if (last === undefined || header.counter === last + 1) return;
    this.#dependencies.emit('notice', noticeOf('message-missing', { user: this.#nameHere(record.sender) }));
  }

  #isOwn(header: FrameHeader, { sender }: LogRecord): boolean {
    return (
      header.device === this.#dependencies.account.device && sender === this.#dependencies.account.address
    );
  }

  #nameHere(address: Address) {
    return nameOn(this.#dependencies.account.serverName, address);
  }

  /** The server shows another log than the one seen here: nothing more is sent or stored until the user decides. */
  stop(conversation: ConversationId, why: Stop): void {
    stopConversation(this.#dependencies, this.#changes, conversation, why);
  }

  /** Reports that an old record has been altered. */
  altered(conversation: ConversationId): void {
    this.#dependencies.logger.error({ conversation }, 'an old record is not as it was written');
    if (!this.#alteredNotified.has(conversation))
      this.#dependencies.emit('notice', noticeOf('record-altered'));
    this.#alteredNotified.add(conversation);
  }
}

function isDeletion({ deletes, added, placed }: Applied): boolean {
  return deletes === true || [added, placed].some((row) => row?.kind === 'deleted');
}

function entryOf(
  conversation: ConversationId,
  { message: id, device, countsAsUnread: counts, lifetime }: FrameHeader,
  { seq, at, sender }: LogRecord,
): Entry {
  return { conversation, id, seq, at, sender, device, counts, lifetime };
}

/** New messages of an older page are returned to the caller of that page. A later record may have changed a message again. */
function takenOf(applied: readonly Written[], direction: Direction): Omit<Taken, 'hasDeletions'> {
  const newest = new Map<MessageRow['id'], MessageRow>();
  for (const { added, placed, revised, reacted, removed = [] } of applied) {
    for (const row of [added, placed, revised, reacted]) if (row) newest.set(row.id, row);
    for (const id of removed) newest.delete(id);
  }

  const latest = (row: MessageRow | undefined) => (row && newest.get(row.id)) ?? [];
  const added = new Set(applied.flatMap((one) => one.added?.id ?? []));
  const changed = (row: MessageRow | undefined) => (row && !added.has(row.id) ? latest(row) : []);
  return {
    messages: applied.flatMap((one) => latest((direction === 'forward' && one.added) || one.placed)),
    revised: applied.flatMap(({ revised }) => changed(revised)),
    mentioning: applied.flatMap(({ revised, mentionsUser }) => (mentionsUser ? changed(revised) : [])),
    reacted: applied.flatMap(({ reacted }) => changed(reacted)),
    removed: applied.flatMap(({ removed = [] }) => removed.filter((id) => !added.has(id))),
  };
}

/** Undefined for a page of other records, as opposed to a damaged one. */
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
