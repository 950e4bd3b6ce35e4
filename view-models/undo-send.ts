// Takes a message back into the composer before it goes out.
import type { EngineClient } from '../engine/api/api.ts';
import type { Refusal } from '../protocol/errors.ts';
import type { ConversationId, MessageId } from '../protocol/ids.ts';
import type { Drafts } from './drafts.ts';
import type { Replying } from './replying.ts';

interface Writing {
  readonly engine: EngineClient;
  readonly drafts: Pick<Drafts, 'get' | 'write'>;
  readonly replying: Pick<Replying, 'get' | 'begin'>;
}

/** The message, or the one written last. It is set before what has been written since, and answers again what it answered. */
export async function undoSend(
  { engine, drafts, replying }: Writing,
  conversation: ConversationId,
  message?: MessageId,
): Promise<Refusal | undefined> {
  const undone = await engine.call('undoSend', { conversation, ...(message && { message }) });
  if (!undone.ok) return undone;
  const { text = '', replyTo } = undone.value;
  const since = drafts.get().get(conversation);
  drafts.write(conversation, since ? `${text}\n${since}` : text);
  if (replyTo?.sender !== undefined && !replying.get().has(conversation))
    replying.begin({ ...replyTo, conversation, sender: replyTo.sender });
  return undefined;
}
