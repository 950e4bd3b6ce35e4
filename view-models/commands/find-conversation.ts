// Which conversation, group or request is meant by a name that the user has typed.
import type { Conversation } from '../../engine/api/api.ts';
import { canonicalName } from '../../protocol/ids.ts';
import { searchForm } from '../../protocol/search-text.ts';
import type { Catalogue } from '../../text/languages.ts';
import type { MessengerState } from '../messenger.ts';
import { localName, nameOf, titleOf } from '../names.ts';

/** By the title that is shown, or the user name. Of several groups of one name, the one that something was last said in. */
export function findConversation(
  state: MessengerState,
  text: Catalogue,
  typed: string,
): Conversation | undefined {
  const user = localName(typed, state.status);
  const isUsers = ({ kind, title }: Conversation) => kind === 'direct' && title === user;
  const isMeant = (one: Conversation) => isSameName(titleOf(text, state.people, one), typed);
  return state.conversations.find(isUsers) ?? state.conversations.find(isMeant);
}

export function findGroup(state: MessengerState, typed: string): Conversation | undefined {
  return state.conversations.find(
    ({ kind, title, ended }) => kind === 'group' && !ended && isSameName(title, typed),
  );
}

/** By who has begun it, or the title of the group. */
export function findRequest({ requests, people }: MessengerState, typed: string): Conversation | undefined {
  const isFrom = (from: string) => from === canonicalName(typed) || isSameName(nameOf(people, from), typed);
  return (
    requests.find(({ kind, title }) => kind === 'group' && isSameName(title, typed)) ??
    requests.find(({ request }) => request !== undefined && isFrom(request.from))
  );
}

function isSameName(one: string, other: string): boolean {
  return searchForm(one.trim()) === searchForm(other.trim());
}
