// Removes messages once they have expired: at the start before anything is shown, and then on time. A computer that slept
// may wake up late for a timer, so no timer is long, and every request that reads messages sweeps first.
import type { ConversationId, MessageId } from '../../protocol/ids.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { findNextExpiry, removeExpired } from '../messages/lifetime-table.ts';
import type { ChangeFeed } from './change-feed.ts';

type Dependencies = Pick<ConversationDependencies, 'db' | 'clock' | 'serverTime' | 'logger'>;

const LONGEST_WAIT = 10_000;

export class Expiries {
  readonly #dependencies: Dependencies;
  readonly #changes: Pick<ChangeFeed, 'changed'>;
  #cancel: () => void = () => undefined;
  #isClosed = false;

  constructor(dependencies: Dependencies, changes: Pick<ChangeFeed, 'changed'>) {
    this.#dependencies = dependencies;
    this.#changes = changes;
    // Also revisions of messages that have never come.
    this.#remove();
    this.plan();
  }

  /** Removes what has expired by now. */
  sweep(): void {
    const { db, serverTime } = this.#dependencies;
    const next = findNextExpiry(db);
    if (next !== undefined && next <= serverTime.now()) this.#remove();
    this.plan();
  }

  #remove(): void {
    const { db, serverTime } = this.#dependencies;
    const expired = db.transaction(() => removeExpired(db, serverTime.now()));
    const byConversation = new Map<ConversationId, MessageId[]>();
    for (const { conversation, id } of expired)
      byConversation.set(conversation, [...(byConversation.get(conversation) ?? []), id]);
    for (const [conversation, removed] of byConversation) this.#changes.changed({ conversation, removed });
    db.flushDeleted();
  }

  /** Something may expire earlier than what was waited for. */
  plan(): void {
    const { db, clock, serverTime, logger } = this.#dependencies;
    this.#cancel();
    const next = this.#isClosed ? undefined : findNextExpiry(db);
    if (next === undefined) return;
    const wait = Math.min(Math.max(0, next - serverTime.now()), LONGEST_WAIT);
    this.#cancel = clock.after(wait, () => {
      try {
        this.sweep();
      } catch (error) {
        logger.error({ error }, 'expired messages were not removed');
      }
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }
}
