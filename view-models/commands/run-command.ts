// Runs a command. Its answer is shown above the composer and not stored.
import type { Conversation, EngineClient, ParametersOf } from '../../engine/api/api.ts';
import type { Status } from '../../protocol/accounts.ts';
import { type Refusal, refuse } from '../../protocol/errors.ts';
import { canonicalName } from '../../protocol/ids.ts';
import type { Catalogue } from '../../text/languages.ts';
import { refusalSentence } from '../../text/sentence.ts';
import { groupRefusal } from '../groups/refusal.ts';
import { groupRights } from '../groups/rights.ts';
import type { Messenger } from '../messenger.ts';
import { endOfMute } from '../mute.ts';
import { localName, nameOf, ownUser } from '../names.ts';
import { type OpensConversations, openPerson } from '../open-person.ts';
import type { MessageSearch } from '../search/message-search.ts';
import { type Command, commands, type GROUP, holdsPassphrase, type ParsedLine } from './commands.ts';
import { findConversation, findGroup, findRequest } from './find-conversation.ts';
import { isMessageCommand, type MessageCommand } from './message-command.ts';
import {
  listLast,
  type MessageCommandContext,
  type MessageDialog,
  runMessageCommand,
} from './run-message-command.ts';

export interface CommandAnswer {
  readonly failed: boolean;
  readonly lines: readonly string[];
  /** What was no command can be sent as it is. */
  readonly asText?: string;
}

/** What commands act on. */
interface CommandApp {
  readonly engine: EngineClient;
  readonly messenger: Messenger;
  readonly navigation: OpensConversations & {
    back(): void;
    /** `about`: a user name, a message or, where it isn't the open one, a group, by their ids. */
    show(
      dialog: 'leaveGroup' | 'deleteGroup' | 'safetyNumber' | 'search' | 'unlock' | MessageDialog,
      about?: string,
    ): void;
  };
  readonly search: Pick<MessageSearch, 'find'>;
  readonly shell: { quit(): void };
}

export interface CommandContext {
  readonly app: CommandApp;
  readonly text: Catalogue;
  /** The one in which it was written. */
  readonly conversation: string;
}

/** Undefined when there is no answer to show. */
export async function runLine(
  parsed: Exclude<ParsedLine, { kind: 'text' }>,
  context: CommandContext,
): Promise<CommandAnswer | undefined> {
  const { composer } = context.text;
  switch (parsed.kind) {
    case 'command':
      return runCommand(parsed.command, context);
    case 'misspelt':
      return {
        ...failure(usageSentence(parsed.name, context.text)),
        ...(!holdsPassphrase(parsed.text) && { asText: parsed.text }),
      };
    case 'unknown':
      return { ...failure(composer.unknownCommand(parsed.name)), asText: parsed.text };
    default:
      return parsed satisfies never;
  }
}

async function runCommand(command: Command, context: CommandContext): Promise<CommandAnswer | undefined> {
  const { app, text } = context;
  if (isOnMessage(command)) {
    const wrong = await runMessageCommand(command, onMessages(context));
    return wrong === undefined ? undefined : failure(wrong);
  }
  switch (command.name) {
    case 'last':
      return { failed: false, lines: await listLast(onMessages(context)) };
    case 'mute':
    case 'unmute':
    case 'notifications':
      return setAlerts(command, context);
    case 'msg':
      return sendTo(command.user, { text: command.text }, context);
    case 'secret': {
      const { passphrase, text: hidden } = command;
      return sendTo(command.user, { text: hidden, secret: { passphrase } }, context);
    }
    case 'unlock':
      return unlockLast(context);
    case 'status':
      return changeStatus(command.status, context);
    case 'names':
      return answer(text.composer.here(namesHere(context)));
    case 'users':
      return listOnline(context);
    case 'open':
      return openNamed(command.title, context);
    case 'accept':
    case 'refuse':
      return answerRequest(command, context);
    case 'group create':
      return createGroup(command, context);
    case 'group send':
      return sendToGroup(command, context);
    case 'group add':
    case 'group remove':
    case 'group leave':
    case 'group delete':
      return changeGroup(command, context);
    case 'expire':
      return setDisappearing(command.seconds, context);
    case 'search':
      app.search.find(command.text);
      app.navigation.show('search');
      return;
    case 'verify':
      return verify(command.user, context);
    case 'block':
    case 'unblock':
      return setBlocked(command.name, command.user, context);
    case 'back':
      app.navigation.back();
      return;
    case 'help':
      return { failed: false, lines: helpLines(text) };
    case 'quit':
      app.shell.quit();
      return;
    default:
      return command satisfies never;
  }
}

