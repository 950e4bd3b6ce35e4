// Takes consecutive records over, in stages: decode and chain by hash; make sure that the keys to read them are
// here; then open and write all of them down in one transaction. Works of one conversation are run by the
// caller one after the other, and records always continue a stretch that is held or begin a new one.
import { toBase64url } from '../../protocol/bytes.ts';
import { type ErrorCode, ok, type Result, refuse } from '../../protocol/errors.ts';
import { decodeFrameHeader } from '../../protocol/frame.ts';
import type { Address, ConversationId } from '../../protocol/ids.ts';
import { decodeRecord, type LogRecord } from '../../protocol/records.ts';
import { nextLogHash } from '../encryption/log-hash.ts';
import { deviceKey } from '../encryption/manifests.ts';
import { equal } from '../encryption/primitives.ts';
import {
  type ConversationRow,
  conversationOf,
  raiseHead,
  setCounter,
  setForked,
} from '../history/conversations.ts';
import { currentEpoch, epochOf } from '../history/epochs.ts';
import { addRange, hashAt, lastCounter, putCounter, putHash } from '../history/log.ts';
import { addMessage, type MessageRow, messageOf, placeMessage } from '../history/messages.ts';
import { noticeOf } from '../notices.ts';
import type { Epochs } from './epochs.ts';
import { type Opened, openRecord } from './opening.ts';
import { addressIn, type Scope } from './scope.ts';

interface Chained {
  readonly record: LogRecord;
  /** The running log hash after it. */
  readonly hash: Uint8Array;
}

/** Which way a page extends what is held: the newest records, in order, or older ones below a gap. */
export type Direction = 'forward' | 'backward';

export interface Incoming {
  /**
   * Takes a page over. `hashBefore` is the running hash before its first record. Returns the messages that
   * are new, oldest first. Refuses with `verification-failed` and takes nothing when the page doesn't fit.
   */
  take(
    conversation: ConversationId,
    page: readonly Uint8Array[],
    hashBefore: Uint8Array,
    direction: Direction,
  ): Promise<Result<readonly MessageRow[]>>;
  /** Marks a conversation whose log was not the same for everybody: nothing more is sent there. */
  forked(conversation: ConversationId): void;
}

