// Runs a command on one message of the conversation that it was written in.
import type { Conversation, EngineClient, Message, MethodName, ParametersOf } from '../../engine/api/api.ts';
import { limits } from '../../protocol/limits.ts';
import type { Catalogue } from '../../text/languages.ts';
import { refusalSentence } from '../../text/sentence.ts';
import { plainExcerpt } from '../formatting/formatted-text.ts';
import { lockedWords } from '../locked/locked-words.ts';
import { actionRights } from '../messages/action-rights.ts';
import { type ActionRights, actionsFor, mayReact } from '../messages/message-actions.ts';
import type { MessengerState } from '../messenger.ts';
import { otherMember, ownUser } from '../names.ts';
import type { MessageCommand } from './message-command.ts';

export type MessageDialog = 'deleteMessage' | 'report';

export interface MessageCommandContext {
  readonly engine: EngineClient;
  readonly state: MessengerState;
  readonly text: Catalogue;
  /** Undefined where none is open, or only a request. */
  readonly conversation: Conversation | undefined;
  /** Asks before it is done. `about` is what the window's dialog of that name takes. */
  show(dialog: MessageDialog, about: string): void;
}

/** What is wrong, as a sentence; undefined where it is done, or will be once the user has confirmed it. */
export async function runMessageCommand(
  command: MessageCommand,
  context: MessageCommandContext,
): Promise<string | undefined> {
  const { engine, text, conversation, state } = context;
  if (!conversation) return text.composer.noMessageHere;
  const rights = rightsIn(conversation, state);
  const loaded = await loadMessages(engine, conversation, command.number ?? firstPinned(command, rights));
  if (!loaded.ok) return refusalSentence(text, loaded);
  const target = targetOf(command, loaded.value, rights);
  if (!target) {
    const { number } = command;
    return number === undefined ? text.composer.noMessageHere : text.composer.noSuchNumber(number);
  }
  if (!isFor(command.name, target, rights)) return text.composer.notWithThis;
  return act(command, target, context);
}

function rightsIn(conversation: Conversation, { status, blocked }: MessengerState): ActionRights {
  const own = ownUser(status) ?? '';
  return actionRights(conversation, own, blocked.has(otherMember(conversation, own) ?? ''));
}

/** Without a number, the message that was pinned last is unpinned. */
function firstPinned({ name }: MessageCommand, { pinned }: ActionRights): string | undefined {
  return name === 'unpin' ? [...(pinned ?? [])][0] : undefined;
}

/** So many pages back a number is looked for. */
const MOST_PAGES = 20;

/** The last ones, or those around the one that is named, by its number or its id. */
async function loadMessages(
  engine: EngineClient,
  { id }: Conversation,
  wanted: number | string | undefined,
): ReturnType<typeof loadPage> {
  const messages: Message[] = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const [oldest] = messages;
    const loaded = await loadPage(engine, { conversation: id, ...(oldest && { before: oldest.id }) });
    if (!loaded.ok) return loaded;
    messages.unshift(...loaded.value);
    const isThere = wanted === undefined || messages.some((one) => one.id === wanted || isAt(one, wanted));
    if (isThere || loaded.value.length === 0) break;
  }
  return { ok: true, value: messages };
}

async function loadPage(engine: EngineClient, page: Omit<ParametersOf<'history'>, 'limit'>) {
  const loaded = await engine.call('history', { ...page, limit: limits.pageRecords });
  return loaded.ok ? { ok: true as const, value: loaded.value.messages } : loaded;
}

/** What the server has lost is at no place any more. */
function isAt({ seq, code }: Message, number: number | string): boolean {
  return seq === number && code !== 'not-on-server';
}

function targetOf(
  command: MessageCommand,
  messages: readonly Message[],
  rights: ActionRights,
): Message | undefined {
  const { name, number } = command;
  if (number !== undefined) return messages.find((one) => isAt(one, number));
  const allowed = messages.filter((one) => isFor(name, one, rights));
  switch (name) {
    case 'reply':
    case 'react':
      // One answers others, and oneself only where no one else has written.
      return allowed.findLast(({ sender }) => sender !== rights.own) ?? allowed.at(-1);
    case 'delete':
      return allowed.findLast(({ sender }) => sender === rights.own);
    case 'unpin':
      return allowed.find(({ id }) => id === firstPinned(command, rights));
    default:
      return allowed.at(-1);
  }
}

function isFor(name: MessageCommand['name'], message: Message, rights: ActionRights): boolean {
  switch (name) {
    case 'react':
      return mayReact(message, rights);
    case 'retry':
      return message.sender === rights.own && message.state === 'failed';
    default:
      return actionsFor(message, rights).includes(name);
  }
}

async function act(
  command: MessageCommand,
  target: Message,
  context: MessageCommandContext,
): Promise<string | undefined> {
  const on = { conversation: target.conversation, message: target.id };
  switch (command.name) {
    case 'reply': {
      const { conversation } = on;
      return done(context, 'send', { conversation, text: command.text, replyTo: target.id });
    }
    case 'edit':
      return done(context, 'edit', { ...on, text: command.text });
    case 'react': {
      const { emoji } = command;
      const isThere = target.reactions?.some((one) => one.own && one.emoji === emoji) === true;
      return done(context, 'react', { ...on, emoji, on: !isThere });
    }
    case 'retry':
      return done(context, 'retry', on);
    case 'pin':
    case 'unpin':
      return done(context, 'pin', { ...on, on: command.name === 'pin' });
    case 'delete':
      context.show('deleteMessage', target.id);
      return;
    case 'report':
      context.show('report', `${target.id} ${target.sender}`);
      return;
    default:
      return command satisfies never;
  }
}

/** The conversation shows what was done. */
async function done<Name extends MethodName>(
  { engine, text }: MessageCommandContext,
  method: Name,
  parameters: ParametersOf<Name>,
): Promise<string | undefined> {
  const answered = await engine.call(method, parameters);
  return answered.ok ? undefined : refusalSentence(text, answered);
}

const LISTED = 20;

/** The last messages with the numbers by which commands name them. */
export async function listLast({
  engine,
  state,
  text,
  conversation,
}: Omit<MessageCommandContext, 'show'>): Promise<readonly string[]> {
  const page = conversation && (await loadPage(engine, { conversation: conversation.id }));
  if (page && !page.ok) return [refusalSentence(text, page)];
  const listed = (page?.value ?? []).filter(
    ({ kind, code }) => kind !== 'system' && code !== 'not-on-server',
  );
  const lines = listed.slice(-LISTED).map((message) => {
    const number = message.seq === undefined ? text.timeline.states[message.state] : `#${message.seq}`;
    const sender = message.sender === ownUser(state.status) ? text.conversations.you : message.sender;
    return `${number} ${sender}: ${wordsOf(message, state, text)}`;
  });
  return lines.length === 0 ? [text.composer.noMessageHere] : [...lines, text.composer.numbersHint];
}

function wordsOf(message: Message, { blocked }: MessengerState, text: Catalogue): string {
  if (blocked.has(message.sender)) return text.requests.hidden;
  if (message.kind === 'locked') return lockedWords(message, { text });
  if (message.kind === 'deleted') return text.deletion.quoted;
  if (message.text === undefined) return text.timeline.unreadable;
  return plainExcerpt(message.text, text.formatting.hidden).replaceAll(/\s+/g, ' ');
}
