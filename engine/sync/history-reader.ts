// Reads history page by page, in both directions, and fetches records that aren't stored yet.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ConversationId, MessageId } from '../../protocol/ids.ts';
import { type ConversationRow, findConversation } from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { findNewestRange, findRange } from '../log/log-table.ts';
import {
  endOf,
  findMessage,
  findMessageSince,
  listMessagesBefore,
  listMessagesBehind,
  listUnplacedMessages,
  type MessageRow,
  type Place,
} from '../messages/message-table.ts';
import type { Sync } from './sync.ts';

export interface Page {
  /** Oldest first. */
  readonly rows: readonly MessageRow[];
  readonly more: boolean;
  /** Of a page around a message: there are newer ones. */
  readonly newer?: boolean;
  /** Of a page around a moment. */
  readonly found?: MessageId;
}

/** So far back a message is looked for at once; what was fetched stays. */
const MOST_PAGES_BACK = 50;

interface Held extends Page {
  /** Records are missing below this position; the stored range ends there. */
  readonly gap?: number | undefined;
}

export class HistoryReader {
  readonly #dependencies: Pick<ConversationDependencies, 'db'>;
  readonly #sync: Pick<Sync, 'catchUp' | 'older'>;

  constructor(dependencies: Pick<ConversationDependencies, 'db'>, sync: Pick<Sync, 'catchUp' | 'older'>) {
    this.#dependencies = dependencies;
    this.#sync = sync;
  }