export function createIncoming(scope: Scope, epochs: Epochs): Incoming {
  async function take(
    conversation: ConversationId,
    page: readonly Uint8Array[],
    hashBefore: Uint8Array,
    direction: Direction,
  ): Promise<Result<readonly MessageRow[]>> {
    const chained = chain(page, hashBefore);
    if (!chained) return refuse('verification-failed', { detail: 'records out of order' });
    const [first] = chained;
    const last = chained.at(-1);
    if (!first || !last) return ok([]);
    const held = hashAt(scope.db, conversation, last.record.seq);
    if (held && !equal(held, last.hash)) {
      forked(conversation);
      return refuse('verification-failed', { detail: 'the log differs from the one seen before' });
    }
    const keys = await fetchKeys(conversation, chained);
    if (!keys.ok) return keys;
    const rows = scope.db.transaction(() => {
      putHash(scope.db, conversation, first.record.seq - 1, hashBefore);
      const added = chained.flatMap((one) => write(conversation, one, direction));
      addRange(scope.db, conversation, { low: first.record.seq, high: last.record.seq });
      raiseHead(scope.db, conversation, last.record.seq);
      return added;
    });
    const epoch = currentEpoch(scope.db, conversation)?.epoch ?? 0;
    if (direction === 'forward') scope.marks.noteSeen(conversation, epoch, last.record.seq);
    return ok(rows);
  }

  /**
   * Fetches what the page needs and isn't here: its own changes first, then epochs, then senders' devices. Only a
   * verdict leaves records unreadable; whatever may pass is refused, and the page is taken over another time.
   */
  async function fetchKeys(
    conversation: ConversationId,
    chained: readonly Chained[],
  ): Promise<Result<undefined>> {
    if (chained.some(({ record }) => needsEpoch(conversation, record))) {
      const refreshed = await epochs.refresh(conversation);
      if (!refreshed.ok && !isVerdict(refreshed.code)) return refreshed;
      if (!refreshed.ok) scope.logger.warn({ conversation, code: refreshed.code }, 'changes not taken over');
    }
    const strangers = new Set(chained.flatMap(({ record }) => strangerOf(scope, record)));
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
    { record, hash }: Chained,
    direction: Direction,
  ): MessageRow[] {
    putHash(scope.db, conversation, record.seq, hash);
    if (record.kind === 'change') return [];
    const opened = openRecord(scope, conversation, record);
    if (opened.readable) {
      checkSeen(conversation, opened, record);
      if (direction === 'forward' && !follows(conversation, opened)) return [];
      if (isOwn(opened)) return placeOwn(conversation, opened, record);
    }
    if (!addMessage(scope.db, opened.message)) return [];
    const row = messageOf(scope.db, conversation, opened.message.id);
    return row ? [row] : [];
  }

  /** What the sender saw must be what we see: otherwise the server shows people different logs. */
  function checkSeen(
    conversation: ConversationId,
    { header }: Opened & { readable: true },
    record: LogRecord,
  ) {
    const ours = header.seenSeq < record.seq ? hashAt(scope.db, conversation, header.seenSeq) : undefined;
    if (header.seenSeq >= record.seq || (ours && toBase64url(ours) !== header.seenHash)) forked(conversation);
  }

  /** False for a replay. A gap is told: a message of that device is missing. */
  function follows(conversation: ConversationId, { header, message }: Opened & { readable: true }): boolean {
    const last = lastCounter(scope.db, conversation, header.device);
    if (last !== undefined && header.counter <= last) return false;
    putCounter(scope.db, conversation, header.device, header.counter);
    if (last !== undefined && header.counter > last + 1) {
      scope.emit('notice', noticeOf('message-missing', { user: message.sender }));
    }
    return true;
  }

  function isOwn({ header, message }: Opened & { readable: true }): boolean {
    return header.device === scope.account.device && message.sender === scope.account.username;
  }

  function placeOwn(
    conversation: ConversationId,
    { header, message }: Opened & { readable: true },
    record: LogRecord,
  ): MessageRow[] {
    const counter = conversationOf(scope.db, conversation)?.counter ?? 0;
    if (header.counter > counter) setCounter(scope.db, conversation, header.counter);
    const waiting = messageOf(scope.db, conversation, header.message);
    if (!waiting) addMessage(scope.db, message);
    else if (waiting.seq === undefined) placeMessage(scope.db, waiting, record.seq, record.at);
    const row = messageOf(scope.db, conversation, header.message);
    return row ? [row] : [];
  }

  function forked(conversation: ConversationId): void {
    const row: ConversationRow | undefined = conversationOf(scope.db, conversation);
    if (!row || row.forked) return;
    setForked(scope.db, conversation);
    scope.logger.error({ conversation }, 'the log of a conversation is not the same for everybody');
    scope.emit('notice', noticeOf('log-forked'));
  }

  return { take, forked };
}

/** The sender of a frame, where the signing device isn't in the manifest that is held. */
export function strangerOf(scope: Scope, record: LogRecord): Address[] {
  const header = record.kind === 'frame' ? decodeFrameHeader(record.body) : undefined;
  if (!header) return [];
  const address = addressIn(scope, record.sender);
  const known = scope.people.cachedManifest(address);
  return known && deviceKey(known.manifest, header.device, record.at) ? [] : [address];
}

const verdicts: readonly ErrorCode[] = ['verification-failed', 'identity-changed', 'no-such-conversation'];

/** Whether asking again would be answered in the same way. */
export function isVerdict(code: ErrorCode): boolean {
  return verdicts.includes(code);
}

function chain(page: readonly Uint8Array[], hashBefore: Uint8Array): Chained[] | undefined {
  const chained: Chained[] = [];
  let hash = hashBefore;
  for (const encoded of page) {
    const record = decodeRecord(encoded);
    const before = chained.at(-1)?.record.seq;
    if (!record || (before !== undefined && record.seq !== before + 1)) return;
    hash = nextLogHash(hash, encoded);
    chained.push({ record, hash });
  }
  return chained;
}
