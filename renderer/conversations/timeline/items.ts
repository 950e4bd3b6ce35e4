// Messages turned into what stands below one another: headings of days, the divider, and grouped messages.
import type { Message } from '../../../engine/api.ts';
import type { Divider } from './divider.ts';

export interface MessageItem {
  readonly kind: 'message';
  readonly key: string;
  readonly message: Message;
  readonly mine: boolean;
  /** The first and last of a run by one sender. */
  readonly first: boolean;
  readonly last: boolean;
}

export type TimelineItem =
  | MessageItem
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | { readonly kind: 'divider'; readonly key: string; readonly count: number };

/** Further apart than this, two messages of one sender are two groups. */
const GROUP_MILLISECONDS = 5 * 60_000;

export function timelineItems(
  messages: readonly Message[],
  own: string,
  divider: Divider | undefined,
): readonly TimelineItem[] {
  const items: TimelineItem[] = [];
  const starts = messages.map((message, index) => startOf(messages[index - 1], message, divider));
  for (const [index, message] of messages.entries()) {
    const start = starts[index];
    if (start === 'day') items.push({ kind: 'day', key: `day ${message.id}`, at: message.sentAt });
    if (divider?.above === message.id) items.push({ kind: 'divider', key: 'divider', count: divider.count });
    items.push({
      kind: 'message',
      key: message.id,
      message,
      mine: message.sender === own,
      first: start !== undefined,
      last: index === messages.length - 1 || starts[index + 1] !== undefined,
    });
  }
  return items;
}

/** What begins with a message: a day, a group, or nothing. */
function startOf(
  before: Message | undefined,
  message: Message,
  divider: Divider | undefined,
): 'day' | 'group' | undefined {
  if (!before || localDay(before) !== localDay(message)) return 'day';
  const apart = Date.parse(message.sentAt) - Date.parse(before.sentAt);
  const same = before.sender === message.sender && before.kind === message.kind;
  const state = before.state === message.state || !waits(before) === !waits(message);
  return same && state && apart < GROUP_MILLISECONDS && divider?.above !== message.id ? undefined : 'group';
}

/** What isn't sent yet tells its state on its own line. */
function waits({ state }: Message): boolean {
  return state === 'failed' || state === 'held';
}

const days = new WeakMap<Message, string>();

/** Cached by message: this is asked for all of 100,000 whenever one is added. */
function localDay(message: Message): string {
  const cached = days.get(message);
  if (cached !== undefined) return cached;
  const day = new Date(message.sentAt).toDateString();
  days.set(message, day);
  return day;
}
