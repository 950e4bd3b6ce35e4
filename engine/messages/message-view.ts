// Turns rows into the shapes of engine/api/api.ts, which user interfaces show.

import { excerpt } from '../../protocol/excerpt.ts';
import { type Address, nameOn } from '../../protocol/ids.ts';
import { hasReceipts, isForEveryone } from '../../protocol/membership-rules.ts';
import type {
  Conversation,
  GroupEvent,
  Message,
  MessageState,
  Quoted,
  Reaction,
  Unread,
} from '../api/api.ts';
import { reasonOf } from '../api/notices.ts';
import { listDeleted } from '../contacts/deleted-accounts.ts';
import { listUndecided } from '../contacts/undecided.ts';
import {
  type ConversationRow,
  listConversations,
  listPositions,
} from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { findCurrentEpoch } from '../conversations/epoch-table.ts';
import { findBeginning, isOpen, otherPerson, standingOf } from '../conversations/standing.ts';
import { FOR_EVER, isBlocked, mutedUntil, notificationLevel } from '../decisions/decision-table.ts';
import { findNewestRange, type Range } from '../log/log-table.ts';
import { findShownRevision } from './content/edit.ts';
import { hasPins, listPins, type Pin } from './content/pin.ts';
import { listReactions } from './content/reaction.ts';
import { findDeletion } from './deletion-table.ts';
import type { GroupEvent as StoredEvent } from './group-events.ts';
import { findLifetime } from './lifetime-table.ts';
import {
  endOf,
  findMessage,
  findNewestUnplaced,
  listMessagesBefore,
  type MessageRow,
} from './message-table.ts';
import { countWaiting } from './outbox-table.ts';
import { countMentions, countUnread, listUnreadSenders } from './unread-table.ts';

export type ViewDependencies = Pick<ConversationDependencies, 'db' | 'account' | 'clock' | 'serverTime'>;

const NOTE_TO_SELF = 'Note to self';
const LOBBY = 'Lobby';
const UNTITLED_GROUP = 'Group';

/** So many emoji of a message are shown, and so many names for each. */
const SHOWN_REACTIONS = 50;
const NAMED_USERS = 20;

export function viewMessage(
  dependencies: ViewDependencies,
  conversation: ConversationRow,
  row: MessageRow,
): Message {
  return {
    id: row.id,
    conversation: row.conversation,
    ...(row.seq !== undefined && { seq: row.seq }),
    sender: nameHere(dependencies, row.sender),
    device: row.device,
    kind: row.kind,
    ...(row.text !== undefined && { text: row.text }),
    ...(row.locked && { locked: row.locked.locked, ...(row.locked.hint && { hint: row.locked.hint }) }),
    ...(row.mentions && { mentions: row.mentions.map((person) => nameHere(dependencies, person)) }),
    ...(row.forwarded && { forwarded: true }),
    ...(row.kind === 'deleted' && { deletedBy: nameHere(dependencies, deleterOf(dependencies, row)) }),
    ...(row.events && { events: row.events.map((event) => viewEvent(dependencies, event)) }),
    ...viewQuoted(dependencies, row),
    sentAt: new Date(row.sentAt).toISOString(),
    ...(row.expires && { expires: dependencies.serverTime.here(row.expires).toISOString() }),
    ...(row.edited !== undefined && { edited: new Date(row.edited).toISOString() }),
    ...viewReactions(dependencies, row),
    ...(row.silent && { silent: true }),
    state: stateOf(dependencies, conversation, row),
    ...(row.undoable && { undoable: true }),
    ...(row.why && reasonOf(row.why)),
  };
}

/** No message answers itself, whatever its sender has made its device say. */
function viewQuoted(
  dependencies: ViewDependencies,
  { conversation, id, replyTo }: MessageRow,
): { readonly replyTo: Quoted } | undefined {
  if (replyTo === undefined || replyTo === id) return;
  const target = findMessage(dependencies.db, conversation, replyTo);
  if (!target) return { replyTo: { id: replyTo } };
  return { replyTo: quote(dependencies, target) };
}

