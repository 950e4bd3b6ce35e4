import type { Database } from '../../engine/database/database.ts';
import { addMessage, type NewMessage } from '../../engine/messages/message-table.ts';
import { enqueue } from '../../engine/messages/outbox-table.ts';
import { utf8 } from '../../protocol/bytes.ts';

type Named = Pick<NewMessage, 'id' | 'conversation' | 'sender' | 'device'>;

/** A text that has been written and has no place in the log yet. */
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

/** Puts it into the outbox. */
export function queueMessage(db: Database, named: Named): void {
  const message = waitingMessage(named);
  const { conversation, id, counts, text, sentAt } = message;
  addMessage(db, message);
  enqueue(db, {
    conversation,
    message: id,
    counts,
    lifetime: 0,
    body: utf8(JSON.stringify({ type: 'text', text, sentAt })),
  });
}
