// What the user decides about strangers: accepts or refuses what they begin, and blocks people. Decisions take effect here at
// once, hold while the server can't be reached, and go to the account's other devices sealed, with its marks.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { type Address, type ConversationId, nameOn } from '../../protocol/ids.ts';
import { isForEveryone } from '../../protocol/membership-rules.ts';
import type { Conversation, ParametersOf } from '../api/api.ts';
import {
  type ConversationRow,
  findConversation,
  listConversations,
} from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { otherPerson, settleStanding, standingOf } from '../conversations/standing.ts';
import {
  type Decisions,
  isBlocked,
  listBlocked,
  listDecisions,
  setBlocked,
  setDecision,
} from '../decisions/decision-table.ts';
import type { Groups } from '../groups/groups.ts';
import { viewConversation } from '../messages/message-view.ts';
import type { ChangeFeed } from '../sync/change-feed.ts';
import type { Receipts } from '../sync/read-receipts.ts';

type Done = Result<Record<string, never>>;

interface RequestsParts {
  readonly changes: Pick<ChangeFeed, 'changed' | 'removed' | 'recount'>;
  readonly groups: Pick<Groups, 'leave'>;
  readonly receipts: Pick<Receipts, 'received'>;
  /** Takes a group that this account has left off its list. */
  remove(conversation: ConversationId): Promise<Done>;
}

export class Requests {
  readonly #dependencies: ConversationDependencies;
  readonly #parts: RequestsParts;
  /** The decisions that have been shown, as they are compared with those of another device. */
  #shown: Decisions;

  constructor(dependencies: ConversationDependencies, parts: RequestsParts) {
    this.#dependencies = dependencies;
    this.#parts = parts;
    this.#shown = listDecisions(dependencies.db);
  }

  /** Those that wait for a decision. */
  list(): readonly Conversation[] {
    return listConversations(this.#dependencies.db)
      .filter((row) => standingOf(this.#dependencies, row) === 'request')
      .map((row) => viewConversation(this.#dependencies, row));
  }

  /**
   * Refusing leaves a group, for which the server is needed; of a refused direct conversation nothing is sent, so that
   * its sender sees no difference.
   */
  async answer({ conversation, accept }: ParametersOf<'answerRequest'>): Promise<Done> {
    const row = findConversation(this.#dependencies.db, conversation);
    const standing = row && standingOf(this.#dependencies, row);
    if (!row || (standing !== 'request' && standing !== 'refused')) return refuse('no-such-conversation');
    if (accept) this.accept(row);
    else if (row.kind === 'group') return this.#leave(row);
    else this.#refuse(row);
    return ok({});
  }

  accept(row: ConversationRow): void {
    setDecision(this.#dependencies.db, row, true);
    this.#decided();
    this.#parts.changes.changed({ conversation: row.id });
    this.#parts.receipts.received(row.id);
  }

  #refuse(row: ConversationRow): void {
    setDecision(this.#dependencies.db, row, false);
    this.#decided();
    this.#parts.changes.removed(row.id);
  }

  async #leave(row: ConversationRow): Promise<Done> {
    const left = await this.#parts.groups.leave({ conversation: row.id });
    // A stranger has made the user the only owner: the group stays behind, out of sight.
    if (!left.ok && left.code === 'owner-needed') this.#refuse(row);
    else if (!left.ok) return left;
    else return this.#parts.remove(row.id);
    return ok({});
  }

  blocked(): readonly string[] {
    return listBlocked(this.#dependencies.db).map((address) => this.#nameHere(address));
  }

  /** Refuses with `no-such-user`, and with `not-allowed` for oneself. */
  async block({ user }: ParametersOf<'block'>): Promise<Done> {
    const person = await this.#find(user);
    if (!person.ok) return person;
    if (person.value === this.#dependencies.account.address) return refuse('not-allowed');
    if (!isBlocked(this.#dependencies.db, person.value)) this.#setBlocked(person.value, true);
    return ok({});
  }

  async unblock({ user }: ParametersOf<'unblock'>): Promise<Done> {
    const person = this.#dependencies.people.addressOf(user);
    if (!person.ok) return person;
    if (isBlocked(this.#dependencies.db, person.value)) this.#setBlocked(person.value, false);
    return ok({});
  }

  #setBlocked(person: Address, blocked: boolean): void {
    setBlocked(this.#dependencies.db, person, blocked);
    this.#decided();
    this.#showBlocks([person]);
  }

  /** One that is known here needs no server. */
  async #find(user: string): Promise<Result<Address>> {
    const { people, account } = this.#dependencies;
    const person = people.addressOf(user);
    if (!person.ok || account.contacts.find(person.value)) return person;
    const found = await people.manifests([person.value]);
    if (!found.ok) return found;
    return found.value.has(person.value) ? person : refuse('no-such-user');
  }

  #decided(): void {
    this.#shown = listDecisions(this.#dependencies.db);
    this.#dependencies.marks.noteDecision();
  }

  /** The decisions of another device have come with the account's marks. */
  review(): void {
    const before = this.#shown;
    const now = listDecisions(this.#dependencies.db);
    this.#shown = now;
    // The schema of the marks has parsed the keys.
    const people = Object.keys(now.people) as Address[];
    const conversations = Object.keys(now.requests) as ConversationId[];
    const blocks = people.filter(
      (one) => now.people[one]?.blocked !== (before.people[one]?.blocked ?? false),
    );
    if (blocks.length > 0) this.#showBlocks(blocks);
    for (const id of conversations) {
      if (now.requests[id]?.changes !== before.requests[id]?.changes) this.#show(id);
    }
  }

  #showBlocks(people: readonly Address[]): void {
    const { db, account, emit } = this.#dependencies;
    emit('blocked', { users: this.blocked() });
    for (const row of listConversations(db)) {
      const other = otherPerson(account.address, row);
      const isConcerned = other ? people.includes(other) : isForEveryone(row.kind) || isWithAny(row, people);
      if (isConcerned) this.#show(row.id);
    }
    this.#parts.changes.recount();
  }

  #show(id: ConversationId): void {
    const standing = settleStanding(this.#dependencies, id);
    if (standing === 'open' || standing === 'request') this.#parts.changes.changed({ conversation: id });
    else this.#parts.changes.removed(id);
    if (standing === 'open') this.#parts.receipts.received(id);
  }

  #nameHere(address: Address): string {
    return nameOn(this.#dependencies.account.serverName, address);
  }
}

function isWithAny({ kind, members }: ConversationRow, people: readonly Address[]): boolean {
  return kind === 'group' && people.some((person) => members.includes(person));
}
