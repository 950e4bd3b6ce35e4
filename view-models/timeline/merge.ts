// Keeps messages in the one order: by position in the log, what has none yet at the end.
import type { Message, Quoted } from '../../engine/api/api.ts';
import { excerpt } from '../../protocol/excerpt.ts';
import type { MessageId } from '../../protocol/ids.ts';

/** As the engine quotes it: more than its beginning is never shown. */
function quotedFrom({ id, sender, kind, text }: Message): Quoted {
  return { id, sender, kind, ...(text !== undefined && { text: excerpt(text) }) };
}

/** What answers one of these messages quotes it as it is now. */
export function requoted(messages: readonly Message[], sources: readonly Message[]): readonly Message[] {
  if (!messages.some(({ replyTo }) => replyTo)) return messages;
  const byId = new Map(sources.map((source) => [source.id, source]));
  return messages.map((message) => {
    const source = message.replyTo && byId.get(message.replyTo.id);
    const quoted = source && quotedFrom(source);
    return !quoted || isSame(quoted, message.replyTo) ? message : { ...message, replyTo: quoted };
  });
}

/** Without a message that is gone: what answered it quotes nothing. */
export function withoutMessage(messages: readonly Message[], gone: MessageId): readonly Message[] {
  return messages
    .filter(({ id }) => id !== gone)
    .map((message) => (message.replyTo?.id === gone ? { ...message, replyTo: { id: gone } } : message));
}

function isSame(a: Quoted, b: Quoted | undefined): boolean {
  return a.text === b?.text && a.kind === b?.kind && a.sender === b?.sender;
}

const LAST = Number.MAX_SAFE_INTEGER;

/** Puts a message, new or changed, where it belongs. */
export function mergeMessage(messages: readonly Message[], message: Message): readonly Message[] {
  const quoting = requoted(messages, [message]);
  const held = quoting.findLastIndex(({ id }) => id === message.id);
  if (held >= 0 && quoting[held]?.seq === message.seq) return quoting.with(held, message);
  const others = held < 0 ? quoting : quoting.toSpliced(held, 1);
  const place = message.seq ?? LAST;
  const before = others.findLastIndex(({ seq = LAST }) => seq <= place);
  return others.toSpliced(before + 1, 0, message);
}

/** Whether none that is placed can be missing between them and a message; what has no place is last anyway. */
export function adjoins(messages: readonly Message[], { seq }: Message): boolean {
  const last = messages.findLast((one) => one.seq !== undefined)?.seq;
  return seq === undefined || last === undefined || seq <= last + 1;
}

export function mergeAdjoining(messages: readonly Message[], message: Message): readonly Message[] {
  return adjoins(messages, message) ? mergeMessage(messages, message) : messages;
}

/** Adds a page of history; where a message is in both, the page's is the newer. */
export function mergePage(messages: readonly Message[], page: readonly Message[]): readonly Message[] {
  const fresh = new Set(page.map(({ id }) => id));
  const others = requoted(messages, page).filter(({ id }) => !fresh.has(id));
  // Stable, and quick on what is two sorted runs already.
  return [...page, ...others].toSorted(
    (a, b) => (a.seq ?? LAST) - (b.seq ?? LAST) || Number(isLost(a)) - Number(isLost(b)) || byTime(a, b),
  );
}

function isLost({ code }: Message): boolean {
  return code === 'not-on-server';
}

/** Only what the server has lost shares its place with others. */
function byTime(a: Message, b: Message): number {
  return isLost(a) && isLost(b) ? a.sentAt.localeCompare(b.sentAt) : 0;
}