function quote(dependencies: ViewDependencies, { id, sender, kind, text }: MessageRow): Quoted {
  const from = nameHere(dependencies, sender);
  return { id, sender: from, kind, ...(text !== undefined && { text: excerpt(text) }) };
}

/** The pinned messages of a conversation, those pinned latest first. */
export function listPinned({ db }: ViewDependencies, { id, first }: ConversationRow): readonly Pin[] {
  const range = findNewestRange(db, id);
  return listPins(db, id, range !== undefined && range.low <= first);
}

function viewPinned(dependencies: ViewDependencies, row: ConversationRow): Pick<Conversation, 'pinned'> {
  if (!hasPins(dependencies.db, row.id)) return {};
  const pinned = listPinned(dependencies, row).map(({ target, sender }) => {
    const message = findMessage(dependencies.db, row.id, target);
    return {
      ...(message ? quote(dependencies, message) : { id: target }),
      by: nameHere(dependencies, sender),
    };
  });
  return pinned.length > 0 ? { pinned } : {};
}

interface ReactionGroup {
  readonly emoji: string;
  readonly beforeEdit: boolean;
  readonly senders: Address[];
}

/**
 * Who has seen an earlier text has put the emoji on that. What blocked people think is not for the user to read. What waits to be
 * sent has none: sending reads nothing for them.
 */
function viewReactions(
  dependencies: ViewDependencies,
  row: MessageRow,
): { readonly reactions: readonly Reaction[] } | undefined {
  if ((row.kind !== 'text' && row.kind !== 'locked') || row.seq === undefined) return;
  const found = listReactions(dependencies.db, row);
  if (found.length === 0) return;
  const revision = findShownRevision(dependencies.db, row)?.id;
  const groups = new Map<string, ReactionGroup>();
  for (const { emoji, sender, seen } of found) {
    if (isBlocked(dependencies.db, sender)) continue;
    const beforeEdit = seen !== revision;
    const key = `${emoji} ${beforeEdit}`;
    const group = groups.get(key) ?? { emoji, beforeEdit, senders: [] };
    group.senders.push(sender);
    groups.set(key, group);
  }
  if (groups.size === 0) return;
  const reactions = [...groups.values()].slice(0, SHOWN_REACTIONS).map(({ emoji, beforeEdit, senders }) => ({
    emoji,
    count: senders.length,
    users: senders.slice(0, NAMED_USERS).map((sender) => nameHere(dependencies, sender)),
    ...(senders.includes(dependencies.account.address) && { own: true as const }),
    ...(beforeEdit && { beforeEdit: true as const }),
  }));
  return { reactions };
}

function deleterOf({ db }: ViewDependencies, row: MessageRow): Address {
  return findDeletion(db, row)?.sender ?? row.sender;
}

function viewEvent(dependencies: ViewDependencies, event: StoredEvent): GroupEvent {
  if ('users' in event) return { ...event, users: event.users.map((user) => nameHere(dependencies, user)) };
  return 'user' in event ? { ...event, user: nameHere(dependencies, event.user) } : event;
}

/** While an edit is on its way, how far that has come. One's own message goes as far as the furthest of the others; another's is read or not. */
function stateOf(
  dependencies: ViewDependencies,
  conversation: ConversationRow,
  row: MessageRow,
): MessageState {
  const { seq, lost, editing } = row;
  if (editing) return editing;
  if (seq === undefined) return row.state;
  if (lost > 0) return row.state === 'failed' ? 'failed' : 'read';
  if (row.sender !== dependencies.account.address) return seq <= conversation.read ? 'read' : 'delivered';
  if (!hasReceipts(conversation.kind)) return row.state;
  const others = listPositions(dependencies.db, conversation.id).filter(
    ({ address }) => address !== dependencies.account.address,
  );
  if (others.some(({ read }) => read >= seq)) return 'read';
  if (others.some(({ received }) => received >= seq)) return 'delivered';
  return row.state;
}

