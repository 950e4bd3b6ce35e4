// The line above the first unread message. It stays where it is until the user leaves the conversation; a new one
// takes its place only when all below the old one has been seen and the conversation was out of view meanwhile.
import type { Message } from '../../engine/api/api.ts';

export interface Divider {
  /** The message that it stands above. */
  readonly above: string;
  /** How many are new from there on. */
  readonly count: number;
  readonly seen: boolean;
}

type IsUnread = (message: Message) => boolean;

/** `count`: how many are unread, among these messages and after them. */
export function firstDivider(
  messages: readonly Message[],
  isUnread: IsUnread,
  count: number,
): Divider | undefined {
  const first = messages.find(isUnread);
  return first && { above: first.id, count, seen: false };
}

/** After unread messages have come in at the end, while the conversation was isConversationVisible or not. */
export function dividerAfter(
  divider: Divider | undefined,
  arrived: readonly Message[],
  isConversationVisible: boolean,
): Divider | undefined {
  const [first] = arrived;
  const settled = !divider || divider.seen;
  if (!first || (isConversationVisible && settled)) return divider;
  if (settled) return { above: first.id, count: arrived.length, seen: false };
  return { ...divider, count: divider.count + arrived.length };
}
