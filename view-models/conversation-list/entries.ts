// The content of the sidebar's rows.
import type { Conversation, EngineStatus, Message, Person } from '../../engine/api/api.ts';
import type { Presence } from '../../protocol/accounts.ts';
import { excerpt } from '../../protocol/excerpt.ts';
import type { Catalogue } from '../../text/languages.ts';
import { holdsPassphrase } from '../commands/commands.ts';
import { plainExcerpt } from '../formatting/formatted-text.ts';
import { groupEventLines } from '../groups/group-events.ts';
import { isNoteToSelf, nameOf, otherMember, ownUser, titleOf } from '../names.ts';

export interface ConversationEntry {
  readonly id: string;
  readonly title: string;
  readonly symbol: 'lobby' | 'group' | 'self' | undefined;
  /** The other of a direct conversation. */
  readonly user: string | undefined;
  readonly presence: Presence | undefined;
  readonly preview: string;
  readonly draft: boolean;
  readonly failed: boolean;
  readonly at: string | undefined;
  readonly unread: number;
  /** Of the unread ones, those that mention the user. */
  readonly mentions: number;
  readonly muted: boolean;
  /** Nothing new in it is worth a notification, or only mentions are. */
  readonly quiet: boolean;
  /** A group that one is no longer a member of. */
  readonly ended: boolean;
}

export interface EntryContext {
  readonly text: Catalogue;
  readonly people: ReadonlyMap<string, Person>;
  readonly blocked: ReadonlySet<string>;
  readonly drafts: ReadonlyMap<string, string>;
  readonly status: EngineStatus;
  /** The conversation that is open: its draft is in front of one. */
  readonly open: string | undefined;
}

export function conversationEntry(conversation: Conversation, context: EntryContext): ConversationEntry {
  const { text, people, drafts, status, open } = context;
  const user = otherMember(conversation, ownUser(status));
  const ended = conversation.ended !== undefined;
  const isPersonDeleted = conversation.personDeleted !== undefined;
  const draft =
    conversation.id === open || ended || isPersonDeleted ? undefined : draftIn(drafts, conversation.id);
  const last = conversation.lastMessage;
  return {
    id: conversation.id,
    title: titleOf(text, people, conversation),
    symbol: symbolOf(conversation),
    user,
    presence:
      user === undefined || isPersonDeleted || status.state !== 'online'
        ? undefined
        : presenceOf(people, user),
    preview: excerpt(draft || previewOf(last, conversation, context)),
    draft: Boolean(draft),
    failed: last?.state === 'failed',
    at: last?.sentAt,
    unread: conversation.unread,
    mentions: conversation.mentions ?? 0,
    muted: conversation.muted !== undefined || conversation.notifications === 'none',
    quiet: conversation.muted !== undefined || conversation.notifications !== undefined,
    ended,
  };
}

/** A passphrase is not to be read in the list. */
function draftIn(drafts: EntryContext['drafts'], conversation: string): string | undefined {
  const draft = drafts.get(conversation)?.trim();
  return draft && !holdsPassphrase(draft) ? draft : undefined;
}

/** An unchanged entry stays the same object, so that React needn't draw it again. */
export function keptEntries(
  before: readonly ConversationEntry[],
  now: readonly ConversationEntry[],
): readonly ConversationEntry[] {
  const known = new Map(before.map((entry) => [entry.id, entry]));
  const kept = now.map((entry) => {
    const old = known.get(entry.id);
    return old && isSame(old, entry) ? old : entry;
  });
  const isAsBefore = kept.length === before.length && kept.every((entry, index) => entry === before[index]);
  return isAsBefore ? before : kept;
}

/** A request shows who made it and since when, and nothing of what it says. */
export function requestEntry(
  { id, kind, request, title }: Conversation,
  context: EntryContext,
): ConversationEntry {
  const { text, people } = context;
  const from = nameOf(people, request?.from ?? '');
  return {
    id,
    title: kind === 'group' ? title : from,
    symbol: kind === 'group' ? 'group' : undefined,
    user: request?.from,
    presence: undefined,
    preview: kind === 'group' ? text.requests.addedYou(from) : text.requests.wantsToWrite,
    draft: false,
    failed: false,
    at: request?.since,
    unread: 0,
    mentions: 0,
    muted: false,
    quiet: false,
    ended: false,
  };
}

function isSame(one: ConversationEntry, other: ConversationEntry): boolean {
  const names = Object.keys(one) as (keyof ConversationEntry)[]; // Made by one function, with the same names.
  return names.every((name) => one[name] === other[name]);
}

function presenceOf(people: EntryContext['people'], user: string): Presence {
  return people.get(user)?.status ?? 'offline';
}

function symbolOf(conversation: Conversation): ConversationEntry['symbol'] {
  if (conversation.kind === 'public') return 'lobby';
  if (conversation.kind === 'group') return 'group';
  return isNoteToSelf(conversation) ? 'self' : undefined;
}

function previewOf(
  message: Message | undefined,
  conversation: Conversation,
  { text, people, blocked, status }: EntryContext,
): string {
  if (!message) return text.conversations.nothingYet;
  if (blocked.has(message.sender)) return text.requests.hidden;
  const own = ownUser(status);
  if (message.kind === 'system') return groupEventLines(message, { text, people, own }).join(' · ');
  const said = previews[message.kind](message, text);
  if (message.sender === own) {
    return isNoteToSelf(conversation) ? said : text.conversations.preview(text.conversations.you, said);
  }
  return conversation.kind === 'direct'
    ? said
    : text.conversations.preview(nameOf(people, message.sender), said);
}

type SpokenKind = Exclude<Message['kind'], 'system'>;

const previews: { readonly [Kind in SpokenKind]: (message: Message, text: Catalogue) => string } = {
  text: ({ text }, { formatting }) => plainExcerpt(text ?? '', formatting.hidden),
  locked: (_, text) => text.locked.message,
  unreadable: (_, text) => text.conversations.unreadable,
  deleted: (_, text) => text.conversations.deleted,
};

/** Everyone else who is online and whom the user hasn't blocked, by name; empty while this computer is offline. */
export function peopleOnline(
  people: ReadonlyMap<string, Person>,
  status: EngineStatus,
  blocked: ReadonlySet<string>,
): readonly Person[] {
  if (status.state !== 'online') return [];
  const own = ownUser(status);
  return [...people.values()]
    .filter(({ user, status: presence }) => user !== own && presence !== 'offline' && !blocked.has(user))
    .toSorted((a, b) => (a.displayName || a.user).localeCompare(b.displayName || b.user));
}
