// What Tab can make of the beginning of a command.
import type { Conversation, Person } from '../../engine/api/api.ts';
import { notificationLevels } from '../../engine/api/notification-levels.ts';
import { statuses } from '../../protocol/accounts.ts';
import { searchForm } from '../../protocol/search-text.ts';
import { commonEmoji } from '../messages/message-actions.ts';
import { muteChoices } from '../mute.ts';
import { type CommandName, commands, GROUP } from './commands.ts';

export interface Suggestion {
  /** The whole line when it is taken. */
  readonly line: string;
  readonly label: string;
  /** The command it belongs to, for its explanation; undefined for an argument. */
  readonly command: CommandName | typeof GROUP | undefined;
  /** What stands beside the label. */
  readonly detail?: string;
  /** Where one goes on writing, if that isn't at the end. */
  readonly caret?: number;
}

/** Where the line is written, and by whom. */
export interface CompletionContext {
  readonly people: Iterable<Pick<Person, 'user'>>;
  readonly blocked?: Iterable<string>;
  /** Of conversations, and who has begun requests. */
  readonly titles?: Iterable<string>;
  readonly requests?: Iterable<string>;
  readonly conversation?: Pick<Conversation, 'kind' | 'members'> | undefined;
  readonly own?: string | undefined;
}

const MOST = 8;

export function suggestionsFor(line: string, context: CompletionContext): readonly Suggestion[] {
  const [, start] = /^\/((?:group +)?[a-z]*)$/i.exec(line) ?? [];
  if (start !== undefined) return commandSuggestions(start.toLowerCase().replace(/ +/, ' '));
  const [, name = '', before = '', argument = ''] =
    /^\/(group +[a-z]+|[a-z]+)( [\s\S]*?| )([^\s"“„«]*)$/i.exec(line) ?? [];
  const isQuoting = (before.match(/["“”„]/g)?.length ?? 0) % 2 === 1;
  if (before === '' || isQuoting) return [];
  const words = argumentWords(name.toLowerCase().replace(/ +/, ' '), before.trim(), context);
  const typed = searchForm(argument);
  return words
    .filter((word) => word.startsWith(typed) && word !== typed)
    .slice(0, MOST)
    .map((word) => ({
      line: `/${name}${before}${word}${/^(msg|secret)$|^group/i.test(name) ? ' ' : ''}`,
      label: word,
      command: undefined,
    }));
}

/** What is done with groups is offered once they are meant. */
function commandSuggestions(start: string): readonly Suggestion[] {
  const isGroups = start.startsWith(`${GROUP} `);
  const names = Object.keys(commands) as CommandName[]; // The table has no other keys.
  const found = names.filter((name) => name.startsWith(start) && name.startsWith(`${GROUP} `) === isGroups);
  const suggestions = found.map((name) => suggestionOf(name, commands[name]));
  return !isGroups && GROUP.startsWith(start)
    ? suggestions.toSpliced(found.indexOf('users') + 1, 0, suggestionOf(GROUP, groupActs.join('|')))
    : suggestions;
}

const groupActs = Object.keys(commands).flatMap((name) =>
  name.startsWith(`${GROUP} `) ? name.slice(GROUP.length + 1) : [],
);

function suggestionOf(name: CommandName | typeof GROUP, usage: string): Suggestion {
  return {
    line: `/${name}${usage === '' ? '' : ' '}`,
    label: `/${name}${usage === '' ? '' : ` ${usage}`}`,
    command: name,
  };
}

/** `before` is what was typed of the arguments already. */
function argumentWords(
  name: string,
  before: string,
  { people, blocked = [], titles = [], requests = [], conversation, own }: CompletionContext,
): readonly string[] {
  const everyone = () => Array.from(people, ({ user }) => user).toSorted();
  const members = conversation?.kind === 'group' ? conversation.members.map(({ user }) => user) : [];
  const others = (users: readonly string[]) =>
    users.filter((user) => user !== own && !before.split(/[\s,]+/).includes(user));
  switch (name) {
    case 'status':
      return before === '' ? statuses : [];
    case 'msg':
    case 'secret':
    case 'verify':
    case 'block':
      return before === '' ? everyone() : [];
    case 'open':
      return before === '' ? [...new Set([...titles, ...everyone()])].toSorted() : [];
    case 'accept':
    case 'refuse':
      return before === '' ? [...requests].toSorted() : [];
    case 'unblock':
      return before === '' ? [...blocked].toSorted() : [];
    case 'react':
      return commonEmoji;
    case 'mute':
      return before === '' ? muteChoices : [];
    case 'notifications':
      return before === '' ? notificationLevels : [];
    case 'group create':
      return before === '' ? [] : others(everyone());
    case 'group add':
      return others(everyone()).filter((user) => !members.includes(user));
    case 'group remove':
      return others(members.toSorted());
    default:
      return [];
  }
}
