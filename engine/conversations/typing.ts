// Who writes something now: a passing remark between devices that are connected, which is stored nowhere. The user who has
// turned it off neither sends nor sees it.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { PushOf } from '../../protocol/events.ts';
import { type ConversationId, nameOn } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { isForEveryone } from '../../protocol/membership-rules.ts';
import type { ParametersOf } from '../api/api.ts';
import { readAccountSettings } from '../decisions/account-settings.ts';
import { isBlocked, listBlocked } from '../decisions/decision-table.ts';
import { type ConversationRow, findConversation } from './conversation-table.ts';
import type { ConversationDependencies } from './dependencies.ts';
import { isOpen } from './standing.ts';

type TypingDependencies = Pick<
  ConversationDependencies,
  'db' | 'account' | 'connection' | 'people' | 'clock' | 'logger' | 'emit'
>;

export class Typing {
  readonly #dependencies: TypingDependencies;
  readonly #sentAt = new Map<ConversationId, number>();
  /** How to stop waiting for the end of each, in the order in which they began. */
  readonly #typists = new Map<ConversationId, Map<string, () => void>>();
  readonly #stopPresence: () => void;

  constructor(dependencies: TypingDependencies) {
    this.#dependencies = dependencies;
    this.#stopPresence = dependencies.people.onPresence((changes) => {
      for (const { address, status } of changes) {
        const user = nameOn(dependencies.account.serverName, address);
        if (status === 'offline') for (const id of this.#typists.keys()) this.stopped(id, user);
      }
    });
  }

  /** The user writes: the others get to know it, at most every three seconds. Refuses with `no-such-conversation`. */
  typed({ conversation }: ParametersOf<'setTyping'>): Result<Record<string, never>> {
    const { db, clock, connection, logger } = this.#dependencies;
    const row = findConversation(db, conversation);
    if (!row) return refuse('no-such-conversation');
    const now = clock.elapsed();
    const since = now - (this.#sentAt.get(conversation) ?? Number.NEGATIVE_INFINITY);
    const isDue = since >= limits.typingEveryMilliseconds && connection.state === 'online';
    if (!isDue || !this.#isOfInterest(row)) return ok({});
    this.#sentAt.set(conversation, now);
    connection
      .request('conversations:type', { conversation })
      .then((sent) => sent.ok || logger.debug({ code: sent.code }, 'typing was not sent'))
      .catch((error: unknown) => logger.error({ error }, 'sending that the user types failed'));
    return ok({});
  }

  /** Nothing is in the log of a conversation that is only opened here; the members of a group with a blocked one get nothing. */
  #isOfInterest(row: ConversationRow): boolean {
    const { db, account } = this.#dependencies;
    if (isForEveryone(row.kind) || row.head === 0 || row.ended || row.personDeleted) return false;
    if (!readAccountSettings(db).typing || !isOpen(this.#dependencies, row)) return false;
    if (row.members.every((member) => member === account.address)) return false;
    return !listBlocked(db).some((person) => row.members.includes(person));
  }

  /** Another member writes. */
  arrived({ conversation, address }: PushOf<'conversations:typing'>): void {
    const { db, account, clock } = this.#dependencies;
    const row = findConversation(db, conversation);
    if (!row?.members.includes(address) || address === account.address || isForEveryone(row.kind)) return;
    if (!readAccountSettings(db).typing || isBlocked(db, address)) return;
    if (row.ended || !isOpen(this.#dependencies, row)) return;
    const user = nameOn(account.serverName, address);
    const typists = this.#typists.get(conversation) ?? new Map<string, () => void>();
    this.#typists.set(conversation, typists);
    const isNew = !typists.has(user);
    typists.get(user)?.();
    typists.set(
      user,
      clock.after(limits.typingMilliseconds, () => this.stopped(conversation, user)),
    );
    if (isNew) this.#emit(conversation);
  }

  /** A message of the user has come, or nothing more. */
  stopped(conversation: ConversationId, user: string): void {
    const typists = this.#typists.get(conversation);
    const cancel = typists?.get(user);
    if (!cancel) return;
    cancel();
    typists?.delete(user);
    this.#emit(conversation);
  }

  /** The user may have turned it off. */
  review(): void {
    if (readAccountSettings(this.#dependencies.db).typing) return;
    for (const [id, typists] of this.#typists) for (const user of typists.keys()) this.stopped(id, user);
  }

  #emit(conversation: ConversationId): void {
    const users = [...(this.#typists.get(conversation)?.keys() ?? [])];
    if (users.length === 0) this.#typists.delete(conversation);
    this.#dependencies.emit('typing', { conversation, users });
  }

  close(): void {
    this.#stopPresence();
    for (const typists of this.#typists.values()) for (const cancel of typists.values()) cancel();
    this.#typists.clear();
  }
}
