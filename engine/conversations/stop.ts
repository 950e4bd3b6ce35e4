import type { ErrorFacts } from '../../protocol/errors.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { noticeOf } from '../api/notices.ts';
import type { ChangeFeed } from '../sync/change-feed.ts';
import { allConversations, conversationOf, type Stop, setStopped } from './conversation-table.ts';
import type { Scope } from './scope.ts';

/** The server shows something else than it must: nothing more is sent or stored until the user decides. */
export function stopConversation(
  scope: Scope,
  changes: Pick<ChangeFeed, 'changed'>,
  conversation: ConversationId,
  why: Stop,
  facts?: ErrorFacts,
): void {
  const row = conversationOf(scope.db, conversation);
  if (!row || row.stopped) return;
  // One notice for all of them: each conversation also shows it.
  const isFirst = !allConversations(scope.db).some(({ stopped }) => stopped === why);
  setStopped(scope.db, conversation, why);
  scope.logger.error({ conversation, why }, 'a conversation is stopped');
  changes.changed({ conversation });
  if (isFirst) scope.emit('notice', noticeOf(why, facts));
}
