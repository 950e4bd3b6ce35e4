// Whom a message mentions that the user writes: people who can read it.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { Address, ConversationId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { isForEveryone } from '../../protocol/membership-rules.ts';
import { findMentions } from '../../protocol/mentions.ts';
import { findConversation } from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';

type MentionDependencies = Pick<ConversationDependencies, 'db' | 'account' | 'people'>;

/**
 * `named` by the program that writes; otherwise those whom the text names with an @, the first of them where they are too many.
 * Refuses with `no-such-user` where one of the named ones can't read the conversation.
 */
export function mentionedPeople(
  dependencies: MentionDependencies,
  conversation: ConversationId,
  text: string,
  named?: readonly string[],
): Result<readonly Address[]> {
  if (named ? named.length === 0 : !/[@＠]/.test(text)) return ok([]);
  const find = readerFinder(dependencies, conversation);
  const found = named ? named.map(find) : findMentions(text, find).map(({ person }) => person);
  const people = new Set(found.filter((person) => person !== undefined));
  if (named && found.includes(undefined)) return refuse('no-such-user');
  people.delete(dependencies.account.address);
  return ok([...people].slice(0, limits.mentions));
}

function readerFinder({ db, people }: MentionDependencies, id: ConversationId) {
  const { kind, members = [] } = findConversation(db, id) ?? {};
  const readers = new Set(members);
  return (typed: string): Address | undefined => {
    const person = people.addressOf(typed);
    if (!person.ok) return;
    const canRead = isForEveryone(kind) ? people.isKnown(person.value) : readers.has(person.value);
    return canRead ? person.value : undefined;
  };
}
