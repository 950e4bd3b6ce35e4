// What the members of a group can make of it. Each act says what shall be different; where another member's change comes
// first, it is done again on top of that one.
import { toBase64url } from '../../protocol/bytes.ts';
import { type GroupSettings, initialSettings, type MemberRole } from '../../protocol/epoch-change.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { type Address, type ConversationId, conversationId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import {
  canAppoint,
  canLeave,
  canManageMembers,
  canRemove,
  type Member,
  roleIn,
} from '../../protocol/membership-rules.ts';
import type { ParametersOf } from '../api/api.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import type { Epochs, Group, GroupRevision } from '../conversations/epochs.ts';
import { randomBytes } from '../encryption/primitives.ts';
import type { Sync } from '../sync/sync.ts';

const CONVERSATION_ID_BYTES = 32;

interface GroupsDependencies {
  readonly epochs: Pick<Epochs, 'found' | 'revise'>;
  readonly sync: Pick<Sync, 'refresh'>;
}

export class Groups {
  readonly #dependencies: ConversationDependencies;
  readonly #parts: GroupsDependencies;

  constructor(dependencies: ConversationDependencies, parts: GroupsDependencies) {
    this.#dependencies = dependencies;
    this.#parts = parts;
  }

  /** This account becomes the owner. */
  async create({
    title,
    members,
    ...settings
  }: ParametersOf<'createGroup'>): Promise<Result<ConversationId>> {
    const added = this.#resolveAll(members);
    if (!added.ok) return added;
    const id = conversationId.parse(toBase64url(randomBytes(CONVERSATION_ID_BYTES)));
    const owner: Member = { address: this.#own, role: 'owner' };
    const group = withMembers(
      { members: [owner], settings: settingsFrom(initialSettings, settings), title },
      added.value,
    );
    if (!group.ok) return group;
    const founded = await this.#parts.epochs.found(id, group.value);
    return founded.ok ? this.#followed(id) : founded;
  }

  async add({ conversation, members }: ParametersOf<'addMembers'>): Promise<Result<ConversationId>> {
    const added = this.#resolveAll(members);
    if (!added.ok) return added;
    return this.#revise(conversation, (group) => {
      if (!canManageMembers(this.#ownRole(group))) return refuse('not-allowed');
      const isNew = added.value.some((address) => roleIn(group.members, address) === undefined);
      return isNew ? withMembers(group, added.value) : ok(undefined);
    });
  }

  async remove({ conversation, user }: ParametersOf<'removeMember'>): Promise<Result<ConversationId>> {
    const removed = this.#dependencies.people.addressOf(user);
    if (!removed.ok) return removed;
    return this.#revise(conversation, (group) => {
      const role = roleIn(group.members, removed.value);
      if (!role) return ok(undefined);
      if (removed.value === this.#own) return this.#leaving(group);
      if (!canRemove(this.#ownRole(group), role)) return refuse('not-allowed');
      return ok({ ...group, members: group.members.filter(({ address }) => address !== removed.value) });
    });
  }

  async setRole({ conversation, user, role }: ParametersOf<'setRole'>): Promise<Result<ConversationId>> {
    const appointed = this.#dependencies.people.addressOf(user);
    if (!appointed.ok) return appointed;
    return this.#revise(conversation, (group) => {
      const before = roleIn(group.members, appointed.value);
      if (!before) return refuse('no-such-user');
      if (before === role) return ok(undefined);
      if (!canAppoint(this.#ownRole(group))) return refuse('not-allowed');
      const members = group.members.map((member) =>
        member.address === appointed.value ? { ...member, role } : member,
      );
      return members.some((member) => member.role === 'owner')
        ? ok({ ...group, members })
        : refuse('owner-needed');
    });
  }

  async rename({ conversation, title }: ParametersOf<'renameGroup'>): Promise<Result<ConversationId>> {
    return this.#revise(conversation, (group) => {
      if (!canManageMembers(this.#ownRole(group))) return refuse('not-allowed');
      return ok(group.title === title ? undefined : { ...group, title });
    });
  }

  async setSettings({
    conversation,
    ...settings
  }: ParametersOf<'setGroupSettings'>): Promise<Result<ConversationId>> {
    return this.#revise(conversation, (group) => {
      if (!canManageMembers(this.#ownRole(group))) return refuse('not-allowed');
      const next = settingsFrom(group.settings, settings);
      const { posting, history } = group.settings;
      return ok(
        next.posting === posting && next.history === history ? undefined : { ...group, settings: next },
      );
    });
  }

  async leave({ conversation, successor }: ParametersOf<'leaveGroup'>): Promise<Result<ConversationId>> {
    if (successor !== undefined) {
      const appointed = await this.setRole({ conversation, user: successor, role: 'owner' });
      if (!appointed.ok) return appointed;
    }
    return this.#revise(conversation, (group) => this.#leaving(group));
  }

  async delete(conversation: ConversationId): Promise<Result<ConversationId>> {
    return this.#revise(conversation, (group) =>
      canAppoint(this.#ownRole(group)) ? ok('delete') : refuse('not-allowed'),
    );
  }

  get #own(): Address {
    return this.#dependencies.account.address;
  }

  #ownRole({ members }: Group): MemberRole | undefined {
    return roleIn(members, this.#own);
  }

  #leaving({ members }: Group): Result<GroupRevision> {
    return canLeave(members, this.#own) ? ok('leave') : refuse('owner-needed');
  }

  async #revise(
    conversation: ConversationId,
    revise: (group: Group) => Result<GroupRevision>,
  ): Promise<Result<ConversationId>> {
    const revised = await this.#parts.epochs.revise(conversation, revise);
    return revised.ok ? this.#followed(conversation) : revised;
  }

  /** The change is on the server; its line comes with the records. */
  async #followed(conversation: ConversationId): Promise<Result<ConversationId>> {
    const followed = await this.#parts.sync.refresh(conversation);
    if (!followed.ok)
      this.#dependencies.logger.warn({ conversation, code: followed.code }, 'a change is not shown yet');
    return ok(conversation);
  }

  #resolveAll(typed: readonly string[]): Result<readonly Address[]> {
    const addresses: Address[] = [];
    for (const user of typed) {
      const address = this.#dependencies.people.addressOf(user);
      if (!address.ok) return refuse(address.code, { user, ...address.facts });
      addresses.push(address.value);
    }
    return ok(addresses);
  }
}

/** Those that are members already stay what they are. */
function withMembers(group: Group, added: readonly Address[]): Result<Group> {
  const known = new Set(group.members.map(({ address }) => address));
  const newcomers = [...new Set(added)].filter((address) => !known.has(address));
  const members = [...group.members, ...newcomers.map((address) => ({ address, role: 'member' as const }))];
  return members.length > limits.groupMembers
    ? refuse('group-full', { limit: limits.groupMembers })
    : ok({ ...group, members });
}

function settingsFrom(
  before: GroupSettings,
  {
    posting = before.posting,
    history = before.history,
  }: { readonly [Name in keyof GroupSettings]?: GroupSettings[Name] | undefined },
): GroupSettings {
  return { posting, history };
}
