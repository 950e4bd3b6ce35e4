// Sends what has been written, in the order of writing, until the server has acknowledged it. Nothing leaves
// the outbox on a guess: after a crash the same message id goes out again and gets the first answer again. It seals the
// bodies it is given, and knows nothing of what they say.

import { toBase64url } from '../../protocol/bytes.ts';
import { type ErrorCode, ok, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import type { ResponseOf } from '../../protocol/events.ts';
import { noDigest } from '../../protocol/frames.ts';
import { type ConversationId, digest, type MessageId } from '../../protocol/ids.ts';
import { encodeRecord } from '../../protocol/records.ts';
import { noticeOf } from '../api/notices.ts';
import { type ConversationRow, conversationOf, setCounter } from '../conversations/conversation-table.ts';
import { currentEpoch, type Epoch } from '../conversations/epoch-table.ts';
import type { Epochs } from '../conversations/epochs.ts';
import type { Scope } from '../conversations/scope.ts';
import { sealFrame, signPublicFrame } from '../encryption/frames.ts';
import { hashAt, newestRange } from '../log/log-table.ts';
import { showProgress } from '../messages/content/content.ts';
import {
  findNewestQueued,
  findQueued,
  listWaiting,
  listWaitingConversations,
  markFailed,
  type Queued,
} from '../messages/outbox-table.ts';
import type { ChangeFeed } from './change-feed.ts';
import { RecipientNotices } from './recipient-notices.ts';
import type { Sync } from './sync.ts';

const IN_FLIGHT = 16;
const PAUSE_MILLISECONDS = 5_000;
/** The server's clock and ours may differ by any amount: when it says to come back is no more than a hint. */
const SHORTEST_PAUSE_MILLISECONDS = 100;
const LONGEST_PAUSE_MILLISECONDS = 60_000;

type Accepted = ResponseOf<'conversations:send'>;

interface Parts {
  readonly epochs: Pick<Epochs, 'forSending' | 'refresh'>;
  readonly sync: Pick<Sync, 'placed' | 'placedBefore' | 'refresh' | 'lost'>;
  readonly changes: Pick<ChangeFeed, 'showOutgoing'>;
}

export interface Outbox {
  /** Sends what waits in a conversation; while it is already at it, what has been added is sent too. */
  flush(conversation: ConversationId): void;
  flushAll(): void;
  /** Whether a frame of what is queued may have reached the server. */
  mayHaveLeft(queued: Queued): boolean;
  /** Resolves when nothing is on its way; starts nothing new. */
  close(): Promise<void>;
}

export function createOutbox(scope: Scope, { epochs, sync, changes }: Parts): Outbox {
  const busy = new Map<ConversationId, Promise<void>>();
  const asked = new Set<ConversationId>();
  const pauses = new Map<ConversationId, () => void>();
  /** Of these a person has been told why nothing goes out; once, until something does. */
  const told = new Set<ConversationId>();
  /** What was there before may have been offered by then; of what is written since, these have been. */
  const writtenBefore = findNewestQueued(scope.db);
  const offered = new Set<MessageId>();
  const recipientNotices = new RecipientNotices(scope);
  let closed = false;

  function flush(conversation: ConversationId): void {
    if (closed) return;
    if (busy.has(conversation)) {
      asked.add(conversation);
      return;
    }
    pauses.get(conversation)?.();
    pauses.delete(conversation);
    const sending = sendWaiting(conversation)
      .catch((error: unknown) => {
        scope.logger.error({ error, conversation }, 'the outbox failed');
        pause(conversation, refuse('internal'));
      })
      .finally(() => {
        busy.delete(conversation);
        if (asked.delete(conversation)) flush(conversation);
      });
    busy.set(conversation, sending);
  }

  async function sendWaiting(conversation: ConversationId): Promise<void> {
    while (!closed && scope.connection.state === 'online') {
      const row = conversationOf(scope.db, conversation);
      const [first] = listWaiting(scope.db, conversation, 1);
      if (!row || row.stopped || !first) return;
      const epoch = row.kind === 'public' ? ok(undefined) : await epochs.forSending(row);
      const refusal = epoch.ok ? await sendBatch(row, epoch.value) : settleRefusal(row, first, epoch);
      if (refusal && !(await recover(row, refusal, epoch.ok ? epoch.value : undefined))) return;
    }
  }

  /** Sends up to sixteen messages at once, with consecutive counters. Returns the first refusal. */
  async function sendBatch(row: ConversationRow, epoch: Epoch | undefined): Promise<Refusal | undefined> {
    // Read and sealed in one turn: what is changed before is sent as it is then.
    const waiting = listWaiting(scope.db, row.id, IN_FLIGHT);
    const frames = waiting.map((queued, index) => sealAt(row, queued, row.counter + 1 + index, epoch));
    const again = waiting.map(mayHaveLeft);
    for (const { message } of waiting) offered.add(message);
    const answers = await Promise.all(
      frames.map((frame) =>
        frame.ok
          ? scope.connection.request('conversations:send', { conversation: row.id, frame: frame.value })
          : frame,
      ),
    );
    for (const [index, queued] of waiting.entries()) {
      const frame = frames[index];
      const answer = answers[index];
      if (!frame || !answer) break;
      if (!frame.ok) return settleRefusal(row, queued, frame);
      const seq = placeInConflict(answer);
      if (!answer.ok && seq === undefined) return settleRefusal(row, queued, answer);
      const taken = answer.ok
        ? await accepted(queued, again[index] ? undefined : frame.value, answer.value)
        : await settled(queued, () => sync.placedBefore(row.id, queued.message, seq ?? 0));
      if (!taken.ok) return taken;
    }
    return undefined;
  }

  function mayHaveLeft({ message, position }: Queued): boolean {
    return position <= writtenBefore || offered.has(message);
  }

  function sealAt(
    row: ConversationRow,
    { message, counts, body }: Queued,
    counter: number,
    epoch: Epoch | undefined,
  ): Result<Uint8Array> {
    const seenSeq = newestRange(scope.db, row.id)?.high ?? 0;
    const seenHash = hashAt(scope.db, row.id, seenSeq) ?? new Uint8Array(32);
    const header = {
      kind: row.kind === 'public' ? 'public' : 'sealed',
      conversation: row.id,
      epoch: epoch?.epoch ?? 0,
      epochId: epoch?.id ?? noDigest,
      device: scope.account.device,
      counter,
      message,
      seenSeq,
      seenHash: digest.parse(toBase64url(seenHash)),
      counts,
      lifetime: 0,
    } as const;
    if (header.kind === 'public') return signPublicFrame(header, body, scope.account.deviceSeed);
    if (!epoch?.key) return refuse('not-allowed');
    return sealFrame(header, body, epoch.key, scope.account.deviceSeed);
  }

  /** The counter rises only with the placing: until then the same message goes out with the same one. */
  async function accepted(
    queued: Queued,
    onlyFrame: Uint8Array | undefined,
    { seq, at, recipients }: Accepted,
  ): Promise<Result<undefined>> {
    if (recipients.some(({ status }) => status === 'dnd')) showProgress(scope.db, queued, { state: 'held' });
    told.delete(queued.conversation);
    recipientNotices.note(recipients);
    return settled(queued, () => place(queued, onlyFrame, seq, at));
  }

  async function settled(
    queued: Queued,
    placing: () => Promise<Result<undefined>>,
  ): Promise<Result<undefined>> {
    const placed = await placing();
    if (placed.ok) offered.delete(queued.message);
    else if (isUnplaced(queued)) showProgress(scope.db, queued, { state: 'sending' });
    return placed;
  }

  /** Where no other frame of the message ever went out, the record is known; otherwise it is fetched. */
  function place(
    { conversation, message }: Queued,
    onlyFrame: Uint8Array | undefined,
    seq: number,
    at: number,
  ): Promise<Result<undefined>> {
    if (!onlyFrame) return sync.placedBefore(conversation, message, seq);
    const { address: sender } = scope.account;
    return sync.placed(conversation, encodeRecord({ kind: 'frame', seq, at, sender, body: onlyFrame }));
  }

  function isUnplaced({ conversation, message }: Queued): boolean {
    return findQueued(scope.db, conversation, message) !== undefined;
  }

  /** What can never be sent waits no more, and is shown as failed; everything else goes on waiting. */
  function settleRefusal(row: ConversationRow, queued: Queued, refusal: Refusal): Refusal {
    if (!isFinal(refusal.code) || !isUnplaced(queued)) return refusal;
    if (refusal.code === 'no-such-conversation' && sync.lost(queued.conversation)) return refusal;
    const shownAt = scope.db.transaction(() => {
      markFailed(scope.db, queued);
      return showProgress(scope.db, queued, { state: 'failed', why: refusal });
    });
    if (shownAt) changes.showOutgoing(row, shownAt);
    return refusal;
  }

  /** True when it is worth going on at once. */
  async function recover(row: ConversationRow, refusal: Refusal, epoch: Epoch | undefined): Promise<boolean> {
    switch (refusal.code) {
      case 'stale-epoch':
        return (await newerEpoch(row, epoch)) || pause(row.id, refusal);
      case 'out-of-order':
        return (await otherCounter(row, refusal)) || pause(row.id, refusal);
      case 'history-mismatch':
        return (await newerHistory(row)) || pause(row.id, refusal);
      case 'server-unreachable':
        // Coming online sends anew; an answer that is missing on a living connection calls for it itself.
        return scope.connection.state === 'online' && pause(row.id, refusal);
      case 'identity-changed':
        notifyStopped(refusal);
        return false;
      case 'verification-failed':
      case 'storage-full':
        if (!told.has(row.id)) notifyStopped(refusal);
        told.add(row.id);
        return pause(row.id, refusal);
      default:
        return isFinal(refusal.code) || pause(row.id, refusal);
    }
  }

  /** Everything written in a conversation waits for a person to decide. */
  function notifyStopped({ code, facts }: Refusal): void {
    scope.emit('notice', noticeOf(code, facts));
  }

  /** A server that was set back goes on refusing the newest there is. */
  async function newerEpoch({ id }: ConversationRow, used: Epoch | undefined): Promise<boolean> {
    const refreshed = await epochs.refresh(id);
    return refreshed.ok && currentEpoch(scope.db, id)?.id !== used?.id;
  }

  /** With what has come since, or to the stop that a server calls for which lacks what is held here. */
  async function newerHistory({ id }: ConversationRow): Promise<boolean> {
    const before = newestRange(scope.db, id)?.high;
    const refreshed = await sync.refresh(id);
    const isStopped = conversationOf(scope.db, id)?.stopped !== undefined;
    return refreshed.ok && (isStopped || newestRange(scope.db, id)?.high !== before);
  }

  /** Only with all that the server has: what it took already mustn't go out with another counter. */
  async function otherCounter(row: ConversationRow, { facts }: Refusal): Promise<boolean> {
    const refreshed = await sync.refresh(row.id);
    const counter = Number(facts?.expected) - 1;
    if (!refreshed.ok || !Number.isSafeInteger(counter) || counter === row.counter) return false;
    setCounter(scope.db, row.id, counter);
    return true;
  }

  function pause(conversation: ConversationId, refusal: Refusal): false {
    if (closed) return false;
    const asked = refusal.facts?.retryAfterMs;
    const wait =
      typeof asked === 'number' && Number.isFinite(asked)
        ? Math.min(Math.max(asked, SHORTEST_PAUSE_MILLISECONDS), LONGEST_PAUSE_MILLISECONDS)
        : PAUSE_MILLISECONDS;
    scope.logger.warn({ conversation, code: refusal.code, wait }, 'the outbox waits');
    pauses.set(
      conversation,
      scope.clock.after(wait, () => flush(conversation)),
    );
    return false;
  }

  return {
    flush,
    flushAll() {
      for (const conversation of listWaitingConversations(scope.db)) flush(conversation);
    },
    mayHaveLeft,
    async close() {
      closed = true;
      for (const cancel of pauses.values()) cancel();
      await Promise.all(busy.values());
    },
  };
}

/** The server has an earlier frame of the message: where. */
function placeInConflict(answer: Result<unknown>): number | undefined {
  if (answer.ok || answer.code !== 'message-conflict') return;
  return typeof answer.facts?.seq === 'number' ? answer.facts.seq : undefined;
}

const final: readonly ErrorCode[] = [
  'too-large',
  'not-allowed',
  'no-such-conversation',
  'no-such-user',
  'bad-request',
  'message-conflict',
];

function isFinal(code: ErrorCode): boolean {
  return final.includes(code);
}
