// What a person writes goes into the outbox first; from there it can be shown, and be lost no more.
import { isBlank } from '../../protocol/blank-text.ts';
import { toBase64url } from '../../protocol/bytes.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { messageId } from '../../protocol/ids.ts';
import type { ParametersOf } from '../api/api.ts';
import { conversationOf } from '../conversations/conversation-table.ts';
import type { Scope } from '../conversations/scope.ts';
import { contentFits } from '../encryption/frames.ts';
import { randomBytes } from '../encryption/primitives.ts';
import { addMessage, type MessageRow, messageOf } from './message-table.ts';

export function writeMessage(scope: Scope, parameters: ParametersOf<'send'>): Result<MessageRow> {
  const { conversation, replyTo } = parameters;
  // Pasted by accident; a text on the wire holds none.
  const text = parameters.text.replaceAll('\0', '');
  if (isBlank(text)) return refuse('bad-request', { detail: 'a message needs some text that can be seen' });
  if (!conversationOf(scope.db, conversation)) return refuse('no-such-conversation');
  const sentAt = scope.clock.now();
  const fits = contentFits({ type: 'text', text, ...(replyTo && { replyTo }), sentAt });
  if (!fits.ok) return fits;
  const id = messageId.parse(toBase64url(randomBytes(16)));
  addMessage(scope.db, {
    id,
    conversation,
    seq: undefined,
    sender: scope.account.address,
    device: scope.account.device,
    kind: 'text',
    counts: true,
    text,
    replyTo,
    sentAt,
    state: 'sending',
    why: undefined,
  });
  const written = messageOf(scope.db, conversation, id);
  if (!written) throw new Error('a message that was just written is gone');
  return ok(written);
}