  /** The newest `limit` messages before one, or the newest of all; offline what is held without a gap. */
  async before(
    { id: conversation }: ConversationRow,
    id: MessageId | undefined,
    limit: number,
  ): Promise<Result<Page>> {
    const anchor = id && findMessage(this.#dependencies.db, conversation, id);
    if (id && !anchor) return refuse('no-such-message');
    if (anchor?.seq === undefined) await this.#sync.catchUp(conversation);
    return this.#whole(conversation, () => this.#heldBefore(conversation, id, limit));
  }

  /** The oldest `limit` messages after one. */
  async after({ id: conversation }: ConversationRow, id: MessageId, limit: number): Promise<Result<Page>> {
    if (!findMessage(this.#dependencies.db, conversation, id)) return refuse('no-such-message');
    await this.#sync.catchUp(conversation);
    return this.#whole(conversation, () => this.#heldAfter(conversation, id, limit));
  }

  /** A message between as many before it as after it, `limit` in all. One that isn't here yet is looked for further up. */
  async around(conversation: ConversationRow, id: MessageId, limit: number): Promise<Result<Page>> {
    const found = await this.#find(conversation.id, id);
    if (!found.ok) return found;
    const before = Math.floor((limit - 1) / 2);
    const older = await this.before(conversation, id, before);
    const newer = await this.after(conversation, id, limit - 1 - before);
    if (!older.ok) return older;
    if (!newer.ok) return newer;
    // Read last: it may have been edited while the others were fetched.
    const message = findMessage(this.#dependencies.db, conversation.id, id);
    if (!message) return refuse('no-such-message');
    const rows = [...older.value.rows, message, ...newer.value.rows];
    return ok({ rows, more: older.value.more, newer: newer.value.more });
  }

  /**
   * Around the first message of a moment or a later one, or the newest of all. Where all that is here is later, what is before
   * that is fetched; where that can't be had, or never ends, it is the oldest one here.
   */
  async at(conversation: ConversationRow, moment: number, limit: number): Promise<Result<Page>> {
    const { id } = conversation;
    await this.#sync.catchUp(id);
    for (let pages = 0; pages < MOST_PAGES_BACK; pages += 1) {
      const low = findNewestRange(this.#dependencies.db, id)?.low ?? 0;
      const [oldest] = listMessagesBehind(
        this.#dependencies.db,
        id,
        endOf(low - 1),
        Number.MAX_SAFE_INTEGER,
        1,
      );
      if (low <= this.#first(id) || (oldest && oldest.sentAt < moment)) break;
      const fetched = await this.#sync.older(id, low);
      if (!fetched.ok) break;
    }
    const low = findNewestRange(this.#dependencies.db, id)?.low ?? 0;
    const found = findMessageSince(this.#dependencies.db, id, low <= this.#first(id) ? 0 : low, moment);
    if (!found) return this.before(conversation, undefined, limit);
    const page = await this.around(conversation, found, limit);
    return page.ok ? ok({ ...page.value, found }) : page;
  }

  /** Not without end: nothing says that a message of this id has ever been written. */
  async #find(conversation: ConversationId, id: MessageId): Promise<Result<undefined>> {
    for (let pages = 0; !findMessage(this.#dependencies.db, conversation, id); pages += 1) {
      const low = findNewestRange(this.#dependencies.db, conversation)?.low ?? 0;
      if (low <= this.#first(conversation) || pages === MOST_PAGES_BACK) return refuse('no-such-message');
      const fetched = await this.#sync.older(conversation, low);
      if (!fetched.ok) return fetched;
    }
    return ok(undefined);
  }

  /** The oldest `limit` messages after the last that has been read. */
  async unread(conversation: ConversationRow, limit: number): Promise<Result<Page>> {
    await this.#sync.catchUp(conversation.id);
    const { read } = findConversation(this.#dependencies.db, conversation.id) ?? conversation;
    return this.#whole(conversation.id, () => this.#placedBehind(conversation.id, endOf(read), limit));
  }

  /**
   * Reads until nothing is missing, or what is missing can't be had. Each time everything is read at one moment: a
   * message may get its place in the log whenever one waits.
   */
  async #whole(conversation: ConversationId, read: () => Held): Promise<Result<Page>> {
    for (;;) {
      const { rows, more, gap } = read();
      if (gap === undefined) return ok({ rows, more });
      const fetched = await this.#sync.older(conversation, gap);
      if (!fetched.ok) return ok({ rows, more: true });
    }
  }

  /** What has no place yet comes after everything that has. */
  #heldBefore(conversation: ConversationId, id: MessageId | undefined, limit: number): Held {
    const anchor = id && findMessage(this.#dependencies.db, conversation, id);
    const unplaced = this.#unplacedBefore(conversation, anchor).slice(-limit);
    const place = anchor && placeOf(anchor);
    const end = endOf(findNewestRange(this.#dependencies.db, conversation)?.high ?? 0);
    const placed = this.#placedBefore(conversation, place ?? end, limit - unplaced.length);
    return { ...placed, rows: [...placed.rows, ...unplaced] };
  }

  #unplacedBefore(conversation: ConversationId, anchor: MessageRow | undefined): readonly MessageRow[] {
    if (anchor && anchor.seq !== undefined) return [];
    const rows = listUnplacedMessages(this.#dependencies.db, conversation);
    return anchor ? rows.filter((row) => row.position < anchor.position) : rows;
  }

  /** What was lost behind the very first position is held, whatever else is. */
  #placedBefore(conversation: ConversationId, place: Place, limit: number): Held {
    const last = place.lost > 0 ? place.seq : place.seq - 1;
    const range = findRange(this.#dependencies.db, conversation, Math.max(last, 1));
    const held = range?.low ?? last + 1;
    // Below the first position that can be had lies what was read before, as a member at another time.
    const low = held <= this.#first(conversation) ? 0 : held;
    const rows = listMessagesBefore(this.#dependencies.db, conversation, low, place, limit + 1);
    if (rows.length > limit) return { rows: rows.slice(rows.length - limit), more: true };
    return { rows, more: false, gap: low > 0 ? low : undefined };
  }

  #first(conversation: ConversationId): number {
    return findConversation(this.#dependencies.db, conversation)?.first ?? 1;
  }

  #heldAfter(conversation: ConversationId, id: MessageId, limit: number): Held {
    const anchor = findMessage(this.#dependencies.db, conversation, id);
    const place = anchor && placeOf(anchor);
    const placed = place && this.#placedBehind(conversation, place, limit);
    if (placed?.more || placed?.gap !== undefined) return placed;
    const unplaced = listUnplacedMessages(this.#dependencies.db, conversation).filter(
      ({ position }) => placed || position > (anchor?.position ?? 0),
    );
    const rows = [...(placed?.rows ?? []), ...unplaced];
    return { rows: rows.slice(0, limit), more: rows.length > limit };
  }

  /** Fills a gap from above, so that it is known when the records below it are complete. */
  #placedBehind(conversation: ConversationId, place: Place, limit: number): Held {
    const { seq } = place;
    const range =
      findRange(this.#dependencies.db, conversation, seq) ??
      findRange(this.#dependencies.db, conversation, seq + 1);
    const newest = findNewestRange(this.#dependencies.db, conversation);
    const isWhole = newest !== undefined && newest.low <= this.#first(conversation);
    const high = isWhole ? newest.high : (range?.high ?? seq);
    const rows = listMessagesBehind(this.#dependencies.db, conversation, place, high, limit + 1);
    if (rows.length > limit) return { rows: rows.slice(0, limit), more: true };
    return { rows, more: false, gap: newest && newest.low > high ? newest.low : undefined };
  }
}

function placeOf({ seq, lost }: MessageRow): Place | undefined {
  return seq === undefined ? undefined : { seq, lost };
}