function isOnMessage(command: Command): command is MessageCommand {
  return isMessageCommand(command.name);
}

function onMessages(context: CommandContext): MessageCommandContext {
  const { app, text } = context;
  return {
    ...{ engine: app.engine, state: app.messenger.get(), text, conversation: conversationHere(context) },
    show: (dialog, about) => app.navigation.show(dialog, about),
  };
}

function conversationHere({ app, conversation }: CommandContext): Conversation | undefined {
  return app.messenger.get().conversations.find(({ id }) => id === conversation);
}

/** On all devices of the account. */
async function setAlerts(
  command: Extract<Command, { name: 'mute' | 'unmute' | 'notifications' }>,
  context: CommandContext,
): Promise<CommandAnswer> {
  const { app, text } = context;
  const conversation = conversationHere(context)?.id;
  if (conversation === undefined) return failure(text.composer.noMessageHere);
  switch (command.name) {
    case 'mute': {
      const until = endOfMute(command.choice, new Date());
      const muted = await app.engine.call('mute', { conversation, ...(until && { until }) });
      return muted.ok ? answer(text.mute.nowMuted) : refused(muted, text);
    }
    case 'unmute': {
      const unmuted = await app.engine.call('unmute', { conversation });
      return unmuted.ok ? answer(text.mute.nowUnmuted) : refused(unmuted, text);
    }
    case 'notifications': {
      const { level } = command;
      const set = await app.engine.call('setNotifications', { conversation, level });
      const { notifications, levels } = text.mute;
      return set.ok ? answer(`${notifications}: ${levels[level]}`) : refused(set, text);
    }
    default:
      return command satisfies never;
  }
}

/** Without an argument, answers with the current status. */
async function changeStatus(
  status: Status | undefined,
  { app, text }: CommandContext,
): Promise<CommandAnswer> {
  const set = status && (await app.messenger.setStatus(status));
  if (set && !set.ok) return refused(set, text);
  const { state, presence = 'normal' } = app.messenger.get().status ?? {};
  const { statusNow, statusLater } = text.composer;
  return answer((status && state !== 'online' ? statusLater : statusNow)(text.presence[presence]));
}

async function sendTo(
  user: string,
  message: Pick<ParametersOf<'send'>, 'text' | 'secret'>,
  { app, text }: CommandContext,
): Promise<CommandAnswer> {
  // Opening it would put it back into the list.
  if (app.messenger.get().blocked.has(canonicalName(user)))
    return refused(refuse('person-blocked', { user }), text);
  const opened = await app.messenger.openDirect(user);
  if (!opened.ok) return refused(opened, text);
  const sent = await app.engine.call('send', { conversation: opened.value.id, ...message });
  return sent.ok ? answer(text.composer.sentTo(user)) : refused(sent, text);
}

/** The newest locked message among the last ones of the conversation. */
async function unlockLast(context: CommandContext): Promise<CommandAnswer | undefined> {
  const { app, text } = context;
  const here = conversationHere(context);
  const page = here && (await app.engine.call('history', { conversation: here.id }));
  const locked = page?.ok && page.value.messages.findLast(({ kind }) => kind === 'locked');
  if (!locked) return failure(text.locked.none);
  app.navigation.show('unlock', locked.id);
  return undefined;
}

