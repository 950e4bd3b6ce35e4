// Messages turned into what stands below one another: headings of days, the divider, and grouped messages.
import type { Message } from '../../engine/api/api.ts';
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

/** With `older` ones above, the first needn't begin its day, and has to stay where it is when they come. */
export function timelineItems(
  messages: readonly Message[],
  own: string,
  divider: Divider | undefined,
  older: boolean,
): readonly TimelineItem[] {
  const items: TimelineItem[] = [];
  let start: Start = older ? 'group' : 'day';
  for (let index = 0; index < messages.length; index += 1) {
    const message = messages[index] as Message; // Below the length.
    const next = messages[index + 1];
    const nextStart = next && startOf(message, next, divider);
    if (start === 'day') items.push({ kind: 'day', key: `day ${message.id}`, at: message.sentAt });
    if (divider?.above === message.id) items.push({ kind: 'divider', key: 'divider', count: divider.count });
    items.push(
      itemOf(message, message.sender === own, start !== undefined, !next || nextStart !== undefined),
    );
    start = nextStart;
  }
  return items;
}

const known = new WeakMap<Message, MessageItem>();

/** The same item while nothing about it has changed, so that its row needn't be drawn again. */
function itemOf(message: Message, mine: boolean, first: boolean, last: boolean): MessageItem {
  const before = known.get(message);
  if (before?.mine === mine && before.first === first && before.last === last) return before;
  const item = { kind: 'message', key: message.id, message, mine, first, last } as const;
  known.set(message, item);
  return item;
}

type Start = 'day' | 'group' | undefined;

/** What begins with a message: a day, a group, or nothing. */
function startOf(before: Message, message: Message, divider: Divider | undefined): Start {
  const start = startAfter(before, message);
  return start ?? (divider?.above === message.id ? 'group' : undefined);
}

function startAfter(before: Message, message: Message): Start {
  const [earlier, later] = [new Date(before.sentAt), new Date(message.sentAt)];
  if (earlier.toDateString() !== later.toDateString()) return 'day';
  const together = before.sender === message.sender && before.kind === message.kind;
  const soon = later.getTime() - earlier.getTime() < GROUP_MILLISECONDS;
  return together && soon && standsAlone(before) === standsAlone(message) ? undefined : 'group';
}

/** Such a message shows its state on its own line. */
function standsAlone({ state, kind, code }: Message): boolean {
  return state === 'failed' || state === 'held' || (kind !== 'unreadable' && code !== undefined);
}
