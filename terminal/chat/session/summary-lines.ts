// What the user reads at sign-in: who is online, what is unread and from whom, and which requests wait.
import type { Conversation, Person, Unread } from '../../../engine/api/api.ts';
import type { LineContext } from '../lines/message-lines.ts';
import { plainTitle } from '../lines/plain-title.ts';
import { type Line, line } from '../screen/line.ts';

export interface Summary {
  readonly people: readonly Person[];
  readonly unread: Unread;
  readonly conversations: readonly Conversation[];
  readonly requests: readonly Conversation[];
}

export function summaryLines(summary: Summary, context: LineContext): readonly Line[] {
  return [
    line(onlineWords(summary.people, context)),
    ...unreadLines(summary, context),
    ...requestLines(summary.requests, context),
  ];
}

function onlineWords(people: readonly Person[], { own, blocked, text, words }: LineContext): string {
  const others = people.filter(
    ({ user, status }) => user !== own && status !== 'offline' && !blocked.has(user),
  );
  const named = others.map(({ user, status }) => statusBeside(user, status, text));
  return named.length === 0 ? words.noOneOnline : words.online(named.toSorted().join(', '));
}

function statusBeside(user: string, status: Person['status'], text: LineContext['text']): string {
  return status === 'normal' ? user : `${user} (${text.presence[status]})`;
}

export function unreadLines(
  { unread, conversations }: Pick<Summary, 'unread' | 'conversations'>,
  { text, words }: LineContext,
): readonly Line[] {
  if (unread.total === 0) return [line(words.noUnread)];
  const from = unread.conversations
    .filter(({ count }) => count > 0)
    .map(({ id, title, count }) => {
      const conversation = conversations.find((one) => one.id === id);
      return words.unreadFrom(conversation ? plainTitle(conversation, text) : title, count);
    });
  return [line(words.unread(unread.total, from.join(', ')), 'strong')];
}

/** Of each, who it is from and how it is answered. */
export function requestLines(
  requests: readonly Conversation[],
  { text, words }: LineContext,
): readonly Line[] {
  return requests
    .filter(({ request }) => request && !request.refused)
    .flatMap((one) => {
      const from = one.request?.from ?? '';
      const [heading, typed] =
        one.kind === 'group'
          ? [text.requests.groupHeading(from, one.title), one.title]
          : [text.requests.heading(from), from];
      return [line(heading, 'strong'), line(words.requestHint(typed), 'dim')];
    });
}

/** Every conversation, as `/back` lists them. */
export function listLines(
  { conversations, requests }: Pick<Summary, 'conversations' | 'requests'>,
  context: LineContext,
): readonly Line[] {
  const { text, words } = context;
  const rows = conversations.map((conversation): Line => {
    const title = plainTitle(conversation, text);
    const unread = conversation.unread > 0 ? `  ${text.conversations.unread(conversation.unread)}` : '';
    return [{ text: `  ${title}` }, { text: unread, as: 'strong' }];
  });
  return [
    line(text.conversations.title, 'heading'),
    ...rows,
    ...requestLines(requests, context),
    line(words.listHint, 'dim'),
  ];
}