export function viewConversation(dependencies: ViewDependencies, row: ConversationRow): Conversation {
  const standing = standingOf(dependencies, row);
  const isRequest = standing === 'request' || standing === 'refused';
  const last = isRequest ? undefined : lastMessage(dependencies, row);
  const epoch = findCurrentEpoch(dependencies.db, row.id);
  const roles = new Map(epoch?.members.map(({ address, role }) => [address, role]));
  const { ended, personDeleted } = row;
  const deleted = row.kind === 'group' ? listDeleted(dependencies.db) : undefined;
  return {
    id: row.id,
    kind: row.kind,
    title: titleOf(dependencies, row),
    members: row.members.map((member) => ({
      user: nameHere(dependencies, member),
      role: roles.get(member) ?? 'member',
      ...(deleted?.has(member) && { deleted: true }),
    })),
    unread: countUnreadIn(dependencies, row),
    ...viewMentions(dependencies, row),
    ...(epoch?.settings && { settings: epoch.settings }),
    ...(ended && {
      ended: { how: ended.how, by: nameHere(dependencies, ended.by), at: new Date(ended.at).toISOString() },
    }),
    ...(isRequest && { request: viewRequest(dependencies, row) }),
    ...(personDeleted !== undefined && { personDeleted }),
    ...(standing === 'blocked' && { blocked: true }),
    ...viewDisappearing(dependencies, row),
    ...viewMuted(dependencies, row),
    ...viewLevel(dependencies, row),
    ...(isRequest ? {} : viewPinned(dependencies, row)),
    ...(row.stopped && { stopped: row.stopped }),
    ...viewKeyChanges(dependencies, row),
    ...(last && { lastMessage: viewMessage(dependencies, row, last) }),
  };
}

function viewDisappearing(
  { db }: ViewDependencies,
  { id }: ConversationRow,
): Pick<Conversation, 'disappearing'> | undefined {
  const seconds = findLifetime(db, id);
  return seconds > 0 ? { disappearing: seconds } : undefined;
}

function viewMuted({ db, clock }: ViewDependencies, { id }: ConversationRow): Pick<Conversation, 'muted'> {
  const until = mutedUntil(db, id);
  if (until <= clock.now()) return {};
  return { muted: until < FOR_EVER ? { until: new Date(until).toISOString() } : {} };
}

/** What it raises notifications for, where that isn't everything. */
function viewLevel({ db }: ViewDependencies, { id }: ConversationRow): Pick<Conversation, 'notifications'> {
  const level = notificationLevel(db, id);
  return level === 'all' ? {} : { notifications: level };
}

/** Of the unread messages here, how many mention the user. */
function viewMentions(dependencies: ViewDependencies, row: ConversationRow): Pick<Conversation, 'mentions'> {
  if (row.ended || !isOpen(dependencies, row)) return {};
  const count = countMentions(dependencies.db, row.id, row.read, dependencies.account.address);
  return count > 0 ? { mentions: count } : {};
}

function viewRequest(
  dependencies: ViewDependencies,
  row: ConversationRow,
): NonNullable<Conversation['request']> {
  const { address } = dependencies.account;
  const beginning = findBeginning(dependencies, row);
  const from = otherPerson(address, row) ?? beginning?.author ?? address;
  return {
    from: nameHere(dependencies, from),
    ...(beginning && { since: new Date(beginning.at).toISOString() }),
    ...(row.accepted === false && { refused: true }),
  };
}

/** Undefined where nothing waits for the user to decide about someone's keys. */
function viewKeyChanges(
  dependencies: ViewDependencies,
  row: ConversationRow,
): Pick<Conversation, 'keyChanges'> | undefined {
  const people = listUndecided(dependencies.db, row.ended ? [] : row.members);
  if (people.length === 0) return;
  return {
    keyChanges: {
      waiting: countWaiting(dependencies.db, row.id),
      people: people.map(({ address, verified, since }) => ({
        user: nameHere(dependencies, address),
        verified,
        since: new Date(since).toISOString(),
      })),
    },
  };
}

