// What a change of a conversation adds to the screen. What stands there can't be changed: a message that says something else by
// now is shown once more.
import type { Message } from '../../../engine/api/api.ts';
import { formatDay } from '../../../text/times.ts';
import type { Divider } from '../../../view-models/timeline/divider.ts';
import { type Line, line } from '../screen/line.ts';
import { type LineContext, messageLines, reactionLine, stateLines } from './message-lines.ts';

/** What has been shown of the open conversation. */
export interface Shown {
  /** As each was when it was shown last. */
  readonly messages: ReadonlyMap<string, Message>;
  /** The day of the last line. */
  readonly day: string | undefined;
  /** The message below the line of the first unread one. */
  readonly divided: string | undefined;
}

export const nothingShown: Shown = { messages: new Map(), day: undefined, divided: undefined };

export interface Drawing {
  readonly lines: readonly Line[];
  readonly shown: Shown;
}

export interface TimelineContext extends LineContext {
  readonly now: Date;
  /** States that the prompt doesn't show have lines of their own. */
  readonly showsStates: boolean;
  /** What the user has just typed stands there already. */
  readonly echoes: boolean;
}

export function timelineLines(
  shown: Shown,
  { messages, divider }: { readonly messages: readonly Message[]; readonly divider: Divider | undefined },
  context: TimelineContext,
): Drawing {
  const lines: Line[] = [];
  const known = new Map(shown.messages);
  let { day, divided } = shown;
  for (const message of messages) {
    const before = known.get(message.id);
    if (before === message) continue;
    known.set(message.id, message);
    if (before) {
      lines.push(...changeLines(before, message, context));
      continue;
    }
    const its = new Date(message.sentAt).toDateString();
    if (its !== day) lines.push(line(dayHeading(message, context), 'dim'));
    day = its;
    if (divider?.above === message.id && divided === undefined) {
      lines.push(line(`── ${context.words.firstUnread(divider.count)} ──`, 'heading'));
      divided = message.id;
    }
    const isEchoed = context.echoes && message.state === 'sending';
    lines.push(...(isEchoed ? stateLines(message, context) : messageLines(message, context)));
  }
  return { lines, shown: { messages: known, day, divided } };
}

function dayHeading({ sentAt }: Message, { text, now }: TimelineContext): string {
  const isToday = new Date(sentAt).toDateString() === now.toDateString();
  return `── ${isToday ? text.timeline.today : formatDay(sentAt, text.locale, now)} ──`;
}

function changeLines(before: Message, message: Message, context: TimelineContext): readonly Line[] {
  const isRewritten =
    before.kind !== message.kind || before.text !== message.text || before.edited !== message.edited;
  if (isRewritten) return messageLines({ ...message, reactions: [] }, context);
  const hasOtherReactions = reactionsOf(before) !== reactionsOf(message);
  return [
    ...(hasOtherReactions ? [reactionLine(message.reactions ?? [], message, context)] : []),
    ...stateChange(before, message, context),
  ];
}

function reactionsOf({ reactions = [] }: Message): string {
  return JSON.stringify(reactions.map(({ emoji, users, count }) => [emoji, users, count]));
}

function stateChange(before: Message, message: Message, context: TimelineContext): readonly Line[] {
  if (before.state === message.state && before.code === message.code) return [];
  const needed = stateLines(message, context);
  if (needed.length > 0 || !context.showsStates || message.sender !== context.own) return needed;
  if (message.state === 'sending') return [];
  return [line(`      ${context.text.timeline.states[message.state]}`, 'dim')];
}
