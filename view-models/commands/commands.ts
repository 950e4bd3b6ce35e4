// The commands of composer and terminal: a line that begins with a slash.
import { type NotificationLevel, notificationLevels } from '../../engine/api/notification-levels.ts';
import { type Status, status } from '../../protocol/accounts.ts';
import { groupTitle } from '../../protocol/group-profile.ts';
import { parseLifetime } from '../disappearing.ts';
import { type MuteChoice, muteChoices } from '../mute.ts';
import { isMessageCommand, type MessageCommand, messageCommandOf } from './message-command.ts';

/** What follows a command's name; what is in brackets may be left out. */
export const commands = {
  msg: '<user> <text>',
  open: '<name>',
  secret: '<user> <passphrase> <text>',
  unlock: '',
  last: '',
  reply: '[#number] <text>',
  react: '[#number] <emoji>',
  edit: '[#number] <text>',
  delete: '[#number]',
  retry: '[#number]',
  pin: '[#number]',
  unpin: '[#number]',
  report: '[#number]',
  mute: '[hour|tomorrow|always]',
  unmute: '',
  notifications: 'all|mentions|none',
  status: '[normal|away|dnd]',
  names: '',
  users: '',
  'group create': '<name> <users…>',
  'group add': '<users…>',
  'group remove': '<users…>',
  'group leave': '',
  'group delete': '',
  expire: '<time>|off',
  search: '<text>',
  verify: '<user>',
  accept: '<name>',
  refuse: '<name>',
  block: '<user>',
  unblock: '<user>',
  back: '',
  help: '',
  quit: '',
} as const;
export type CommandName = keyof typeof commands;

/** The first word of several commands; what follows it says which one. */
export const GROUP = 'group';

export type Command =
  | MessageCommand
  | { readonly name: 'unmute' }
  | { readonly name: 'mute'; readonly choice: MuteChoice }
  | { readonly name: 'notifications'; readonly level: NotificationLevel }
  | { readonly name: 'msg'; readonly user: string; readonly text: string }
  | { readonly name: 'secret'; readonly user: string; readonly passphrase: string; readonly text: string }
  | { readonly name: 'status'; readonly status: Status | undefined }
  | { readonly name: 'search'; readonly text: string }
  /** A person, a group or the Lobby; of requests, who has begun it, or the group. */
  | { readonly name: 'open'; readonly title: string }
  | { readonly name: 'accept' | 'refuse'; readonly title: string }
  | { readonly name: 'expire'; readonly seconds: number }
  | { readonly name: 'verify' | 'block' | 'unblock'; readonly user: string }
  | {
      readonly name: 'group create';
      readonly title: string;
      readonly users: readonly string[];
      /** Where groups are found by their names, there is to be no second one of that name. */
      readonly unique?: true;
    }
  | { readonly name: 'group add' | 'group remove'; readonly users: readonly string[] }
  /** The open one, unless it is named. */
  | { readonly name: 'group leave' | 'group delete'; readonly group?: string }
  | { readonly name: 'group send'; readonly group: string; readonly text: string }
  | { readonly name: 'names' | 'users' | 'unlock' | 'last' | 'back' | 'help' | 'quit' };

export type ParsedLine =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'command'; readonly command: Command }
  /** It may have been meant as `text`. */
  | { readonly kind: 'misspelt' | 'unknown'; readonly name: string; readonly text: string };

/** A slash that no word follows begins a text; two of them begin one that begins with a slash. */
export function parseLine(line: string): ParsedLine {
  const [, name, rest = ''] = /^\/(group\s+[a-z]+(?=\s|$)|[a-z]+)(?:\s+([\s\S]*))?$/i.exec(line.trim()) ?? [];
  const text = withoutEmptyEdges(line);
  if (name === undefined) return { kind: 'text', text: text.replace(/^\/\/(?=\S|$)/, '/') };
  const known = name.toLowerCase().replace(/\s+/, ' ');
  const isGroups = known === GROUP || (known.startsWith(`${GROUP} `) && !isCommandName(known));
  if (isGroups) return { kind: 'misspelt', name: GROUP, text };
  if (!isCommandName(known)) return { kind: 'unknown', name: known, text };
  const command = commandOf(known, rest.trimEnd());
  return command ? { kind: 'command', command } : { kind: 'misspelt', name: known, text };
}

