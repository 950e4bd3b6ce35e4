// What stands above a conversation when it is opened: with whom, and what the user has to know or decide there.
import type { Conversation, Person } from '../../../engine/api/api.ts';
import { refuse } from '../../../protocol/errors.ts';
import { refusalSentence } from '../../../text/sentence.ts';
import { formatMonthDay } from '../../../text/times.ts';
import { isNoteToSelf } from '../../../view-models/names.ts';
import type { LineContext } from '../lines/message-lines.ts';
import { pinnedLine } from '../lines/pin-lines.ts';
import { plainTitle } from '../lines/plain-title.ts';
import { type Line, line } from '../screen/line.ts';

export interface HeadingContext extends LineContext {
  readonly people: ReadonlyMap<string, Person>;
  readonly now: Date;
}

/** Those pinned latest. */
const SHOWN_PINS = 3;

export function headingLines(conversation: Conversation, context: HeadingContext): readonly Line[] {
  const { text } = context;
  const title = plainTitle(conversation, text);
  return [
    line(''),
    [
      { text: `── ${title} ── `, as: 'heading' },
      { text: about(conversation, context), as: 'dim' },
    ],
    ...(conversation.pinned ?? []).slice(0, SHOWN_PINS).map((one) => pinnedLine(one, context)),
    ...toDecide(conversation, context).map((one) => line(one, 'error')),
  ];
}

function about(conversation: Conversation, { text, people, own }: HeadingContext): string {
  if (conversation.kind === 'public') return text.conversations.public;
  if (conversation.kind === 'group') return conversation.members.map(({ user }) => user).join(', ');
  if (isNoteToSelf(conversation)) return text.details.selfHint;
  const other = people.get(conversation.members.find(({ user }) => user !== own)?.user ?? '');
  if (!other) return '';
  const named = other.displayName && other.displayName !== other.user ? [other.displayName] : [];
  const verified = other.verified ? [text.details.verified] : [];
  return [...named, text.presence[other.status], ...verified].join(', ');
}

function toDecide(conversation: Conversation, { text, words, now }: HeadingContext): readonly string[] {
  const { ended, personDeleted, blocked, stopped, keyChanges, title } = conversation;
  return [
    ...(ended ? [text.groups.ended[ended.how](ended.by, formatMonthDay(ended.at, text.locale, now))] : []),
    ...(personDeleted ? [refusalSentence(text, refuse('person-deleted', { user: title }))] : []),
    ...(blocked ? [text.requests.blockedHere(title)] : []),
    ...(stopped ? [text.history[stopped].title, text.history[stopped].hint] : []),
    ...(keyChanges?.people ?? []).map(
      ({ user }) => `${text.safety.changed(user)}. ${words.verifyHint(user)}`,
    ),
  ];
}
