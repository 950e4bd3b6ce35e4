// The epochs of a conversation: its members and keys. An epoch is taken over only from a change that a listed device of its
// author has signed and that keeps the rulebook's rules; the server can withhold a change, never make one.
import { directConversationId } from '../../node/conversation-ids.ts';
import { type Change, changeKind, type GroupSettings } from '../../protocol/epoch-change.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { type Address, type ConversationId, splitAddress } from '../../protocol/ids.ts';
import { authorKey } from '../../protocol/manifest.ts';
import {
  applyChange,
  canManageMembers,
  findBrokenRule,
  type Member,
  type MembershipState,
  roleIn,
} from '../../protocol/membership-rules.ts';
import { decodePage, decodeRecord, type LogRecord } from '../../protocol/records.ts';
import { isDeleted } from '../contacts/deleted-accounts.ts';
import { listUndecided } from '../contacts/undecided.ts';
import { createChange, createDeparture, verifyChange } from '../encryption/epoch-changes.ts';
import type { VerifiedManifest } from '../encryption/manifests.ts';
import { passOver, stopAtChange } from './altered-change.ts';
import {
  addConversation,
  type ConversationRow,
  findConversation,
  putMembership,
} from './conversation-table.ts';
import type { ConversationDependencies } from './dependencies.ts';
import {
  type Epoch,
  findCurrentEpoch,
  findEpochAt,
  findEpochBefore,
  findKeyedEpochBefore,
  findNewestGenuineEpoch,
  putEpoch,
} from './epoch-table.ts';
import { membershipAfter, membershipStateOf, openEpoch, openKeysBefore } from './next-epoch.ts';
import { otherPerson } from './standing.ts';
import type { ChangeListener } from './stop.ts';

const notAChange = refuse('verification-failed', { detail: 'not a change' });
const MAXIMUM_AGE_MILLISECONDS = 7 * 24 * 60 * 60 * 1_000;
const ATTEMPTS = 5;

/** What the members of a group decide together. */
export interface Group {
  readonly members: readonly Member[];
  readonly settings: GroupSettings;
  readonly title: string;
}

/** What to make of a group: another state of it, its end or this account's departure; undefined for nothing. */
export type GroupRevision = Group | 'leave' | 'delete' | undefined;

export class Epochs {
  readonly #dependencies: ConversationDependencies;
  readonly #fresh = new Set<ConversationId>();
  /** By our own clock, for epochs that came while we ran: one that is wrong by weeks must not call each of them old. */
  readonly #learned = new Map<Epoch['id'], number>();
  readonly #changes: ChangeListener;

  constructor(dependencies: ConversationDependencies, changes: ChangeListener) {
    this.#dependencies = dependencies;
    this.#changes = changes;
  }

  /** Verifies a change record and takes its epoch over; one that is already known is left as it is. */
  async apply(conversation: ConversationId, record: LogRecord): Promise<Result<undefined>> {
    const { db, account } = this.#dependencies;
    const present = findEpochAt(db, conversation, record.seq);
    if (present && !present.altered) return ok(undefined);
    const known = findEpochBefore(db, conversation, record.seq);
    const verified = await verify(this.#dependencies, record);
    if (!verified.ok) return verified;
    const { change, epochId } = verified.value;
    const row = findConversation(db, conversation);
    // After a return to a group, what happened meanwhile isn't shown: its new beginning follows nothing. Where the history is
    // open, that is the change which opened it.
    const isBeginning = isListed(change, account.address) || change.epoch > (known?.epoch ?? 0) + 1;
    const previous = row?.ended && isBeginning ? undefined : known;
    const before = stateBefore(row?.kind, previous, change);
    const broken = this.#findFault(conversation, record, change, before);
    if (broken !== undefined) return refuse('verification-failed', { detail: broken });
    const renewed = await this.#renewKeysFor(change);
    if (!renewed.ok) return renewed;
    const epoch = await openEpoch(this.#dependencies, record, verified.value, previous);
    db.transaction(() => {
      // Another request has brought it meanwhile, and perhaps later ones with it.
      const meanwhile = findEpochAt(db, conversation, record.seq);
      if (meanwhile && !meanwhile.altered) return;
      addConversation(db, conversation, change.kind, []);
      putEpoch(db, conversation, epoch);
      openKeysBefore(db, conversation, epoch);
      const state = applyChange(before, change, epochId);
      putMembership(db, conversation, membershipAfter(account.address, row, state, epoch));
    });
    if (known || present) this.#learned.set(epochId, this.#dependencies.clock.now());
    // Its author may have accepted keys of a member that this user hasn't.
    if (change.author !== account.address) this.#fresh.delete(conversation);
    return ok(undefined);
  }

  /** After the removal of a device, its account's others meet changes for a mailbox key that they don't have yet. */
  async #renewKeysFor(change: Change): Promise<Result<unknown>> {
    const { account } = this.#dependencies;
    const members = change.type === 'members' ? change.members : [];
    const own = members.find(({ address }) => address === account.address);
    const isAhead = own && own.generation > (account.mailboxKeys.at(-1)?.generation ?? 0);
    return isAhead ? account.refresh() : ok(undefined);
  }

  #findFault(
    conversation: ConversationId,
    { sender }: LogRecord,
    change: Change,
    before: MembershipState | undefined,
  ): string | undefined {
    const { account } = this.#dependencies;
    const hub = account.serverName;
    const setting = { conversation, hub, sender, before, directIdOf: directConversationId };
    if (!before && !canBegin(change, account)) return 'the change before is missing';
    return findBrokenRule(setting, change)?.detail;
  }

