import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ConversationId, MessageId } from '../../protocol/ids.ts';
import type { Database } from '../database/database.ts';
import { findMessage, type MessageRow } from './message-table.ts';

/** The message that a reply or a reaction is about: a text, locked or not, that its other readers have or will have. */
export function findTarget(db: Database, conversation: ConversationId, id: MessageId): Result<MessageRow> {
  const message = findMessage(db, conversation, id);
  const isUnsent = message?.seq === undefined && message?.state === 'failed';
  if (!message || message.lost > 0 || isUnsent) return refuse('no-such-message');
  return message.kind === 'text' || message.kind === 'locked' ? ok(message) : refuse('not-allowed');
}
