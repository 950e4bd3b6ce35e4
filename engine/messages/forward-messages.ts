// The user passes messages on. A forwarded text says that it is one, and neither whose it was nor where: that was said to
// those who were there. It answers nothing, alerts no one anew, and lasts as long as what is written where it goes to.
import { encodeContent } from '../../protocol/content/content.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ParametersOf } from '../api/api.ts';
import { findMessage } from './message-table.ts';
import type { Unplaced, WriteDependencies } from './write-message.ts';

type Forwarded = Unplaced<'text'>;

/** As they are shown now. Refuses with `no-such-message`, with `not-allowed` for what is no text, and with `too-large`. */
export function forwardedTexts(
  { db, clock }: Pick<WriteDependencies, 'db' | 'clock'>,
  { conversation, messages }: Pick<ParametersOf<'forward'>, 'conversation' | 'messages'>,
): Result<readonly Forwarded[]> {
  const texts: Forwarded[] = [];
  for (const id of new Set(messages)) {
    const message = findMessage(db, conversation, id);
    if (!message) return refuse('no-such-message');
    if (message.kind !== 'text' || message.text === undefined) return refuse('not-allowed');
    const text = { type: 'text', text: message.text, forwarded: true } as const;
    // The mark takes some bytes of its own.
    const body = encodeContent({ ...text, sentAt: clock.now() });
    if (!body.ok) return body;
    texts.push(text);
  }
  return ok(texts);
}
