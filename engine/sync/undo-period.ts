// For some seconds, where the user wants that, what was written can be taken back before it goes out. A start ends them: what
// waited then is sent, as it would have been had Parley not been closed.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { MessageId } from '../../protocol/ids.ts';
import type { ParametersOf } from '../api/api.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { findMessage, listUndoable, type MessageRow, setUndoable } from '../messages/message-table.ts';
import type { Settings } from '../settings/settings.ts';

type UndoDependencies = Pick<ConversationDependencies, 'db' | 'clock' | 'logger'>;

export class UndoPeriod {
  readonly #dependencies: UndoDependencies;
  readonly #settings: Pick<Settings, 'all'>;
  /** Called with each message that can't be taken back any more. */
  readonly #ended: (message: MessageRow) => void;
  readonly #waits = new Map<MessageId, () => void>();

  constructor(
    dependencies: UndoDependencies,
    settings: Pick<Settings, 'all'>,
    ended: (message: MessageRow) => void,
  ) {
    this.#dependencies = dependencies;
    this.#settings = settings;
    this.#ended = ended;
    for (const row of listUndoable(dependencies.db)) setUndoable(dependencies.db, row, false);
  }

  /** To be called in the turn in which the message is written. Returns it as it is then. */
  begin(row: MessageRow): MessageRow {
    const { db, clock, logger } = this.#dependencies;
    const { undoSeconds } = this.#settings.all();
    if (undoSeconds === 0) return row;
    const end = () => {
      try {
        this.#waits.delete(row.id);
        const ended = setUndoable(db, row, false);
        if (ended) this.#ended(ended);
      } catch (error) {
        logger.error({ error, conversation: row.conversation }, 'a message was not released');
      }
    };
    this.#waits.set(row.id, clock.after(undoSeconds * 1_000, end));
    return setUndoable(db, row, true) ?? row;
  }

  /** The message, or the one written last; refuses with `already-sent`, and with `no-such-message` where there is none. */
  find({ conversation, message }: ParametersOf<'undoSend'>): Result<MessageRow> {
    const { db } = this.#dependencies;
    const [last] = listUndoable(db, conversation);
    const row = message === undefined ? last : findMessage(db, conversation, message);
    if (row?.undoable) return ok(row);
    return refuse(row || message !== undefined ? 'already-sent' : 'no-such-message');
  }

  /** It is taken back, or deleted. */
  forget(message: MessageId): void {
    this.#waits.get(message)?.();
    this.#waits.delete(message);
  }

  close(): void {
    for (const cancel of this.#waits.values()) cancel();
    this.#waits.clear();
  }
}
