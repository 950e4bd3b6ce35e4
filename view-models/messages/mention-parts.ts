// Where a text names the people whom it mentions.
import type { EngineStatus, Message } from '../../engine/api/api.ts';
import { findMentions } from '../../protocol/mentions.ts';
import { localName } from '../names.ts';

export interface MentionPart {
  readonly text: string;
  /** Whom it mentions: a user name. */
  readonly mentioned?: string;
}

/** Only those are marked whom its author wanted to mention: `@ann` alone may be anything. */
export function mentionParts(
  text: string,
  mentions: NonNullable<Message['mentions']>,
  status: EngineStatus | undefined,
): readonly MentionPart[] {
  const find = (typed: string) => {
    const name = localName(typed, status);
    return mentions.find((user) => user === name);
  };
  const parts: MentionPart[] = [];
  let done = 0;
  for (const { start, end, person } of findMentions(text, find)) {
    if (start > done) parts.push({ text: text.slice(done, start) });
    parts.push({ text: text.slice(start, end), mentioned: person });
    done = end;
  }
  if (done < text.length) parts.push({ text: text.slice(done) });
  return parts;
}
