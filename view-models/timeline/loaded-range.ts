// What is held of a conversation: messages without a hole between them, and whether there are more beyond. It grows
// on the side one scrolls to and lets go on the other, so that a long conversation costs no more than a short one.
import type { HistoryPage, Message } from '../../engine/api/api.ts';
import { mergePage } from './merge.ts';

export interface LoadedRange {
  /** Oldest first; those that have no place in the log yet at the end. */
  readonly messages: readonly Message[];
  /** There are older ones, or newer ones, than these. */
  readonly older: boolean;
  readonly newer: boolean;
}

/** So many are held: what is in view, and enough on both sides of it. */
export const HELD = 600;

export type Side = 'older' | 'newer';

/** With the page that follows on one side. */
export function grown({ messages, older, newer }: LoadedRange, side: Side, page: HistoryPage): LoadedRange {
  const all = mergePage(messages, page.messages);
  return side === 'older'
    ? withoutNewest({ messages: all, older: page.more, newer })
    : withoutOldest({ messages: all, older, newer: page.more });
}

export function withoutNewest({ messages, older, newer }: LoadedRange): LoadedRange {
  return { messages: messages.slice(0, HELD), older, newer: newer || messages.length > HELD };
}

export function withoutOldest({ messages, older, newer }: LoadedRange): LoadedRange {
  return { messages: messages.slice(-HELD), older: older || messages.length > HELD, newer };
}

export function lastPlaced(messages: readonly Message[]): Message | undefined {
  return messages.findLast(({ seq }) => seq !== undefined);
}

/** The highest position among some messages, or 0. */
export function highestOf(messages: readonly Message[]): number {
  return lastPlaced(messages)?.seq ?? 0;
}
