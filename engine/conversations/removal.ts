// A group that this account is no longer a member of can be taken off the list, with all that is stored of it here.
import type { Address, ConversationId } from '../../protocol/ids.ts';
import type { Database } from '../database/database.ts';
import { deleteLog } from '../log/log-table.ts';
import { deleteMessages } from '../messages/message-table.ts';
import { type ConversationRow, deleteConversation } from './conversation-table.ts';
import { deleteEpochs } from './epoch-table.ts';

/** A server may list any group: it is shown once its changes say that this account is, or has been, a member. */
export function isShown({ kind, members, ended }: ConversationRow, own: Address): boolean {
  return kind !== 'group' || ended !== undefined || members.includes(own);
}

export function deleteConversationHere(db: Database, id: ConversationId): void {
  db.transaction(() => {
    deleteMessages(db, id);
    deleteLog(db, id);
    deleteEpochs(db, id);
    deleteConversation(db, id);
  });
}
