// Keeps messages in the one order: by position in the log, what has none yet at the end.
import type { Message } from '../../../engine/api.ts';

const LAST = Number.POSITIVE_INFINITY;

/** Puts a message, new or changed, where it belongs. */
export function mergeMessage(messages: readonly Message[], message: Message): readonly Message[] {
  const held = messages.findLastIndex(({ id }) => id === message.id);
  if (held >= 0 && messages[held]?.seq === message.seq) return messages.with(held, message);
  const others = held < 0 ? messages : messages.toSpliced(held, 1);
  const place = message.seq ?? LAST;
  const before = others.findLastIndex(({ seq = LAST }) => seq <= place);
  return others.toSpliced(before + 1, 0, message);
}

/** Adds a page of history; where a message is in both, the page's is the newer. */
export function mergePage(messages: readonly Message[], page: readonly Message[]): readonly Message[] {
  const fresh = new Set(page.map(({ id }) => id));
  const rest = messages.filter(({ id }) => !fresh.has(id));
  const first = page[0]?.seq ?? LAST;
  const older = rest.filter(({ seq = LAST }) => seq < first);
  const placedHere = rest.filter(({ seq }) => seq !== undefined && seq >= first);
  const waiting = rest.filter(({ seq }) => seq === undefined);
  if (placedHere.length === 0) return [...older, ...page, ...waiting];
  return placedHere.reduce(mergeMessage, [...older, ...page, ...waiting]);
}
