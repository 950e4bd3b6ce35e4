// Syncs with the server when the connection comes online, and again a little later when the server refused part of it
// for now: while the connection stays up nothing else would repeat it.
import type { ConversationSummary } from '../../protocol/conversations.ts';
import { ok, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { noticeOf } from '../api/notices.ts';
import { findConversation } from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import type { Epochs } from '../conversations/epochs.ts';
import { behindMarks } from '../high-water-marks/high-water-marks.ts';
import type { Bulk } from './bulk.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { Erasures } from './erasures.ts';
import { isVerdict } from './fetch-keys.ts';
import type { Outbox } from './outbox.ts';
import type { Receipts } from './read-receipts.ts';
import type { Sync } from './sync.ts';

const AGAIN_MILLISECONDS = 5_000;

interface ResyncDependencies extends ConversationDependencies {
  readonly bulk: Bulk;
  readonly changes: Pick<ChangeFeed, 'changed' | 'recount'>;
  readonly epochs: Pick<Epochs, 'forgetFreshness'>;
  readonly erasures: Pick<Erasures, 'flushAll'>;
  readonly outbox: Pick<Outbox, 'flushAll'>;
  readonly receipts: Pick<Receipts, 'reportAgain' | 'gathered'>;
  readonly sync: Pick<Sync, 'all' | 'catchUp'>;
}

export class Resync {
  readonly #dependencies: ResyncDependencies;
  #closed = false;
  #again: (() => void) | undefined;
  /** Conversations of which other devices of the account have seen more records than the server now shows. */
  #withheld: ConversationId[] = [];
  readonly #reported = new Set<ConversationId>();

  constructor(dependencies: ResyncDependencies) {
    this.#dependencies = dependencies;
  }

  /** Fetches new records, then sends pending messages. Returns the first temporary refusal. */
  async online(): Promise<Result<undefined>> {
    this.#again?.();
    this.#again = undefined;
    this.#dependencies.epochs.forgetFreshness();
    const synced = await this.#settled(this.#syncAll());
    if (this.#closed) return synced;
    // Pending messages are sent even if fetching failed.
    this.#dependencies.outbox.flushAll();
    this.#dependencies.erasures.flushAll();
    if (!synced.ok) this.#syncAgain(synced);
    return synced;
  }

  /** Returns the first refusal that isn't a verdict on one conversation: the others go on. */
  async #syncAll(): Promise<Result<undefined>> {
    // Before the list is asked for: what is pushed meanwhile may be newer than it.
    const seen = this.#dependencies.marks.seen();
    const listed = await this.#dependencies.sync.all();
    if (!listed.ok) return listed;
    this.#withheld = behindMarks(seen, listed.value).filter(
      (id) => !findConversation(this.#dependencies.db, id)?.stopped,
    );
    this.#notifyWithheld();
    this.#dependencies.changes.recount();
    await this.#dependencies.receipts.reportAgain(
      listed.value.filter((summary) => this.#isBehind(summary)).map(({ id }) => id),
    );
    const ids = listed.value.toSorted((a, b) => b.unread - a.unread).map(({ id }) => id);
    for (const conversation of ids) this.#dependencies.changes.changed({ conversation });
    return this.#dependencies.receipts.gathered(() => this.#catchUpWith(ids));
  }

  /** Once for each conversation. */
  #notifyWithheld(): void {
    const conversations = this.#withheld.filter((id) => !this.#reported.has(id));
    if (conversations.length === 0) return;
    for (const id of conversations) this.#reported.add(id);
    this.#dependencies.logger.error({ conversations }, 'the server shows less than was seen before');
    this.#dependencies.emit('notice', noticeOf('history-withheld'));
  }

  /** Fetches many conversations in one request, then each by itself: mostly nothing is left to fetch by then. */
  async #catchUpWith(ids: readonly ConversationId[]): Promise<Result<undefined>> {
    const fetched = await this.#settled(this.#dependencies.bulk.catchUp(ids, () => !this.#closed));
    if (!fetched.ok && fetched.code !== 'internal') return fetched;
    let refusal: Refusal | undefined;
    for (const id of ids) {
      if (this.#closed) break;
      const caughtUp = await this.#settled(this.#dependencies.sync.catchUp(id));
      if (!caughtUp.ok && !isVerdict(caughtUp.code)) refusal ??= caughtUp;
    }
    return refusal ?? ok(undefined);
  }

  /** A server that was restored from a backup has lost the positions reported since. */
  #isBehind({ id, read }: ConversationSummary): boolean {
    return (findConversation(this.#dependencies.db, id)?.read ?? 0) > read;
  }

  /** Follows the processing of a push; a sync makes up for a failure. */
  follow(work: Promise<Result<undefined>>): void {
    this.#settled(work).then((result) => {
      if (!result.ok) this.#syncAgain(result);
    });
  }

  #settled(work: Promise<Result<undefined>>): Promise<Result<undefined>> {
    return work.catch((error: unknown) => {
      this.#dependencies.logger.error({ error }, 'taking over what the server has failed');
      return refuse('internal');
    });
  }

  #syncAgain({ code }: Refusal): void {
    if (this.#closed || isVerdict(code) || this.#dependencies.connection.state !== 'online') return;
    this.#again ??= this.#dependencies.clock.after(AGAIN_MILLISECONDS, () => this.follow(this.online()));
  }

  /** The user accepts to go on without records that other devices of the account have seen and this one never had. */
  acceptWithheld(): void {
    for (const id of this.#withheld.splice(0)) this.#dependencies.marks.goOn(id, 0, 0);
  }

  /** Starts nothing new. */
  close(): void {
    this.#closed = true;
    this.#again?.();
  }
}
