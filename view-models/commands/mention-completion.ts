// Whom the beginning of a mention can mean, by display name or user name.
import type { Conversation, Person } from '../../engine/api/api.ts';
import { searchForm } from '../../protocol/search-text.ts';
import { nameOf } from '../names.ts';
import type { Suggestion } from './completion.ts';

export interface MentionContext {
  readonly people: ReadonlyMap<string, Person>;
  readonly blocked: ReadonlySet<string>;
  readonly conversation: Pick<Conversation, 'kind' | 'members'> | undefined;
  readonly own: string | undefined;
}

const MOST = 8;

/** An @ that begins a word, and what follows it up to the caret. */
const begun = /(?<![\p{L}\p{M}\p{N}._@＠/-])[@＠]([^\s@＠]{0,60})$/u;

/** `caret`: where one writes. What is taken is the user name, which means the same person on every device. */
export function mentionSuggestions(
  text: string,
  caret: number,
  context: MentionContext,
): readonly Suggestion[] {
  const [typed, name] = begun.exec(text.slice(0, caret)) ?? [];
  if (typed === undefined || name === undefined) return [];
  const wanted = searchForm(name);
  const before = text.slice(0, caret - typed.length);
  const after = text.slice(caret);
  return readersIn(context)
    .map((user) => ({ user, title: nameOf(context.people, user) }))
    .filter(({ user, title }) => user !== wanted && isMeant(wanted, user, title))
    .toSorted((one, other) => one.title.localeCompare(other.title))
    .slice(0, MOST)
    .map(({ user, title }) => {
      const written = `${before}@${user}${/^\s/.test(after) ? '' : ' '}`;
      return {
        line: written + after,
        label: title,
        detail: `@${user}`,
        command: undefined,
        caret: written.length,
      };
    });
}

function isMeant(wanted: string, user: string, title: string): boolean {
  const words = searchForm(title).split(/[\s-]+/);
  return [user, ...words].some((word) => word.startsWith(wanted));
}

/** Everyone else who can read what is written. */
function readersIn({ people, blocked, conversation, own }: MentionContext): readonly string[] {
  const readers =
    conversation?.kind === 'public'
      ? [...people.keys()]
      : (conversation?.members ?? []).map(({ user }) => user);
  return readers.filter((user) => user !== own && !blocked.has(user));
}
