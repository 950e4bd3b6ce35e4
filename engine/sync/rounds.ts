import type { ConversationId } from '../../protocol/ids.ts';
import type { Clock } from '../ports.ts';

/** The server's clock and ours may differ by any amount: the time it gives for a retry is only a hint. */
const SHORTEST_PAUSE_MILLISECONDS = 100;
const LONGEST_PAUSE_MILLISECONDS = 60_000;

/** Undefined where the server, in the fact `retryAfterMs` of a refusal, has given no time. */
export function pauseAsked(retryAfterMs: unknown): number | undefined {
  if (typeof retryAfterMs !== 'number' || !Number.isFinite(retryAfterMs)) return;
  return Math.min(Math.max(retryAfterMs, SHORTEST_PAUSE_MILLISECONDS), LONGEST_PAUSE_MILLISECONDS);
}

/**
 * Work on conversations, one round at a time for each: a round does all that is to be done, and one that is asked for meanwhile
 * follows it.
 */
export class Rounds {
  readonly #clock: Clock;
  readonly #work: (conversation: ConversationId) => Promise<void>;
  readonly #busy = new Map<ConversationId, Promise<void>>();
  readonly #asked = new Set<ConversationId>();
  readonly #pauses = new Map<ConversationId, () => void>();
  isClosed = false;

  /** `work` handles what fails in it. */
  constructor(clock: Clock, work: (conversation: ConversationId) => Promise<void>) {
    this.#clock = clock;
    this.#work = work;
  }

  /** Ends a pause. */
  ask(conversation: ConversationId): void {
    if (this.isClosed) return;
    if (this.#busy.has(conversation)) {
      this.#asked.add(conversation);
      return;
    }
    this.#pauses.get(conversation)?.();
    this.#pauses.delete(conversation);
    const round = this.#work(conversation).finally(() => {
      this.#busy.delete(conversation);
      if (this.#asked.delete(conversation)) this.ask(conversation);
    });
    this.#busy.set(conversation, round);
  }

  askAfter(conversation: ConversationId, milliseconds: number): void {
    if (this.isClosed) return;
    this.#pauses.set(
      conversation,
      this.#clock.after(milliseconds, () => this.ask(conversation)),
    );
  }

  /** Resolves when no round is under way; starts none any more. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const cancel of this.#pauses.values()) cancel();
    await Promise.all(this.#busy.values());
  }
}
