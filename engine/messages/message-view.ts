// What a user interface sees: rows turned into the shapes of engine/api/api.ts.
import { type Address, nameOn } from '../../protocol/ids.ts';
import { hasReceipts, isForEveryone } from '../../protocol/membership-rules.ts';
import type { Conversation, Message, MessageState, Unread } from '../api/api.ts';
import { reasonOf } from '../api/notices.ts';
import { allConversations, type ConversationRow, positionsOf } from '../conversations/conversation-table.ts';
import { currentEpoch } from '../conversations/epoch-table.ts';
import type { Scope } from '../conversations/scope.ts';
import { newestRange, type Range } from '../log/log-table.ts';
import { endOf, type MessageRow, messagesBefore, newestUnplaced } from './message-table.ts';
import { countUnread, unreadSenders } from './unread-table.ts';

export type ViewDependencies = Pick<Scope, 'db' | 'account'>;

const NOTE_TO_SELF = 'Note to self';
const LOBBY = 'Lobby';

export function viewMessage(
  scope: ViewDependencies,
  conversation: ConversationRow,
  row: MessageRow,
): Message {
  return {
    id: row.id,
    conversation: row.conversation,
    ...(row.seq !== undefined && { seq: row.seq }),
    sender: nameHere(scope, row.sender),
    device: row.device,
    kind: row.kind,
    ...(row.text !== undefined && { text: row.text }),
    ...(row.replyTo !== undefined && { replyTo: row.replyTo }),
    sentAt: new Date(row.sentAt).toISOString(),
    ...(row.edited !== undefined && { edited: new Date(row.edited).toISOString() }),
    state: stateOf(scope, conversation, row),
    ...(row.oldReason !== undefined && { reason: row.oldReason }),
    ...(row.why && reasonOf(row.why)),
  };
}

/** While an edit is on its way, how far that has come. One's own message goes as far as the furthest of the others; another's is read or not. */
function stateOf(scope: ViewDependencies, conversation: ConversationRow, row: MessageRow): MessageState {
  const { seq, lost, editing } = row;
  if (editing) return editing;
  if (seq === undefined) return row.state;
  if (lost > 0) return row.state === 'failed' ? 'failed' : 'read';
  if (row.sender !== scope.account.address) return seq <= conversation.read ? 'read' : 'delivered';
  if (!hasReceipts(conversation.kind)) return row.state;
  const others = positionsOf(scope.db, conversation.id).filter(
    ({ address }) => address !== scope.account.address,
  );
  if (others.some(({ read }) => read >= seq)) return 'read';
  if (others.some(({ received }) => received >= seq)) return 'delivered';
  return row.state;
}

export function viewConversation(scope: ViewDependencies, row: ConversationRow): Conversation {
  const last = lastMessage(scope, row);
  const roles = new Map(currentEpoch(scope.db, row.id)?.members.map(({ address, role }) => [address, role]));
  return {
    id: row.id,
    kind: row.kind,
    title: titleOf(scope, row),
    members: row.members.map((member) => ({
      user: nameHere(scope, member),
      role: roles.get(member) ?? 'member',
    })),
    unread: unreadOf(scope, row),
    ...(row.stopped && { stopped: row.stopped }),
    ...(last && { lastMessage: viewMessage(scope, row, last) }),
  };
}

function lastMessage(scope: ViewDependencies, row: ConversationRow): MessageRow | undefined {
  const unplaced = newestUnplaced(scope.db, row.id);
  // A pending message comes after all others, whatever the two clocks say.
  if (unplaced?.state === 'sending') return unplaced;
  const range = newestRange(scope.db, row.id);
  const placed = messagesBefore(scope.db, row.id, lowest(range), endOf(range?.high ?? 0), 1)[0];
  return placed && unplaced && unplaced.sentAt > placed.sentAt ? unplaced : (placed ?? unplaced);
}

/** What was lost behind the very first position is held, whatever else is. */
function lowest(range: Range | undefined): number {
  return range && range.low > 1 ? range.low : 0;
}

function titleOf(scope: ViewDependencies, row: ConversationRow): string {
  if (isForEveryone(row.kind)) return LOBBY;
  const other = row.members.find((member) => member !== scope.account.address);
  return other ? nameHere(scope, other) : NOTE_TO_SELF;
}

function nameHere(scope: ViewDependencies, address: Address): string {
  return nameOn(scope.account.serverName, address);
}

/**
 * A subtraction: all counting frames of others after the read position. Where not all of those are held here,
 * the server's count of the part that isn't, and our own of the rest.
 */
export function unreadOf(scope: ViewDependencies, row: ConversationRow): number {
  const { address } = scope.account;
  if (holdsAllUnread(scope, row)) return countUnread(scope.db, row.id, row.read, address);
  return row.baseUnread + countUnread(scope.db, row.id, row.baseSeq, address);
}

function holdsAllUnread(scope: ViewDependencies, row: ConversationRow): boolean {
  const range = newestRange(scope.db, row.id);
  return range !== undefined && range.low <= row.read + 1 && range.high >= row.baseSeq;
}

function unreadFrom(scope: ViewDependencies, row: ConversationRow): readonly Address[] {
  const { address } = scope.account;
  if (holdsAllUnread(scope, row)) return unreadSenders(scope.db, row.id, row.read, address);
  return [...new Set([...unreadSenders(scope.db, row.id, row.baseSeq, address), ...row.baseFrom])];
}

/** What is unread in one conversation; undefined when nothing is. */
export function viewUnreadOf(
  scope: ViewDependencies,
  row: ConversationRow,
  count = unreadOf(scope, row),
): Unread['conversations'][number] | undefined {
  if (count === 0) return;
  return {
    id: row.id,
    title: titleOf(scope, row),
    from: unreadFrom(scope, row).map((one) => nameHere(scope, one)),
    count,
  };
}

export function viewUnread(scope: ViewDependencies): Unread {
  const conversations = allConversations(scope.db).flatMap((row) => viewUnreadOf(scope, row) ?? []);
  return totalOf(conversations);
}

export function totalOf(conversations: Unread['conversations']): Unread {
  return { total: conversations.reduce((total, { count }) => total + count, 0), conversations };
}