/** Without empty first lines and the white space at the end; the first line keeps its indentation. */
function withoutEmptyEdges(written: string): string {
  return written.replace(/^\s*\n/, '').trimEnd();
}

/** The command in a text whose sign, or letters, an input method has made wide or another: ／help, ・help. */
export function commandMeant(line: string): CommandName | typeof GROUP | undefined {
  const [, name = ''] = /^[/・]([a-z]+)(?:\s|$)/i.exec(line.trim().normalize('NFKC')) ?? [];
  const known = name.toLowerCase();
  return known === GROUP || isCommandName(known) ? known : undefined;
}

/** Such a line is kept nowhere but in front of the user: it holds a passphrase, or soon will. */
export function holdsPassphrase(line: string): boolean {
  return commandMeant(line) === 'secret';
}

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

export function commandOf(name: CommandName, rest: string): Command | undefined {
  if (isMessageCommand(name)) return messageCommandOf(name, rest);
  switch (name) {
    case 'mute': {
      const choice = rest === '' ? 'always' : muteChoices.find((one) => one === rest.toLowerCase());
      return choice && { name, choice };
    }
    case 'notifications': {
      const level = notificationLevels.find((one) => one === rest.toLowerCase());
      return level && { name, level };
    }
    case 'msg': {
      // A text that begins on a line of its own keeps its indentation.
      const [, user, text] = /^(\S+)(?:\s*\n|\s+)([\s\S]+)$/.exec(rest) ?? [];
      return user !== undefined && text !== undefined ? { name, user, text } : undefined;
    }
    case 'secret': {
      const [, user, passphrase, text] = /^(\S+)\s+(\S+)(?:\s*\n|\s+)([\s\S]+)$/.exec(rest) ?? [];
      const isWhole = user !== undefined && passphrase !== undefined && text !== undefined;
      return isWhole ? { name, user, passphrase, text } : undefined;
    }
    case 'status': {
      if (rest === '') return { name, status: undefined };
      const chosen = status.safeParse(rest.toLowerCase());
      return chosen.success ? { name, status: chosen.data } : undefined;
    }
    case 'expire': {
      const seconds = parseLifetime(rest);
      return seconds === undefined ? undefined : { name, seconds };
    }
    case 'search':
      return rest === '' ? undefined : { name, text: rest };
    case 'open':
    case 'accept':
    case 'refuse': {
      const title = unquoted(rest);
      return title === '' ? undefined : { name, title };
    }
    case 'verify':
    case 'block':
    case 'unblock':
      return /^\S+$/.test(rest) ? { name, user: rest } : undefined;
    case 'group create': {
      const [title, ...users] = wordsIn(rest);
      const named = groupTitle.safeParse(title);
      return named.success && users.length > 0 ? { name, title: named.data, users } : undefined;
    }
    case 'group add':
    case 'group remove': {
      const users = wordsIn(rest);
      return users.length > 0 ? { name, users } : undefined;
    }
    default:
      return rest === '' ? { name } : undefined;
  }
}

/** In straight or typographic quotes stands a word that has spaces. People may put commas between users. */
const word = /"([^"]*)"|[“„]([^“”]*)[“”]|«([^»]*)»|([^\s,]+)/g;

/** A name that is the whole argument needs no quotes, and may have them. */
export function unquoted(text: string): string {
  const words = wordsIn(text);
  return words.length === 1 ? (words[0] ?? '') : text.trim();
}

export function wordsIn(text: string): readonly string[] {
  const words = [...text.matchAll(word)].map(
    ([, ...forms]) => forms.find((form) => form !== undefined) ?? '',
  );
  return words.map((one) => one.trim()).filter((one) => one !== '');
}
