// Conversations that the user has muted: they raise no notifications and don't count on the app's badge, on any device of the
// account, until a moment or until the user unmutes them.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import type { ParametersOf } from '../api/api.ts';
import { findConversation } from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import type { ChangeListener } from '../conversations/stop.ts';
import { FOR_EVER, listMutes, setMutedUntil } from '../decisions/decision-table.ts';

type MutesDependencies = Pick<ConversationDependencies, 'db' | 'clock' | 'marks'>;

/** A timer can't run for longer than 24 days, and a computer that sleeps stops it. */
const LONGEST_WAIT_MILLISECONDS = 3_600_000;

export class Mutes {
  readonly #dependencies: MutesDependencies;
  readonly #changes: ChangeListener;
  /** Until when each is muted, as shown last. */
  #shown: ReadonlyMap<ConversationId, number>;
  #cancelWait: (() => void) | undefined;

  constructor(dependencies: MutesDependencies, changes: ChangeListener) {
    this.#dependencies = dependencies;
    this.#changes = changes;
    this.#shown = this.#present();
    this.#waitForEnd();
  }

  /** Refuses with `no-such-conversation`. A moment that has passed unmutes. */
  mute({ conversation, until }: ParametersOf<'mute'>): Result<Record<string, never>> {
    return this.#decide(conversation, until === undefined ? FOR_EVER : Date.parse(until));
  }

  unmute({ conversation }: ParametersOf<'unmute'>): Result<Record<string, never>> {
    return this.#decide(conversation, 0);
  }

  #decide(conversation: ConversationId, until: number): Result<Record<string, never>> {
    const { db, marks } = this.#dependencies;
    if (!findConversation(db, conversation)) return refuse('no-such-conversation');
    setMutedUntil(db, conversation, Math.max(until, 0));
    marks.noteDecision();
    this.review();
    return ok({});
  }

  /** One has ended, or the decisions of another device have come with the account's marks. */
  review(): void {
    const [before, now] = [this.#shown, this.#present()];
    this.#shown = now;
    for (const id of new Set([...before.keys(), ...now.keys()])) {
      if (before.get(id) !== now.get(id)) this.#changes.changed({ conversation: id });
    }
    this.#waitForEnd();
  }

  close(): void {
    this.#cancelWait?.();
  }

  #present(): ReadonlyMap<ConversationId, number> {
    const now = this.#dependencies.clock.now();
    const mutes = listMutes(this.#dependencies.db);
    // The schema of the marks has parsed the keys.
    const ids = Object.keys(mutes) as ConversationId[];
    return new Map(ids.map((id) => [id, mutes[id]?.until ?? 0] as const).filter(([, until]) => until > now));
  }

  #waitForEnd(): void {
    this.#cancelWait?.();
    this.#cancelWait = undefined;
    const ends = [...this.#shown.values()].filter((until) => until < FOR_EVER);
    if (ends.length === 0) return;
    const { clock } = this.#dependencies;
    const wait = Math.min(Math.max(Math.min(...ends) - clock.now(), 0), LONGEST_WAIT_MILLISECONDS);
    this.#cancelWait = clock.after(wait, () => this.review());
  }
}