/** The conversation says what was set, and needs no answer. */
async function setDisappearing(seconds: number, context: CommandContext): Promise<CommandAnswer | undefined> {
  const { app, text } = context;
  const here = conversationHere(context);
  if (!here || here.kind === 'public') return failure(text.disappearing.nowhere);
  const set = await app.engine.call('setDisappearing', { conversation: here.id, seconds });
  return set.ok ? undefined : refused(set, text);
}

/** Shows the safety number, unless the user has gone elsewhere meanwhile. */
async function verify(user: string, { app, text }: CommandContext): Promise<CommandAnswer | undefined> {
  const { conversation } = app.navigation.get();
  const name = localName(user, app.messenger.get().status);
  const asked = await app.engine.call('safetyNumber', { user: name });
  if (!asked.ok) return asked.code === 'not-allowed' ? failure(text.safety.self) : refused(asked, text);
  if (app.navigation.get().conversation === conversation) app.navigation.show('safetyNumber', name);
  return undefined;
}

/** A conversation that there is, else a new one with the person of that name. */
async function openNamed(title: string, { app, text }: CommandContext): Promise<CommandAnswer | undefined> {
  const state = app.messenger.get();
  const known = findConversation(state, text, title) ?? findRequest(state, title);
  if (known) {
    app.navigation.openFrom(app.navigation.get(), known.id);
    return undefined;
  }
  const opened = await openPerson(app, title);
  if (opened.ok) return undefined;
  const isUnknown = opened.code === 'no-such-user' || opened.code === 'bad-request';
  return isUnknown ? failure(text.palette.nothing(title)) : refused(opened, text);
}

/** What is accepted is opened. */
async function answerRequest(
  { name, title }: Extract<Command, { name: 'accept' | 'refuse' }>,
  { app, text }: CommandContext,
): Promise<CommandAnswer | undefined> {
  const since = app.navigation.get();
  const request = findRequest(app.messenger.get(), title);
  if (!request) return failure(text.requests.noneFrom(title));
  const accept = name === 'accept';
  const answered = await app.engine.call('answerRequest', { conversation: request.id, accept });
  if (!answered.ok) return refused(answered, text);
  if (!accept) return answer(text.requests.refusedNow(title));
  app.navigation.openFrom(since, request.id);
  return undefined;
}

async function sendToGroup(
  { group: typed, text: message }: Extract<Command, { name: 'group send' }>,
  { app, text }: CommandContext,
): Promise<CommandAnswer> {
  const group = findGroup(app.messenger.get(), typed);
  if (!group) return failure(text.groups.noSuchGroup(typed));
  const sent = await app.engine.call('send', { conversation: group.id, text: message });
  return sent.ok ? answer(text.composer.sentTo(group.title)) : refused(sent, text);
}

async function setBlocked(
  name: 'block' | 'unblock',
  user: string,
  { app, text }: CommandContext,
): Promise<CommandAnswer> {
  const done = await app.engine.call(name, { user });
  const { blocked, unblocked } = text.requests;
  return done.ok ? answer((name === 'block' ? blocked : unblocked)(user)) : refused(done, text);
}

/** Opens it, unless the user has gone elsewhere meanwhile. */
async function createGroup(
  { title, users, unique }: Extract<Command, { name: 'group create' }>,
  { app, text }: CommandContext,
): Promise<CommandAnswer | undefined> {
  if (unique && findGroup(app.messenger.get(), title)) return failure(text.groups.nameTaken(title));
  const since = app.navigation.get();
  const created = await app.messenger.createGroup({ title, members: [...users] });
  if (!created.ok) return failure(groupRefusal(text, created));
  app.navigation.openFrom(since, created.value.id);
  return undefined;
}

type GroupChange = Extract<Command, { name: `${typeof GROUP} ${'add' | 'remove' | 'leave' | 'delete'}` }>;

