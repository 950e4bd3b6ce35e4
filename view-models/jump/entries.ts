// What one can jump to: conversations, people, and what the window can do.
import { searchForm } from '../../protocol/search-text.ts';
import type { Catalogue } from '../../text/languages.ts';
import type { MessengerState } from '../messenger.ts';
import { nameOf, otherMember, ownUser, titleOf } from '../names.ts';

const jumpCommands = ['newGroup', 'settings', 'shortcuts', 'signOut'] as const;
type JumpCommand = (typeof jumpCommands)[number];

export function isJumpCommand(target: string): target is JumpCommand {
  return (jumpCommands as readonly string[]).includes(target);
}

export interface JumpEntry {
  readonly key: string;
  readonly kind: 'conversation' | 'person' | 'command';
  readonly title: string;
  /** What it is found by besides its title. */
  readonly alias: string;
  readonly target: string;
}

const MOST = 40;

export function jumpEntries(state: MessengerState, text: Catalogue): readonly JumpEntry[] {
  const own = ownUser(state.status);
  const talkedTo = new Set(state.conversations.map((one) => otherMember(one, own)));
  const conversations = state.conversations.map((one) => ({
    key: one.id,
    kind: 'conversation' as const,
    title: titleOf(text, state.people, one),
    alias: one.title,
    target: one.id,
  }));
  const people = [...state.people.keys()]
    .filter((user) => !talkedTo.has(user))
    .map((user) => ({
      key: `person ${user}`,
      kind: 'person' as const,
      title: user === own ? text.conversations.noteToSelf : nameOf(state.people, user),
      alias: user,
      target: user,
    }));
  return [...conversations, ...people, ...commandEntries(text)];
}

function commandEntries(text: Catalogue): readonly JumpEntry[] {
  const titles: Readonly<Record<JumpCommand, string>> = {
    newGroup: text.groups.create,
    settings: text.settings.title,
    shortcuts: text.keyboard.title,
    signOut: text.people.signOut,
  };
  return Object.entries(titles).map(([target, title]) => ({
    key: `command ${target}`,
    kind: 'command',
    title,
    alias: target,
    target,
  }));
}

/** Those in which every typed word begins a word, the best first: matches at the start of the title. */
export function matching<Entry extends Pick<JumpEntry, 'title' | 'alias'>>(
  entries: readonly Entry[],
  typed: string,
): readonly Entry[] {
  const words = searchForm(typed).split(/\s+/).filter(Boolean);
  const found = entries.filter(({ title, alias }) => {
    const hay = ` ${searchForm(title)} ${searchForm(alias)}`;
    return words.every((word) => hay.includes(` ${word}`) || (word.length > 2 && hay.includes(word)));
  });
  const first = words[0] ?? '';
  const starts = ({ title }: Entry) => (searchForm(title).startsWith(first) ? 0 : 1);
  return found.toSorted((a, b) => starts(a) - starts(b)).slice(0, MOST);
}
