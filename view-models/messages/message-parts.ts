// What stands in a text: links, the people whom it mentions, and plain words.
import type { EngineStatus, Message } from '../../engine/api/api.ts';
import { findMentions } from '../../protocol/mentions.ts';
import { type TextPart, textParts } from '../links/links.ts';
import { localName } from '../names.ts';

export interface MessagePart extends TextPart {
  /** Whom it mentions: a user name. */
  readonly mentioned?: string;
}

/** Only those are marked whom its author wanted to mention: `@ann` alone may be anything. */
export function messageParts(
  text: string,
  mentions: Message['mentions'] = [],
  status: EngineStatus | undefined,
): readonly MessagePart[] {
  const parts = textParts(text);
  if (mentions.length === 0) return parts;
  const find = (typed: string) => {
    const name = localName(typed, status);
    return mentions.find((user) => user === name);
  };
  return parts.flatMap((part) => (part.url === undefined ? withMentions(part.text, find) : part));
}

function withMentions(text: string, find: (name: string) => string | undefined): readonly MessagePart[] {
  const parts: MessagePart[] = [];
  let done = 0;
  for (const { start, end, person } of findMentions(text, find)) {
    if (start > done) parts.push({ text: text.slice(done, start) });
    parts.push({ text: text.slice(start, end), mentioned: person });
    done = end;
  }
  if (done < text.length) parts.push({ text: text.slice(done) });
  return parts;
}