function lastMessage(dependencies: ViewDependencies, row: ConversationRow): MessageRow | undefined {
  const unplaced = findNewestUnplaced(dependencies.db, row.id);
  // A pending message comes after all others, whatever the two clocks say.
  if (unplaced?.state === 'sending') return unplaced;
  const range = findNewestRange(dependencies.db, row.id);
  const placed = listMessagesBefore(dependencies.db, row.id, lowest(range), endOf(range?.high ?? 0), 1)[0];
  return placed && unplaced && unplaced.sentAt > placed.sentAt ? unplaced : (placed ?? unplaced);
}

/** What was lost behind the very first position is held, whatever else is. */
function lowest(range: Range | undefined): number {
  return range && range.low > 1 ? range.low : 0;
}

export function titleOf(dependencies: ViewDependencies, row: ConversationRow): string {
  if (isForEveryone(row.kind)) return LOBBY;
  if (row.kind === 'group') return findCurrentEpoch(dependencies.db, row.id)?.title || UNTITLED_GROUP;
  const other = row.members.find((member) => member !== dependencies.account.address);
  return other ? nameHere(dependencies, other) : NOTE_TO_SELF;
}

function nameHere(dependencies: ViewDependencies, address: Address): string {
  return nameOn(dependencies.account.serverName, address);
}

/**
 * A subtraction: all counting frames of others after the read position. Where not all of those are held here,
 * the server's count of the part that isn't, and our own of the rest.
 */
export function countUnreadIn(dependencies: ViewDependencies, row: ConversationRow): number {
  if (row.ended || !isOpen(dependencies, row)) return 0;
  const { address } = dependencies.account;
  if (holdsAllUnread(dependencies, row)) return countUnread(dependencies.db, row.id, row.read, address);
  return row.baseUnread + countUnread(dependencies.db, row.id, row.baseSeq, address);
}

function holdsAllUnread(dependencies: ViewDependencies, row: ConversationRow): boolean {
  const range = findNewestRange(dependencies.db, row.id);
  return range !== undefined && range.low <= Math.max(row.first, row.read + 1) && range.high >= row.baseSeq;
}

function listUnreadSendersIn(dependencies: ViewDependencies, row: ConversationRow): readonly Address[] {
  const { address } = dependencies.account;
  if (holdsAllUnread(dependencies, row)) return listUnreadSenders(dependencies.db, row.id, row.read, address);
  const base = row.baseFrom.filter((sender) => !isBlocked(dependencies.db, sender));
  return [...new Set([...listUnreadSenders(dependencies.db, row.id, row.baseSeq, address), ...base])];
}

/** The unread messages of one conversation; undefined when it has none. */
export function viewUnreadIn(
  dependencies: ViewDependencies,
  row: ConversationRow,
  count = countUnreadIn(dependencies, row),
): Unread['conversations'][number] | undefined {
  if (count === 0) return;
  return {
    id: row.id,
    title: titleOf(dependencies, row),
    from: listUnreadSendersIn(dependencies, row).map((one) => nameHere(dependencies, one)),
    count,
    ...viewMentions(dependencies, row),
    ...viewLevel(dependencies, row),
    ...(viewMuted(dependencies, row).muted && { muted: true }),
  };
}

export function viewUnread(dependencies: ViewDependencies): Unread {
  const conversations = listConversations(dependencies.db).flatMap(
    (row) => viewUnreadIn(dependencies, row) ?? [],
  );
  return totalOf(conversations);
}

export function totalOf(conversations: Unread['conversations']): Unread {
  return { total: conversations.reduce((total, { count }) => total + count, 0), conversations };
}
