// A message as lines. People are called by their user names, which is what commands take.
import type { EngineStatus, Message, Reaction } from '../../../engine/api/api.ts';
import type { Catalogue, TerminalText } from '../../../text/languages.ts';
import { messageReason } from '../../../text/sentence.ts';
import { formatTime } from '../../../text/times.ts';
import { deletedWords } from '../../../view-models/deletion/deletion.ts';
import { plainExcerpt } from '../../../view-models/formatting/formatted-text.ts';
import { groupEventLines, type Reader } from '../../../view-models/groups/group-events.ts';
import { lockedWords } from '../../../view-models/locked/locked-words.ts';
import { mentionParts } from '../../../view-models/messages/mention-parts.ts';
import { type Line, line, name, type Part } from '../screen/line.ts';
import { formattedParts } from './formatted-parts.ts';

export interface LineContext {
  readonly text: Catalogue;
  readonly words: TerminalText;
  readonly own: string;
  readonly blocked: ReadonlySet<string>;
  readonly status?: EngineStatus | undefined;
  /** The ids of the pinned messages, where they are marked. */
  readonly pinned?: ReadonlySet<string>;
}

/** Under the names, right of the time. */
const INDENT = '      ';
const QUOTE_CHARACTERS = 40;

export function messageLines(message: Message, context: LineContext): readonly Line[] {
  const { text, words } = context;
  const time: Part = { text: `${formatTime(message.sentAt, text.locale)} `, as: 'dim' };
  if (message.kind === 'system') {
    return [
      ...groupEventLines(message, readerOf(context)).map((event): Line => [time, { text: event, as: 'dim' }]),
      ...stateLines(message, context),
    ];
  }
  const { replyTo, reactions = [] } = message;
  const quoted = replyTo && [
    line(
      replyTo.sender === undefined
        ? `${INDENT}${text.messages.quotedElsewhere}`
        : `${INDENT}${words.replyTo(replyTo.sender, shortened(replyTo.text ?? text.deletion.quoted, text))}`,
      'dim',
    ),
  ];
  return [
    ...(quoted ?? []),
    [
      time,
      senderPart(message, context),
      ...marks(message, context),
      { text: ': ' },
      ...saidParts(message, context),
    ],
    ...stateLines(message, context),
    ...(reactions.length > 0 ? [reactionLine(reactions, undefined, context)] : []),
  ];
}

/** In words, since colours don't go into a pipe and aren't read aloud. */
function marks(
  { id, kind, edited, forwarded, mentions }: Message,
  { text, words, own, pinned }: LineContext,
): readonly Part[] {
  const mark = (word: string): Part => ({ text: ` (${word})`, as: 'dim' });
  return [
    ...(forwarded ? [mark(text.forwarding.mark)] : []),
    ...(edited !== undefined && kind === 'text' ? [mark(text.timeline.edited)] : []),
    ...(pinned?.has(id) ? [mark(words.isPinned)] : []),
    ...(kind === 'text' && mentions?.includes(own)
      ? [{ ...mark(text.messages.mentionsYou), as: 'strong' as const }]
      : []),
  ];
}

function senderPart({ sender }: Message, { own, text }: LineContext): Part {
  return sender === own ? { text: text.conversations.you, as: 'strong' } : name(sender);
}

function saidParts(message: Message, context: LineContext): readonly Part[] {
  const { text, blocked } = context;
  if (blocked.has(message.sender)) return [{ text: text.requests.hidden, as: 'dim' }];
  switch (message.kind) {
    case 'text':
      return formattedParts(message.text ?? '', (said) => mentioned(said, message, context));
    case 'locked':
      return [{ text: lockedWords(message, context), as: 'dim' }];
    case 'deleted':
      return [{ text: deletedWords(message, readerOf(context)), as: 'dim' }];
    case 'unreadable':
      return [{ text: messageReason(text, message) ?? text.timeline.unreadable, as: 'error' }];
    case 'system':
      return [];
    default:
      return message.kind satisfies never;
  }
}

/** A text in which the user is named in bold, and others in their colours. */
function mentioned(said: string, { mentions = [] }: Message, { own, status }: LineContext): readonly Part[] {
  return mentionParts(said, mentions, status).map(({ text, mentioned: user }): Part => {
    if (user === undefined) return { text };
    return user === own ? { text, as: 'strong' } : { text, nameOf: user };
  });
}

/** What has to be known of its state beside itself: that it failed or waits, or why it is marked. */
export function stateLines(message: Message, { text, own }: LineContext): readonly Line[] {
  if (message.kind !== 'text' && message.kind !== 'system') return [];
  const reason = messageReason(text, message);
  const isFailed = message.state === 'failed';
  if (!isFailed && reason) return [line(`${INDENT}${reason}`, 'error')];
  if (message.sender !== own || !(isFailed || message.state === 'held')) return [];
  const state = text.timeline.states[message.state];
  return [line(`${INDENT}${state}${reason ? `: ${reason}` : ''}`, isFailed ? 'error' : 'dim')];
}

/** With the beginning of the message, where that doesn't stand right above. */
export function reactionLine(
  reactions: readonly Reaction[],
  message: Message | undefined,
  { words, text, own }: LineContext,
): Line {
  const all = reactions.map(({ emoji, users, count }) => {
    const named = users.map((user) => (user === own ? text.groupEvents.you : user));
    return `${emoji} ${text.groupEvents.names(named, count - users.length)}`;
  });
  const about = message ? `${words.reactionsOn(shortened(message.text ?? '', text))} ` : '';
  return line(`${INDENT}${about}${all.length > 0 ? all.join('  ') : words.noReactions}`, 'dim');
}

export function shortened(text: string, { formatting: { hidden } }: Catalogue): string {
  const one = plainExcerpt(text, hidden).replaceAll(/\s+/g, ' ');
  const characters = Array.from(one);
  return characters.length > QUOTE_CHARACTERS ? `${characters.slice(0, QUOTE_CHARACTERS).join('')}…` : one;
}

function readerOf({ text, own }: LineContext): Reader {
  return { text, own, people: new Map() };
}
