// Has the server erase what deletions of this device delete, once these are in the log. What is left to do is read off the
// deletions themselves, so that a crash loses none of it.
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { writeDeletion } from '../messages/delete-message.ts';
import {
  listConversationsWithDeletions,
  listDeletedWithUnnamedEdits,
  listErasuresDue,
  markErased,
} from '../messages/deletion-table.ts';
import { findMessage } from '../messages/message-table.ts';
import { pauseAsked, Rounds } from './rounds.ts';

/** After these nothing will ever be erased there by this account: it may no longer, or the server has lost it. */
const final: readonly ErrorCode[] = ['not-allowed', 'no-such-message', 'no-such-conversation', 'bad-request'];

export class Erasures {
  readonly #dependencies: ConversationDependencies;
  readonly #send: (conversation: ConversationId) => void;
  readonly #rounds: Rounds;

  /** `send` sends what waits in the outbox of a conversation. */
  constructor(dependencies: ConversationDependencies, send: (conversation: ConversationId) => void) {
    this.#dependencies = dependencies;
    this.#send = send;
    this.#rounds = new Rounds(dependencies.clock, (conversation) =>
      this.#erase(conversation).catch((error: unknown) => {
        this.#dependencies.logger.error({ error, conversation }, 'erasing what was deleted failed');
      }),
    );
  }

  flushAll(): void {
    const { db, account } = this.#dependencies;
    for (const conversation of listConversationsWithDeletions(db, account.device)) this.flush(conversation);
  }

  /** Asks for all that is due in a conversation, a round under way also for what has become due meanwhile. */
  flush(conversation: ConversationId): void {
    this.#rounds.ask(conversation);
  }

  async #erase(conversation: ConversationId): Promise<void> {
    const { db, account, connection, logger } = this.#dependencies;
    this.#nameLateEdits(conversation);
    while (!this.#rounds.isClosed && connection.state === 'online') {
      const due = listErasuresDue(db, conversation, account.device, limits.recordsErased);
      const [first] = due;
      if (!first) return;
      // Together only what one deletion deletes: the server refuses all or nothing.
      const together = due.filter(({ id }) => id === first.id);
      const seqs = together.map(({ seq }) => seq);
      const answer = await connection.request('conversations:erase', { conversation, seqs });
      if (!answer.ok && !final.includes(answer.code))
        return this.#pause(conversation, answer.facts?.retryAfterMs);
      if (!answer.ok) logger.warn({ conversation, seqs, code: answer.code }, 'the server does not erase');
      db.transaction(() => {
        for (const { position } of together) markErased(db, position);
      });
    }
  }

  /** Another device of its author has edited a message before it knew of the deletion. */
  #nameLateEdits(conversation: ConversationId): void {
    const { db, account } = this.#dependencies;
    for (const target of listDeletedWithUnnamedEdits(db, conversation, account.device)) {
      const message = findMessage(db, conversation, target);
      if (message) writeDeletion(this.#dependencies, message);
      this.#send(conversation);
    }
  }

  /** Coming online asks again; what the server refuses for a while is asked for by itself. */
  #pause(conversation: ConversationId, retryAfterMs: unknown): void {
    const wait = pauseAsked(retryAfterMs);
    if (wait !== undefined) this.#rounds.askAfter(conversation, wait);
  }

  /** Resolves when nothing is on its way; starts nothing new. */
  close(): Promise<void> {
    return this.#rounds.close();
  }
}
