import type { ErrorFacts } from '../../protocol/errors.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { noticeOf } from '../api/notices.ts';
import { findConversation, listConversations, type Stop, setStopped } from './conversation-table.ts';
import type { ConversationDependencies } from './dependencies.ts';

/** Emits what has changed of a conversation. */
export interface ChangeListener {
  changed(change: { readonly conversation: ConversationId }): void;
}

/** The server shows something else than it must: nothing more is sent or stored until the user decides. */
export function stopConversation(
  dependencies: ConversationDependencies,
  changes: ChangeListener,
  conversation: ConversationId,
  why: Stop,
  facts?: ErrorFacts,
): void {
  const row = findConversation(dependencies.db, conversation);
  if (!row || row.stopped) return;
  // One notice for all of them: each conversation also shows it.
  const isFirst = !listConversations(dependencies.db).some(({ stopped }) => stopped === why);
  setStopped(dependencies.db, conversation, why);
  dependencies.logger.error({ conversation, why }, 'a conversation is stopped');
  changes.changed({ conversation });
  if (isFirst) dependencies.emit('notice', noticeOf(why, facts));
}