/** What was done stands in the conversation, and needs no answer. */
async function changeGroup(
  command: GroupChange,
  context: CommandContext,
): Promise<CommandAnswer | undefined> {
  const { app, text } = context;
  const named = 'group' in command ? command.group : undefined;
  const group = named === undefined ? conversationHere(context) : findGroup(app.messenger.get(), named);
  if (group?.kind !== 'group')
    return failure(named === undefined ? text.groups.onlyInGroups : text.groups.noSuchGroup(named));
  const elsewhere = group.id === context.conversation ? [] : [group.id];
  switch (command.name) {
    case 'group add': {
      const isNew = command.users.some((user) => !isMember(group, canonicalName(user)));
      if (!isNew) return failure(text.groups.nothingToDo);
      const added = await app.engine.call('addMembers', {
        conversation: group.id,
        members: [...command.users],
      });
      return added.ok ? undefined : failure(groupRefusal(text, added));
    }
    case 'group remove':
      return removeAll(group, command.users, context);
    case 'group leave':
      app.navigation.show('leaveGroup', ...elsewhere);
      return;
    case 'group delete':
      if (!groupRights(group, ownUser(app.messenger.get().status) ?? '').appoints)
        return refused(refuse('not-allowed'), text);
      app.navigation.show('deleteGroup', ...elsewhere);
      return;
    default:
      return command satisfies never;
  }
}

/** Only those who are in the group, and oneself only by leaving it. */
async function removeAll(
  group: Conversation,
  users: readonly string[],
  { app, text }: CommandContext,
): Promise<CommandAnswer | undefined> {
  const own = ownUser(app.messenger.get().status);
  const names = users.map(canonicalName);
  const stranger = names.find((name) => !isMember(group, name));
  if (stranger !== undefined) return failure(text.groups.notInGroup(stranger));
  for (const user of names.filter((name) => name !== own)) {
    const removed = await app.engine.call('removeMember', { conversation: group.id, user });
    if (!removed.ok) return refused(removed, text);
  }
  if (own !== undefined && names.includes(own)) app.navigation.show('leaveGroup');
  return undefined;
}

function isMember({ members }: Conversation, name: string): boolean {
  return members.some(({ user }) => user === name);
}

async function listOnline({ app, text }: CommandContext): Promise<CommandAnswer> {
  const people = await app.engine.call('people', undefined);
  if (!people.ok) return refused(people, text);
  const names = people.value.map(({ user, status }) => `${user} (${text.presence[status]})`);
  return answer(names.length === 0 ? text.composer.nobodyFound : text.composer.everyone(names.join(', ')));
}

function namesHere({ app, conversation: here, text }: CommandContext): string {
  const { people, conversations } = app.messenger.get();
  const conversation = conversations.find(({ id }) => id === here);
  if (conversation && conversation.kind !== 'public') {
    return conversation.members.map(({ user }) => nameOf(people, user)).join(', ');
  }
  const online = [...people.values()].filter(({ status }) => status !== 'offline');
  return online.map(({ user, status }) => `${user} (${text.presence[status]})`).join(', ');
}

function helpLines(text: Catalogue): readonly string[] {
  const names = Object.keys(commands) as (keyof typeof commands)[]; // The table has no other keys.
  const commandLines = names.map(
    (name) => `${`/${name} ${commands[name]}`.trim()} – ${text.composer.help[name]}`,
  );
  return [...commandLines, `//… – ${text.composer.slashText}`];
}

/** With what a length of time looks like. */
function usageSentence(name: string, { composer, disappearing }: Catalogue): string {
  const usage = composer.usage(usageOf(name));
  return name === 'expire' ? `${usage} · ${disappearing.usage}` : usage;
}

/** Of all commands that begin with it. */
function usageOf(name: string): string {
  const meant = Object.entries(commands).filter(([one]) => one === name || one.startsWith(`${name} `));
  return meant.map(([one, usage]) => `/${one} ${usage}`.trim()).join(' · ');
}

function answer(line: string): CommandAnswer {
  return { failed: false, lines: [line] };
}

function failure(line: string): CommandAnswer {
  return { failed: true, lines: [line] };
}

function refused(refusal: Refusal, text: Catalogue): CommandAnswer {
  return failure(refusalSentence(text, refusal));
}
