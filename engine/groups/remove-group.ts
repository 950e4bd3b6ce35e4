// A group that this account is no longer a member of can be taken off the list, with all that is stored of it here.
import type { ConversationId } from '../../protocol/ids.ts';
import { deleteConversation } from '../conversations/conversation-table.ts';
import { deleteEpochs } from '../conversations/epoch-table.ts';
import type { Database } from '../database/database.ts';
import { deleteLog } from '../log/log-table.ts';
import { deleteMessages } from '../messages/message-table.ts';

export function deleteConversationHere(db: Database, id: ConversationId): void {
  db.transaction(() => {
    deleteMessages(db, id);
    deleteLog(db, id);
    deleteEpochs(db, id);
    deleteConversation(db, id);
  });
}
