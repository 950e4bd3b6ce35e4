// How the terminal programs before Parley wrote their commands. Each is one of Parley's own, so that there is one grammar.
import { parseTypedName } from '../../protocol/ids.ts';
import {
  type CommandName,
  commandOf,
  GROUP,
  type ParsedLine,
  parseLine,
  unquoted,
  wordsIn,
} from './commands.ts';
import { type CompletionContext, type Suggestion, suggestionsFor } from './completion.ts';

/** What each is rewritten to. `secret` is refused until there is such a command. */
export const oldSpellings = {
  '!list': 'users',
  '!talk': 'open',
  '!back': 'back',
  '!quit': 'quit',
  '@names': 'names',
  '@status': 'status',
  '@secret': 'secret',
  '@group set': 'group create',
  '@group send': 'group send',
  '@group leave': 'group leave',
  '@group delete': 'group delete',
  '@quit': 'quit',
} as const satisfies Readonly<Record<string, CommandName | 'group send' | 'secret'>>;
type OldSpelling = keyof typeof oldSpellings;

/** What they were followed by, where that differs. `@<user>` is `msg`. */
export const oldUsages: Readonly<Partial<Record<OldSpelling | '@<user>', string>>> = {
  '!talk': '<user>',
  '@<user>': '<text>',
  '@group set': '<name> <user,user>',
  '@group send': '<name> <text>',
  '@group leave': '<name>',
  '@group delete': '<name>',
};

/** Before a session there are only these two, and `quit`. */
export type EntryCommand = 'signup' | 'login' | 'recover' | 'quit';
const entryWords: Readonly<Record<string, EntryCommand>> = {
  signup: 'signup',
  register: 'signup',
  login: 'login',
  signin: 'login',
  recover: 'recover',
  quit: 'quit',
};

/** With or without a sign before it, as `signup`, `/signup` or `!signup`. */
export function parseEntryLine(line: string): EntryCommand | undefined {
  const word = line
    .trim()
    .replace(/^[!/@]/, '')
    .toLowerCase();
  return Object.hasOwn(entryWords, word) ? entryWords[word] : undefined;
}

/** As parseLine, and the old spellings as well. What begins with a space is none of them. */
export function parseOldOrNew(line: string): ParsedLine {
  const [, word = '', rest = ''] = /^([!@]\S+)(?:\s+([\s\S]*))?$/.exec(line) ?? [];
  const first = word.toLowerCase();
  if (first === `@${GROUP}`) return parseGroupLine(line, rest);
  if (isOldSpelling(first)) return parseLine(`/${oldSpellings[first]} ${rest}`);
  const isToUser = first.startsWith('@') && rest.trim() !== '' && parseTypedName(first) !== undefined;
  return isToUser ? parseLine(`/msg ${word.slice(1)} ${rest}`) : parseLine(line);
}

/** The group is named by the first word, or in quotes. */
function parseGroupLine(line: string, rest: string): ParsedLine {
  const misspelt = { kind: 'misspelt', name: GROUP, text: line.trimEnd() } as const;
  const [, act = '', after = ''] = /^(\S+)(?:\s+([\s\S]*))?$/.exec(rest.trimEnd()) ?? [];
  switch (act.toLowerCase()) {
    case 'set': {
      const command = commandOf('group create', after);
      return command?.name === 'group create'
        ? { kind: 'command', command: { ...command, unique: true } }
        : misspelt;
    }
    case 'send': {
      const [, quoted, text] = /^("[^"]*"|\S+)\s+([\s\S]+)$/.exec(after) ?? [];
      if (quoted === undefined || text === undefined) return misspelt;
      return { kind: 'command', command: { name: 'group send', group: wordsIn(quoted)[0] ?? '', text } };
    }
    case 'leave':
    case 'delete': {
      const group = unquoted(after);
      const name = act.toLowerCase() === 'leave' ? 'group leave' : 'group delete';
      return group === '' ? misspelt : { kind: 'command', command: { name, group } };
    }
    default:
      return misspelt;
  }
}

function isOldSpelling(word: string): word is OldSpelling {
  return Object.hasOwn(oldSpellings, word);
}

/** As suggestionsFor, and the old spellings as well. */
export function suggestOldOrNew(line: string, context: CompletionContext): readonly Suggestion[] {
  if (!/^[!@]/.test(line)) return suggestionsFor(line, context);
  const typed = line.toLowerCase();
  const begun = Object.keys(oldSpellings).find((old) => typed.startsWith(`${old} `));
  if (begun !== undefined && isOldSpelling(begun)) {
    const head = `/${oldSpellings[begun]}`;
    return suggestionsFor(head + line.slice(begun.length), context).map((one) => ({
      ...one,
      line: begun + one.line.slice(head.length),
    }));
  }
  const users = Array.from(context.people, ({ user }) => `@${user}`).toSorted();
  const fitting = [...Object.keys(oldSpellings), ...users].filter((word) => word.startsWith(typed));
  return fitting.map((word) => ({ line: `${word} `, label: word, command: undefined }));
}
