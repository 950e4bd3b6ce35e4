// What the user wants notifications for in a conversation, on any device of the account: everything, mentions only, or nothing.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import type { ParametersOf } from '../api/api.ts';
import { findConversation } from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import type { ChangeListener } from '../conversations/stop.ts';
import { type Decisions, listLevels, setNotificationLevel } from '../decisions/decision-table.ts';

type LevelsDependencies = Pick<ConversationDependencies, 'db' | 'marks'>;

export class NotificationLevels {
  readonly #dependencies: LevelsDependencies;
  readonly #changes: ChangeListener;
  /** As shown last. */
  #shown: Decisions['levels'];

  constructor(dependencies: LevelsDependencies, changes: ChangeListener) {
    this.#dependencies = dependencies;
    this.#changes = changes;
    this.#shown = listLevels(dependencies.db);
  }

  /** Refuses with `no-such-conversation`. */
  set({ conversation, level }: ParametersOf<'setNotifications'>): Result<Record<string, never>> {
    const { db, marks } = this.#dependencies;
    if (!findConversation(db, conversation)) return refuse('no-such-conversation');
    setNotificationLevel(db, conversation, level);
    marks.noteDecision();
    this.review();
    return ok({});
  }

  /** The decisions of another device have come with the account's marks. */
  review(): void {
    const before = this.#shown;
    this.#shown = listLevels(this.#dependencies.db);
    // The schema of the marks has parsed the keys.
    for (const id of Object.keys(this.#shown) as ConversationId[]) {
      if (before[id]?.level !== this.#shown[id]?.level) this.#changes.changed({ conversation: id });
    }
  }
}
