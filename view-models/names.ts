import type { Conversation, EngineStatus, Person } from '../engine/api/api.ts';
import { canonicalName } from '../protocol/ids.ts';
import type { Catalogue } from '../text/languages.ts';

type People = ReadonlyMap<string, Person>;

/** The display name, else the username. */
export function nameOf(people: People, user: string): string {
  return people.get(user)?.displayName || user;
}

/** The signed-in account's username. */
export function ownUser(status: EngineStatus | undefined): string | undefined {
  return status?.account?.split('@')[0];
}

/** What was typed for a person of this account's server, as lists of people have it. */
export function localName(typed: string, status: EngineStatus | undefined): string {
  const [, server] = status?.account?.split('@') ?? [];
  const name = canonicalName(typed);
  return server !== undefined && name.endsWith(`@${server}`) ? name.slice(0, -server.length - 1) : name;
}

/** Whom a direct conversation is with; undefined for a note to self and for what isn't direct. */
export function otherMember(conversation: Conversation, own: string | undefined): string | undefined {
  if (conversation.kind !== 'direct') return;
  return conversation.members.find(({ user }) => user !== own)?.user;
}

export function isNoteToSelf(conversation: Conversation): boolean {
  return conversation.kind === 'direct' && conversation.members.length === 1;
}

export function titleOf(text: Catalogue, people: People, conversation: Conversation): string {
  if (conversation.kind === 'public') return text.conversations.lobby;
  if (isNoteToSelf(conversation)) return text.conversations.noteToSelf;
  return conversation.kind === 'direct' ? nameOf(people, conversation.title) : conversation.title;
}
