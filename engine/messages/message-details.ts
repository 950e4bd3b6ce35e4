// What is known of one message beside what it says.
import { nameOn } from '../../protocol/ids.ts';
import { hasReceipts } from '../../protocol/membership-rules.ts';
import type { MessageDetails } from '../api/api.ts';
import { type ConversationRow, listPositions } from '../conversations/conversation-table.ts';
import { findEpochBefore } from '../conversations/epoch-table.ts';
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

/** Of those who were members when it was sent, in the order of their names; of one's own messages only, once they are in the log. */
function viewReceipts(
  { db, account }: ViewDependencies,
  { id, kind, members }: ConversationRow,
  { sender, seq, lost }: MessageRow,
): Pick<MessageDetails, 'receipts'> {
  if (sender !== account.address || seq === undefined || lost > 0 || !hasReceipts(kind)) return {};
  const positions = new Map(listPositions(db, id).map((one) => [one.address, one]));
  const then = findEpochBefore(db, id, seq)?.members.map(({ address }) => address) ?? members;
  const receipts = then
    .filter((person) => person !== account.address)
    .sort()
    .map((person) => {
      const { received, read } = positions.get(person) ?? { received: 0, read: 0 };
      const state =
        read >= seq ? ('read' as const) : received >= seq ? ('delivered' as const) : ('sent' as const);
      return { user: nameOn(account.serverName, person), state };
    });
  return { receipts };
}
