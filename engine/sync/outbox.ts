// Sends pending messages, in the order of writing, until the server has acknowledged them. No message leaves
// the outbox on a guess: after a crash the same message id goes out again and gets the first answer again. It seals the
// bodies it is given, and knows nothing of what they say.

import { toBase64url } from '../../protocol/bytes.ts';
import { type ErrorCode, ok, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import type { ResponseOf } from '../../protocol/events.ts';
import { noDigest } from '../../protocol/frames.ts';
import {
  type Address,
  type ConversationId,
  digest,
  type MessageId,
  splitAddress,
} from '../../protocol/ids.ts';
import { frameKindIn, isForEveryone } from '../../protocol/membership-rules.ts';
import { encodeRecord } from '../../protocol/records.ts';
import { noticeOf } from '../api/notices.ts';
import { type ConversationRow, findConversation, setCounter } from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import type { Epoch } from '../conversations/epoch-table.ts';
import type { Epochs } from '../conversations/epochs.ts';
import { sealFrame, signPublicFrame } from '../encryption/frames.ts';
import { findHash, findNewestRange } from '../log/log-table.ts';
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
import { pauseAsked, Rounds } from './rounds.ts';
import type { Sync } from './sync.ts';

const IN_FLIGHT = 16;
const PAUSE_MILLISECONDS = 5_000;

/** Neither a user name nor the id of a conversation. */
const SERVER_STORAGE = 'the server’s storage';

type Accepted = ResponseOf<'conversations:send'>;

interface OutboxDependencies {
  readonly epochs: Pick<Epochs, 'forSending' | 'renew'>;
  readonly sync: Pick<Sync, 'placed' | 'placedBefore' | 'refresh' | 'lost'>;
  readonly changes: Pick<ChangeFeed, 'showOutgoing' | 'changed'>;
}

export class Outbox {
  readonly #dependencies: ConversationDependencies;
  readonly #epochs: OutboxDependencies['epochs'];
  readonly #sync: OutboxDependencies['sync'];
  readonly #changes: OutboxDependencies['changes'];
  readonly #recipientNotices: RecipientNotices;
  readonly #rounds: Rounds;
  /** The reason that the last notice gave for a stopped outbox, by what stops it; until a message is sent. */
  readonly #stopNotified = new Map<string, string>();
  /** Messages written before this start may have been offered by an earlier one; of later ones, those in `#offered` have been. */
  readonly #writtenBefore: number;
  readonly #offered = new Set<MessageId>();

  constructor(dependencies: ConversationDependencies, { epochs, sync, changes }: OutboxDependencies) {
    this.#dependencies = dependencies;
    this.#epochs = epochs;
    this.#sync = sync;
    this.#changes = changes;
    this.#recipientNotices = new RecipientNotices(dependencies);
    this.#writtenBefore = findNewestQueued(dependencies.db);
    this.#rounds = new Rounds(dependencies.clock, (conversation) =>
      this.#sendWaiting(conversation).catch((error: unknown) => {
        this.#dependencies.logger.error({ error, conversation }, 'the outbox failed');
        this.#pause(conversation, refuse('internal'));
      }),
    );
  }

  /** Sends the pending messages of a conversation; a run under way also sends those added meanwhile. */
  flush(conversation: ConversationId): void {
    this.#rounds.ask(conversation);
  }

  async #sendWaiting(conversation: ConversationId): Promise<void> {
    while (!this.#rounds.isClosed && this.#dependencies.connection.state === 'online') {
      const row = findConversation(this.#dependencies.db, conversation);
      const [first] = listWaiting(this.#dependencies.db, conversation, 1);
      if (!row || row.stopped || !first) return;
      const epoch = isForEveryone(row.kind) ? ok(undefined) : await this.#epochs.forSending(row);
      if (epoch.ok) this.#forgetStopOf(row.members);
      const refusal = epoch.ok
        ? await this.#sendBatch(row, epoch.value)
        : this.#settleRefusal(row, first, epoch);
      if (refusal && !(await this.#recover(row, refusal, epoch.ok ? epoch.value : undefined))) return;
    }
  }

  /** Sends up to sixteen messages at once, with consecutive counters. Returns the first refusal. */
  async #sendBatch(row: ConversationRow, epoch: Epoch | undefined): Promise<Refusal | undefined> {
    // Read and sealed in one turn, so that an edit before then is included.
    const waiting = listWaiting(this.#dependencies.db, row.id, IN_FLIGHT);
    const frames = waiting.map((queued, index) =>
      sealQueued(this.#dependencies, row, queued, row.counter + 1 + index, epoch),
    );
    const again = waiting.map((queued) => this.mayHaveLeft(queued));
    for (const { message } of waiting) this.#offered.add(message);
    const answers = await Promise.all(
      frames.map((frame) =>
        frame.ok
          ? this.#dependencies.connection.request('conversations:send', {
              conversation: row.id,
              frame: frame.value,
            })
          : frame,
      ),
    );
    for (const [index, queued] of waiting.entries()) {
      const frame = frames[index];
      const answer = answers[index];
      if (!frame || !answer) break;
      if (!frame.ok) return this.#settleRefusal(row, queued, frame);
      const seq = placeInConflict(answer);
      if (!answer.ok && seq === undefined) return this.#settleRefusal(row, queued, answer);
      const taken = answer.ok
        ? await this.#accepted(queued, again[index] ? undefined : frame.value, answer.value)
        : await this.#settled(queued, () => this.#sync.placedBefore(row.id, queued.message, seq ?? 0));
      if (!taken.ok) return taken;
    }
    return undefined;
  }

  /** True if a frame of the queued body may have reached the server. */
  mayHaveLeft({ message, position }: Queued): boolean {
    return position <= this.#writtenBefore || this.#offered.has(message);
  }

  /** The counter rises only with the placing: until then the same message goes out with the same one. */
  async #accepted(
    queued: Queued,
    onlyFrame: Uint8Array | undefined,
    { seq, at, recipients }: Accepted,
  ): Promise<Result<undefined>> {
    if (recipients.some(({ status }) => status === 'dnd'))
      showProgress(this.#dependencies.db, queued, { state: 'held' });
    this.#stopNotified.delete(queued.conversation);
    if (this.#stopNotified.delete(SERVER_STORAGE))
      this.#dependencies.emit('notice', noticeOf('storage-freed'));
    this.#recipientNotices.note(recipients);
    return this.#settled(queued, () => this.#place(queued, onlyFrame, seq, at));
  }

  async #settled(queued: Queued, placing: () => Promise<Result<undefined>>): Promise<Result<undefined>> {
    const placed = await placing();
    if (placed.ok) this.#offered.delete(queued.message);
    else if (this.#isUnplaced(queued)) showProgress(this.#dependencies.db, queued, { state: 'sending' });
    return placed;
  }

  /** Where no other frame of the message ever went out, the record is known; otherwise it is fetched. */
  #place(
    { conversation, message }: Queued,
    onlyFrame: Uint8Array | undefined,
    seq: number,
    at: number,
  ): Promise<Result<undefined>> {
    if (!onlyFrame) return this.#sync.placedBefore(conversation, message, seq);
    const { address: sender } = this.#dependencies.account;
    return this.#sync.placed(conversation, encodeRecord({ kind: 'frame', seq, at, sender, body: onlyFrame }));
  }

  #isUnplaced({ conversation, message }: Queued): boolean {
    return findQueued(this.#dependencies.db, conversation, message) !== undefined;
  }

  /** Marks messages that can never be sent as failed; all others stay pending. */
  #settleRefusal(row: ConversationRow, queued: Queued, refusal: Refusal): Refusal {
    if (!isFinal(refusal.code) || !this.#isUnplaced(queued)) return refusal;
    if (refusal.code === 'no-such-conversation' && this.#sync.lost(queued.conversation)) return refusal;
    const shownAt = this.#dependencies.db.transaction(() => {
      markFailed(this.#dependencies.db, queued);
      return showProgress(this.#dependencies.db, queued, { state: 'failed', why: refusal });
    });
    const isGivenUp = !this.#isUnplaced(queued);
    if (shownAt) this.#changes.showOutgoing(row, shownAt, isGivenUp ? 'reacted' : 'news');
    // No message shows why it was not sent.
    if (!isGivenUp) return refusal;
    this.#changes.changed({ conversation: row.id });
    this.#dependencies.emit('notice', noticeOf(refusal.code, refusal.facts));
    return refusal;
  }

  /** Returns true to retry at once. */
  async #recover(row: ConversationRow, refusal: Refusal, epoch: Epoch | undefined): Promise<boolean> {
    switch (refusal.code) {
      case 'stale-epoch':
        return (await this.#newerEpoch(row, epoch)) || this.#pause(row.id, refusal);
      case 'out-of-order':
        return (await this.#otherCounter(row, refusal)) || this.#pause(row.id, refusal);
      case 'history-mismatch':
        return (await this.#newerHistory(row)) || this.#pause(row.id, refusal);
      case 'no-longer-a-member':
      case 'only-admins-post':
        // What has changed shows why; a key that was made for the message is a record, too.
        await this.#sync.refresh(row.id);
        return true;
      case 'person-deleted':
        // The person's last manifest shows it, whatever the server says; without it the message has failed, and no more.
        await this.#dependencies.people.manifests(row.members);
        return true;
      case 'server-unreachable':
        // Coming online sends anew; an answer that is missing on a living connection calls for it itself.
        return this.#dependencies.connection.state === 'online' && this.#pause(row.id, refusal);
      case 'identity-changed':
        // The user's decision sends anew.
        this.#notifyStoppedOnce(row, refusal);
        return false;
      case 'verification-failed':
      case 'storage-full':
      case 'reset-pending':
        this.#notifyStoppedOnce(row, refusal);
        return this.#pause(row.id, refusal);
      default:
        return isFinal(refusal.code) || this.#pause(row.id, refusal);
    }
  }

  /**
   * Changed keys, a refused device list or an account that was reset stop every conversation with their user, a full disk all
   * of them; each raises one notice.
   */
  #notifyStoppedOnce({ id }: ConversationRow, refusal: Refusal): void {
    const { user = id, detail } = refusal.facts ?? {};
    const stoppedBy = refusal.code === 'storage-full' ? SERVER_STORAGE : String(user);
    const reason = `${refusal.code} ${detail}`;
    if (this.#stopNotified.get(stoppedBy) !== reason) this.#notifyStopped(refusal);
    this.#stopNotified.set(stoppedBy, reason);
  }

  #forgetStopOf(members: readonly Address[]): void {
    for (const address of members) this.#stopNotified.delete(splitAddress(address).username);
  }

  /** All pending messages of a conversation wait until the user decides. */
  #notifyStopped({ code, facts }: Refusal): void {
    this.#dependencies.emit('notice', noticeOf(code, facts));
  }

  /** A server that was restored from a backup keeps refusing the newest state. */
  async #newerEpoch(row: ConversationRow, used: Epoch | undefined): Promise<boolean> {
    return used !== undefined && this.#epochs.renew(row, used);
  }

  /** Fetches newer records, or stops the conversation if the server lacks stored ones. Returns whether either happened. */
  async #newerHistory({ id }: ConversationRow): Promise<boolean> {
    const before = findNewestRange(this.#dependencies.db, id)?.high;
    const refreshed = await this.#sync.refresh(id);
    const isStopped = findConversation(this.#dependencies.db, id)?.stopped !== undefined;
    return refreshed.ok && (isStopped || findNewestRange(this.#dependencies.db, id)?.high !== before);
  }

  /** Only after fetching the server's whole log: a frame that it already accepted must not go out with another counter. */
  async #otherCounter(row: ConversationRow, { facts }: Refusal): Promise<boolean> {
    const refreshed = await this.#sync.refresh(row.id);
    const counter = Number(facts?.expected) - 1;
    if (!refreshed.ok || !Number.isSafeInteger(counter) || counter === row.counter) return false;
    setCounter(this.#dependencies.db, row.id, counter);
    return true;
  }

  #pause(conversation: ConversationId, refusal: Refusal): false {
    if (this.#rounds.isClosed) return false;
    const wait = pauseAsked(refusal.facts?.retryAfterMs) ?? PAUSE_MILLISECONDS;
    this.#dependencies.logger.warn({ conversation, code: refusal.code, wait }, 'the outbox waits');
    this.#rounds.askAfter(conversation, wait);
    return false;
  }

  flushAll(): void {
    for (const conversation of listWaitingConversations(this.#dependencies.db)) this.flush(conversation);
  }

  /** Resolves when nothing is on its way; starts nothing new. */
  close(): Promise<void> {
    return this.#rounds.close();
  }
}

/** As it goes out next: with the counter that it gets, after what its sender has seen by now. */
function sealQueued(
  { db, account }: Pick<ConversationDependencies, 'db' | 'account'>,
  row: ConversationRow,
  { message, counts, body, lifetime }: Queued,
  counter: number,
  epoch: Epoch | undefined,
): Result<Uint8Array> {
  const seenSeq = findNewestRange(db, row.id)?.high ?? 0;
  const seenHash = findHash(db, row.id, seenSeq) ?? new Uint8Array(32);
  const header = {
    kind: frameKindIn(row.kind),
    conversation: row.id,
    epoch: epoch?.epoch ?? 0,
    epochId: epoch?.id ?? noDigest,
    device: account.device,
    counter,
    message,
    seenSeq,
    seenHash: digest.parse(toBase64url(seenHash)),
    countsAsUnread: counts,
    lifetime,
  } as const;
  if (header.kind === 'public') return signPublicFrame(header, body, account.deviceSeed);
  if (!epoch?.key) return refuse('not-allowed');
  return sealFrame(header, body, epoch.key, account.deviceSeed);
}

/** The position at which the server already has a frame of the message. */
function placeInConflict(answer: Result<unknown>): number | undefined {
  if (answer.ok || answer.code !== 'message-conflict') return;
  return typeof answer.facts?.seq === 'number' ? answer.facts.seq : undefined;
}

const final: readonly ErrorCode[] = [
  'too-large',
  'not-allowed',
  'no-longer-a-member',
  'only-admins-post',
  'no-such-conversation',
  'no-such-user',
  'person-deleted',
  'bad-request',
  'message-conflict',
];

function isFinal(code: ErrorCode): boolean {
  return final.includes(code);
}
