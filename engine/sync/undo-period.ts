// For some seconds, where the user wants that, what was written can be taken back before it goes out. A start ends them: what
// waited then is sent, as it would have been had Parley not been closed.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { MessageId } from '../../protocol/ids.ts';
import type { ParametersOf } from '../api/api.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { readAccountSettings } from '../decisions/account-settings.ts';
import type { MessageRow } from '../messages/message-table.ts';
import { findQueued, listUndoable, setUndoable } from '../messages/outbox-table.ts';

type UndoDependencies = Pick<ConversationDependencies, 'db' | 'clock' | 'logger'>;
type Place = Pick<MessageRow, 'conversation' | 'id'>;

export class UndoPeriod {
  readonly #dependencies: UndoDependencies;
  /** Called with each message that can't be taken back any more. */
  readonly #ended: (message: Place) => void;
  readonly #waits = new Map<MessageId, () => void>();

  constructor(dependencies: UndoDependencies, ended: (message: Place) => void) {
    this.#dependencies = dependencies;
    this.#ended = ended;
    for (const { conversation, message: id } of listUndoable(dependencies.db))
      setUndoable(dependencies.db, { conversation, id }, false);
  }

  /** To be called in the turn in which the message is written. */
  begin({ conversation, id }: Place): void {
    const { db, clock, logger } = this.#dependencies;
    const { undoSeconds } = readAccountSettings(db);
    if (undoSeconds === 0) return;
    setUndoable(db, { conversation, id }, true);
    const end = () => {
      try {
        this.#waits.delete(id);
        setUndoable(db, { conversation, id }, false);
        this.#ended({ conversation, id });
      } catch (error) {
        logger.error({ error, conversation }, 'a message was not released');
      }
    };
    this.#waits.set(id, clock.after(undoSeconds * 1_000, end));
  }

  /** The message, or the one written last; refuses with `already-sent`, and with `no-such-message` where there is none. */
  find({ conversation, message }: ParametersOf<'undoSend'>): Result<MessageId> {
    const { db } = this.#dependencies;
    const [last] = listUndoable(db, conversation);
    const queued = message === undefined ? last : findQueued(db, conversation, message);
    if (queued?.undoable) return ok(queued.message);
    return refuse(message === undefined ? 'no-such-message' : 'already-sent');
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
