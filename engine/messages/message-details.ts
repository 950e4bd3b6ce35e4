// What is known of one message beside what it says.
import { nameOn } from '../../protocol/ids.ts';
import { hasReceipts } from '../../protocol/membership-rules.ts';
import type { MessageDetails } from '../api/api.ts';
import { type ConversationRow, listPositions } from '../conversations/conversation-table.ts';
import { countEdits, listTexts } from './content/edit.ts';
import type { MessageRow } from './message-table.ts';
import { type ViewDependencies, viewMessage } from './message-view.ts';

/** The latest of them: an author can edit without end. */
const SHOWN_REVISIONS = 100;

export function viewDetails(
  dependencies: ViewDependencies,
  conversation: ConversationRow,
  row: MessageRow,
): MessageDetails {
  const isEdited = row.kind === 'text' && row.edited !== undefined;
  const revisions = isEdited ? listTexts(dependencies.db, row, SHOWN_REVISIONS) : [];
  return {
    message: viewMessage(dependencies, conversation, row),
    edits: isEdited ? countEdits(dependencies.db, row) : 0,
    revisions: revisions.map(({ text, at }) => ({ text, at: new Date(at).toISOString() })),
    ...viewReceipts(dependencies, conversation, row),
  };
}

/** Of one's own messages only, once they are in the log, and where members report what they have received. */
function viewReceipts(
  { db, account }: ViewDependencies,
  { id, kind, members }: ConversationRow,
  { sender, seq, lost }: MessageRow,
): Pick<MessageDetails, 'receipts'> {
  if (sender !== account.address || seq === undefined || lost > 0 || !hasReceipts(kind)) return {};
  const positions = new Map(listPositions(db, id).map((one) => [one.address, one]));
  const others = members.filter((person) => person !== account.address);
  const receipts = others.map((person) => {
    const { received, read } = positions.get(person) ?? { received: 0, read: 0 };
    const state = read >= seq ? 'read' : received >= seq ? 'delivered' : 'sent';
    return { user: nameOn(account.serverName, person), state } as const;
  });
  return { receipts };
}
