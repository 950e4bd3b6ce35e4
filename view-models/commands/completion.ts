// What Tab can make of the beginning of a command.
import type { Person } from '../../engine/api/api.ts';
import { statuses } from '../../protocol/accounts.ts';
import { searchForm } from '../../protocol/search-text.ts';
import { commands, isCommandName } from './commands.ts';

export interface Suggestion {
  /** The whole line when it is taken. */
  readonly line: string;
  readonly label: string;
  /** The command it belongs to, for its explanation; undefined for an argument. */
  readonly command: keyof typeof commands | undefined;
}

const MOST = 8;

export function suggestionsFor(line: string, people: Iterable<Person>): readonly Suggestion[] {
  const [, name, space, argument = ''] = /^\/([a-z]*)(?:(\s+)(\S*))?$/i.exec(line) ?? [];
  if (name === undefined) return [];
  if (space === undefined) return commandSuggestions(name.toLowerCase());
  return argumentSuggestions(name.toLowerCase(), searchForm(argument), people).slice(0, MOST);
}

function commandSuggestions(start: string): readonly Suggestion[] {
  return Object.entries(commands)
    .filter(([name]) => name.startsWith(start))
    .map(([name, usage]) => ({
      line: `/${name}${usage === '' ? '' : ' '}`,
      label: `/${name}${usage === '' ? '' : ` ${usage}`}`,
      command: isCommandName(name) ? name : undefined,
    }));
}

function argumentSuggestions(name: string, start: string, people: Iterable<Person>): readonly Suggestion[] {
  const words = argumentWords(name, people);
  const end = name === 'msg' ? ' ' : '';
  return words
    .filter((word) => word.startsWith(start) && word !== start)
    .map((word) => ({ line: `/${name} ${word}${end}`, label: word, command: undefined }));
}

function argumentWords(name: string, people: Iterable<Person>): readonly string[] {
  if (name === 'status') return statuses;
  if (name === 'msg' || name === 'verify') return Array.from(people, ({ user }) => user).toSorted();
  return [];
}
