// Sends what has been written, in the order of writing, until the server has acknowledged it. Nothing leaves
// the outbox on a guess: after a crash the same message id goes out again and gets the first answer again.

import { toBase64url } from '../../protocol/bytes.ts';
import { type ErrorCode, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import type { ResponseOf } from '../../protocol/events.ts';
import { noDigest } from '../../protocol/frame.ts';
import { type ConversationId, digest } from '../../protocol/ids.ts';
import { encodeRecord } from '../../protocol/records.ts';
import { sealFrame, signPublicFrame } from '../encryption/frames.ts';
import { type ConversationRow, conversationOf, raiseOffered, setCounter } from '../history/conversations.ts';
import type { Epoch } from '../history/epochs.ts';
import { hashAt, newestRange } from '../history/log.ts';
import {
  conversationsWaiting,
  type MessageRow,
  setMessageState,
  waitingMessages,
} from '../history/messages.ts';
import type { Epochs } from './epochs.ts';
import type { Scope } from './scope.ts';
import type { Sync } from './sync.ts';

const IN_FLIGHT = 16;
const PAUSE_MILLISECONDS = 5_000;

type Accepted = ResponseOf<'conversations:send'>;

export interface OutboxListener {
  /** The server has taken a message and says how those are whom it is for. */
  onAccepted(recipients: Accepted['recipients']): void;
  onFailed(row: MessageRow): void;
  /** Everything written in a conversation waits for a person to decide. */
  onStopped(refusal: Refusal): void;
}

export interface Outbox {
  /** Sends what waits in a conversation; while it is already at it, what has been added is sent too. */
  flush(conversation: ConversationId): void;
  flushAll(): void;
  /** Resolves when nothing is on its way; starts nothing new. */
  close(): Promise<void>;
}

export function createOutbox(scope: Scope, epochs: Epochs, sync: Sync, listener: OutboxListener): Outbox {
  const busy = new Map<ConversationId, Promise<void>>();
  const asked = new Set<ConversationId>();
  const pauses = new Map<ConversationId, () => void>();
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
      .catch((error: unknown) => scope.logger.error({ error, conversation }, 'the outbox failed'))
      .finally(() => {
        busy.delete(conversation);
        if (asked.delete(conversation)) flush(conversation);
      });
    busy.set(conversation, sending);
  }

  async function sendWaiting(conversation: ConversationId): Promise<void> {
    while (!closed && scope.connection.state === 'online') {
      const row = conversationOf(scope.db, conversation);
      const waiting = waitingMessages(scope.db, conversation, IN_FLIGHT);
      if (!row || row.forked || waiting.length === 0) return;
      const refusal = await sendBatch(row, waiting);
      if (refusal && !(await recover(row, refusal))) return;
    }
  }

  /** Sends up to sixteen messages at once, with consecutive counters. Returns the first refusal. */
  async function sendBatch(
    row: ConversationRow,
    waiting: readonly MessageRow[],
  ): Promise<Refusal | undefined> {
    const [first] = waiting;
    const epoch = row.kind === 'public' ? undefined : await epochs.forSending(row);
    if (first && epoch && !epoch.ok) return settleRefusal(first, epoch);
    const frames = waiting.map((message, index) =>
      sealAt(row, message, row.counter + 1 + index, epoch?.ok ? epoch.value : undefined),
    );
    if (row.counter + waiting.length > row.offered) {
      raiseOffered(scope.db, row.id, row.counter + waiting.length);
    }
    const answers = await Promise.all(
      frames.map((frame) =>
        frame.ok
          ? scope.connection.request('conversations:send', { conversation: row.id, frame: frame.value })
          : frame,
      ),
    );
    for (const [index, message] of waiting.entries()) {
      const frame = frames[index];
      const answer = answers[index];
      if (!frame || !answer) break;
      if (!frame.ok) return settleRefusal(message, frame);
      if (!answer.ok) return settleRefusal(message, answer);
      const taken = await accepted(row, message, row.counter + 1 + index, frame.value, answer.value);
      if (!taken.ok) return taken;
    }
    return undefined;
  }

  function sealAt(
    row: ConversationRow,
    message: MessageRow,
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
      message: message.id,
      seenSeq,
      seenHash: digest.parse(toBase64url(seenHash)),
      counts: true,
    } as const;
    const content = {
      type: 'text',
      text: message.text ?? '',
      ...(message.replyTo && { replyTo: message.replyTo }),
      sentAt: message.sentAt,
    } as const;
    if (header.kind === 'public') return signPublicFrame(header, content, scope.account.deviceSeed);
    if (!epoch?.key) return refuse('not-allowed');
    return sealFrame(header, content, epoch.key, scope.account.deviceSeed);
  }

  async function accepted(
    row: ConversationRow,
    message: MessageRow,
    counter: number,
    frame: Uint8Array,
    answer: Accepted,
  ): Promise<Result<undefined>> {
    setCounter(scope.db, row.id, Math.max(counter, conversationOf(scope.db, row.id)?.counter ?? 0));
    const { seq, at, recipients } = answer;
    if (recipients.some(({ status }) => status === 'dnd')) setMessageState(scope.db, message, 'held');
    listener.onAccepted(recipients);
    if (counter <= row.offered) return sync.placedBefore(row.id, message.id, seq);
    const record = encodeRecord({ kind: 'frame', seq, at, sender: scope.account.username, body: frame });
    return sync.placed(row.id, record);
  }

  /** A message that can never be sent leaves the outbox as failed; everything else stays there. */
  function settleRefusal(message: MessageRow, refusal: Refusal): Refusal {
    if (!isFinal(refusal.code)) return refusal;
    setMessageState(scope.db, message, 'failed', refusal);
    listener.onFailed(message);
    return refusal;
  }

  /** True when it is worth going on at once. */
  async function recover(row: ConversationRow, refusal: Refusal): Promise<boolean> {
    switch (refusal.code) {
      case 'stale-epoch':
        return (await epochs.refresh(row.id)).ok;
      case 'out-of-order':
        await sync.catchUp(row.id);
        setCounter(scope.db, row.id, Number(refusal.facts?.expected ?? row.counter + 1) - 1);
        return true;
      case 'server-unreachable':
        // Coming online sends anew; an answer that is missing on a living connection calls for it itself.
        if (scope.connection.state === 'online') pause(row.id, refusal);
        return false;
      case 'identity-changed':
        listener.onStopped(refusal);
        return false;
      default:
        if (isFinal(refusal.code)) return true;
        pause(row.id, refusal);
        return false;
    }
  }

  function pause(conversation: ConversationId, refusal: Refusal): void {
    if (closed) return;
    const until = Date.parse(String(refusal.facts?.retryAt)) - scope.clock.now();
    const wait = Number.isFinite(until) ? Math.max(until, 0) : PAUSE_MILLISECONDS;
    scope.logger.warn({ conversation, code: refusal.code, wait }, 'the outbox waits');
    pauses.set(
      conversation,
      scope.clock.after(wait, () => flush(conversation)),
    );
  }

  return {
    flush,
    flushAll() {
      for (const conversation of conversationsWaiting(scope.db)) flush(conversation);
    },
    async close() {
      closed = true;
      for (const cancel of pauses.values()) cancel();
      await Promise.all(busy.values());
    },
  };
}

const final: readonly ErrorCode[] = [
  'too-large',
  'not-allowed',
  'no-such-conversation',
  'no-such-user',
  'bad-request',
];

function isFinal(code: ErrorCode): boolean {
  return final.includes(code);
}
