import type { NewMessage } from '../../engine/messages/message-table.ts';

type Named = Pick<NewMessage, 'id' | 'conversation' | 'sender' | 'device'>;

/** A message that has been written and has no place in the log yet. */
export function waitingMessage(named: Named): NewMessage {
  return {
    ...named,
    seq: undefined,
    kind: 'text',
    counts: true,
    text: 'hello',
    replyTo: undefined,
    sentAt: 0,
    state: 'sending',
    why: undefined,
  };
}