  /**
   * The same for a page of those after an epoch. One that can't be taken over stops the conversation: its place is noted,
   * and what follows it is taken over once the user goes on. Refuses with `history-changed` then.
   */
  async applyAll(
    conversation: ConversationId,
    afterEpoch: number,
    page: Uint8Array,
  ): Promise<Result<undefined>> {
    const { db } = this.#dependencies;
    const records = decodePage(page) ?? [page];
    for (const [index, encoded] of records.entries()) {
      const record = decodeRecord(encoded);
      const applied = record?.kind === 'change' ? await this.apply(conversation, record) : notAChange;
      const isAltered = !applied.ok && applied.code === 'verification-failed' && !applied.facts?.user;
      const place = { epoch: afterEpoch + 1 + index, encoded };
      if (isAltered) passOver(this.#dependencies, this.#changes, conversation, place);
      if (!applied.ok && !isAltered) return applied;
      if (findConversation(db, conversation)?.stopped) return refuse('history-changed');
    }
    return ok(undefined);
  }

  /** Fetches and applies the changes after the newest one known here. */
  async refresh(conversation: ConversationId): Promise<Result<undefined>> {
    const { db, connection } = this.#dependencies;
    // The server may show the one that was altered as it was signed by now.
    for (let afterEpoch = findNewestGenuineEpoch(db, conversation); ; ) {
      const answer = await connection.request('conversations:changes', { conversation, afterEpoch });
      if (!answer.ok) return answer;
      const { page, more } = answer.value;
      const applied = await this.applyAll(conversation, afterEpoch, page);
      const newest = findCurrentEpoch(db, conversation)?.epoch ?? 0;
      if (!applied.ok || !more || newest <= afterEpoch) return applied;
      afterEpoch = newest;
    }
  }

  /** The epoch to seal the next message under; makes a new one where there is none or it has served its time. */
  async forSending(conversation: ConversationRow): Promise<Result<Epoch>> {
    const { db } = this.#dependencies;
    const { id } = conversation;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const known = findCurrentEpoch(db, id);
      // Where other keys of a member are known, the server may have returned to those before.
      const isSettled = this.#fresh.has(id) && listUndecided(db, conversation.members).length === 0;
      if (known && isSettled && !this.#isOutdated(known)) return ok(known);
      const refreshed = await this.refresh(id);
      if (!refreshed.ok && refreshed.code !== 'no-such-conversation') return refreshed;
      const row = findConversation(db, id) ?? conversation;
      if (row.ended) return refuse('no-longer-a-member');
      const manifests = await this.#manifestsOf(row.members);
      if (!manifests.ok) return manifests;
      const gone = otherPerson(this.#dependencies.account.address, row);
      if (gone && isDeleted(db, gone)) return refuse('person-deleted', { user: splitAddress(gone).username });
      this.#fresh.add(id);
      const current = findCurrentEpoch(db, id);
      if (current && !this.#isOutdated(current)) return ok(current);
      const renewed = await this.#renewOwnKeys();
      if (!renewed.ok) return renewed;
      const made = await propose(
        this.#dependencies,
        row,
        current,
        current && groupOf(current),
        manifests.value,
      );
      if (!made.ok && made.code !== 'version-conflict') return made;
    }
    // Instead of the altered change that it shows, the server has another one.
    if (!findCurrentEpoch(db, id)?.altered) return refuse('version-conflict');
    stopAtChange(this.#dependencies, this.#changes, id);
    return refuse('history-changed');
  }

  #isOutdated(epoch: Epoch): boolean {
    const { clock, people } = this.#dependencies;
    // One from far ahead was made by a clock that has been set right since.
    const age = Math.abs(clock.now() - (this.#learned.get(epoch.id) ?? epoch.at));
    if (epoch.key === undefined || epoch.stale || age > MAXIMUM_AGE_MILLISECONDS) return true;
    return epoch.members.some(({ address, generation }) => {
      const manifest = people.cachedManifest(address)?.manifest;
      return !manifest || manifest.mailbox.generation > generation;
    });
  }

  /** A new epoch is for the newest mailbox key: without it this device couldn't open what it has made. */
  async #renewOwnKeys(): Promise<Result<unknown>> {
    const { account, people } = this.#dependencies;
    const published = people.cachedManifest(account.address)?.manifest.mailbox.generation ?? 0;
    const isBehind = published > (account.mailboxKeys.at(-1)?.generation ?? 0);
    return isBehind ? account.refresh() : ok(undefined);
  }

  /** Refuses with `no-such-user` unless every address has an account with keys. */
  async #manifestsOf(addresses: readonly Address[]): Promise<Result<ReadonlyMap<Address, VerifiedManifest>>> {
    const manifests = await this.#dependencies.people.manifests(addresses);
    if (manifests.ok) {
      const stranger = addresses.find((address) => !manifests.value.has(address));
      return stranger === undefined ? manifests : refuse('no-such-user', { user: stranger });
    }
    // The member may be one of other conversations, too.
    this.#fresh.clear();
    return manifests;
  }

  /** Makes the first change of a group. */
  async found(conversation: ConversationId, group: Group): Promise<Result<undefined>> {
    const manifests = await this.#manifestsOf(group.members.map(({ address }) => address));
    if (!manifests.ok) return manifests;
    const place = { id: conversation, kind: 'group' } as const;
    const made = await propose(this.#dependencies, place, undefined, group, manifests.value);
    return made.ok ? this.refresh(conversation) : made;
  }

  /** Changes a group. `revise` gets its newest state at each attempt, after another member's change as well. */
  async revise(
    conversation: ConversationId,
    revise: (group: Group) => Result<GroupRevision>,
  ): Promise<Result<undefined>> {
    const { db } = this.#dependencies;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const refreshed = await this.refresh(conversation);
      if (!refreshed.ok) return refreshed;
      const row = findConversation(db, conversation);
      const current = findCurrentEpoch(db, conversation);
      if (!row || !current || row.ended) return refuse('no-longer-a-member');
      const group = groupOf(current);
      if (!group) return refuse('not-allowed');
      const revision = revise(group);
      if (!revision.ok) return revision;
      if (revision.value === undefined) return ok(undefined);
      const made = await this.#makeRevision(row, current, revision.value);
      if (made.ok) return this.refresh(conversation);
      if (made.code !== 'version-conflict') return made;
    }
    return refuse('version-conflict');
  }

  async #makeRevision(
    row: ConversationRow,
    current: Epoch,
    revision: Group | 'leave' | 'delete',
  ): Promise<Result<unknown>> {
    if (typeof revision === 'string') {
      const departure = createDeparture(revision, placeOf(this.#dependencies, row, current));
      const request = { conversation: row.id, change: departure };
      return this.#dependencies.connection.request('conversations:change', request);
    }
    const manifests = await this.#manifestsOf(revision.members.map(({ address }) => address));
    return manifests.ok ? propose(this.#dependencies, row, current, revision, manifests.value) : manifests;
  }

  /** The server has refused an epoch: another member has made a newer one, or one's mailbox has a newer key. */
  async renew(conversation: ConversationRow, refused: Epoch): Promise<boolean> {
    const refreshed = await this.refresh(conversation.id);
    if (!refreshed.ok) return false;
    if (findCurrentEpoch(this.#dependencies.db, conversation.id)?.id !== refused.id) return true;
    this.#fresh.delete(conversation.id);
    const renewed = await this.forSending(conversation);
    return renewed.ok && renewed.value.id !== refused.id;
  }

  /** Looks at the members' keys afresh before the next message. */
  forgetFreshness(): void {
    this.#fresh.clear();
  }
}

/** A device that isn't known yet may have been added since its account's manifest was fetched. */
async function verify(dependencies: ConversationDependencies, record: LogRecord) {
  const author = record.sender;
  const attempt = () =>
    verifyChange(record.body, (who, device) =>
      who === author ? authorKey(dependencies.people.cachedHistory(author), device, record.at) : undefined,
    );
  const first = attempt();
  if (first.ok) return first;
  const fetched = await dependencies.people.manifests([author]);
  return fetched.ok ? attempt() : fetched;
}

/** Behind an altered change nothing here says which one has to be named as the one before, nor who is in a group. */
function stateBefore(
  kind: ConversationRow['kind'] | undefined,
  previous: Epoch | undefined,
  change: Change,
): MembershipState | undefined {
  if (!previous?.altered) return previous && membershipStateOf(kind, previous);
  const wasManager = canManageMembers(roleIn(previous.members, change.author));
  if (kind === 'group' && wasManager) return;
  return { ...membershipStateOf(kind, previous), epochId: change.previous };
}

/**
 * The first change that an account sees is the first of all, or one of a member who may add it. One that was reset is taken back
 * by whichever member has accepted its new keys.
 */
function canBegin(change: Change, account: ConversationDependencies['account']): boolean {
  if (change.type !== 'members') return false;
  const isFirst = change.epoch === 1 || change.kind === 'direct' || account.wasReset;
  return isFirst || canManageMembers(roleIn(change.members, change.author));
}

function isListed(change: Change, address: Address): boolean {
  return change.type === 'members' && roleIn(change.members, address) !== undefined;
}

/** Undefined for a direct conversation. */
export function groupOf({ members, settings, title = '' }: Epoch): Group | undefined {
  return settings && { members: members.map(({ address, role }) => ({ address, role })), settings, title };
}

function placeOf(
  { account, clock }: Pick<ConversationDependencies, 'account' | 'clock'>,
  { id, kind }: Pick<ConversationRow, 'id' | 'kind'>,
  current: Epoch | undefined,
) {
  return {
    conversation: id,
    kind: changeKind.parse(kind),
    hub: account.serverName,
    epoch: (current?.epoch ?? 0) + 1,
    ...(current && { previous: current.id }),
    author: account.address,
    device: account.device,
    deviceSeed: account.deviceSeed,
    at: new Date(clock.now()),
  };
}

/** Offers the server the next epoch; refuses with `version-conflict` where another one came first. */
async function propose(
  dependencies: ConversationDependencies,
  conversation: Pick<ConversationRow, 'id' | 'kind'>,
  current: Epoch | undefined,
  group: Group | undefined,
  manifests: ReadonlyMap<Address, VerifiedManifest>,
): Promise<Result<unknown>> {
  const { id } = conversation;
  const roles = new Map(group?.members.map(({ address, role }) => [address, role]));
  const isOpen = group?.settings.history === 'everything' && current?.settings?.history === 'everything';
  const keyed = isOpen ? findKeyedEpochBefore(dependencies.db, id, current.epoch + 1) : undefined;
  const made = await createChange({
    ...placeOf(dependencies, conversation, current),
    members: [...manifests].map(([address, manifest]) => ({
      role: roles.get(address) ?? 'member',
      manifest,
    })),
    ...(group && { group: { profile: { title: group.title }, settings: group.settings } }),
    keyBefore: keyed?.key,
  });
  return dependencies.connection.request('conversations:change', { conversation: id, change: made.bytes });
}
