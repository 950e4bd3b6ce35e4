// The user deletes a message for everyone. One that can't have been sent yet is only withdrawn; otherwise the device sends a
// deletion, and leaves nothing of the message here.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { limits } from '../../protocol/limits.ts';
import { mayDelete } from '../../protocol/membership-rules.ts';
import type { ParametersOf } from '../api/api.ts';
import type { ConversationRow } from '../conversations/conversation-table.ts';
import { findCurrentEpoch } from '../conversations/epoch-table.ts';
import type { Applied } from './content/content-rules.ts';
import { sendDeletionAgain } from './content/delete.ts';
import { emptyEdits, findDeletion, listUnnamedEdits } from './deletion-table.ts';
import { findMessage, type MessageRow, removeMessage } from './message-table.ts';
import { dequeue, findQueued, type Queued } from './outbox-table.ts';
import { type WriteDependencies, writeContent } from './write-message.ts';

/**
 * Takes a message of this device out of the outbox, and one that the server has lost from here. False where it has to be
 * deleted. `mayHaveLeft`: whether a frame of what is queued may have reached the server.
 */
export function withdrawMessage(
  { db, account }: WriteDependencies,
  { conversation, message: id }: ParametersOf<'delete'>,
  mayHaveLeft: (queued: Queued) => boolean,
): boolean {
  const message = findMessage(db, conversation, id);
  if (message?.sender !== account.address) return false;
  const queued = findQueued(db, conversation, id);
  const isOnlyHere = queued ? queued.failed || !mayHaveLeft(queued) : message.lost > 0;
  if (!isOnlyHere) return false;
  db.transaction(() => {
    emptyEdits(db, message);
    dequeue(db, conversation, id);
    removeMessage(db, message);
  });
  return true;
}

/** Refuses with `no-such-message`, and with `not-allowed` for what can't be read or isn't the user's to delete. */
export function deleteMessage(
  dependencies: WriteDependencies,
  row: ConversationRow,
  { conversation, message: target }: ParametersOf<'delete'>,
): Result<Applied> {
  const { db, account } = dependencies;
  const message = findMessage(db, conversation, target);
  if (!message || message.lost > 0) return refuse('no-such-message');
  const { members = [] } = findCurrentEpoch(db, conversation) ?? {};
  if (!mayDelete({ kind: row.kind, members }, account.address, message.sender)) return refuse('not-allowed');
  if (message.kind === 'deleted' && !hasFailed(dependencies, message)) return ok({});
  if (message.kind === 'system' || message.kind === 'unreadable') return refuse('not-allowed');
  return db.transaction(() => {
    dequeue(db, conversation, target);
    return writeDeletion(dependencies, message);
  });
}

/** The edits that are in the log are named with it; those that come later, in another deletion. */
export function writeDeletion(dependencies: WriteDependencies, message: MessageRow): Result<Applied> {
  const { db, account, clock } = dependencies;
  const { conversation, id: target } = message;
  const edits = listUnnamedEdits(db, message, account.device, limits.editsDeleted);
  return writeContent(dependencies, conversation, {
    type: 'delete',
    target,
    ...(edits.length > 0 && { edits }),
    sentAt: clock.now(),
  });
}

/** Puts the failed deletion of a message back into the outbox. */
export function retryDeletion(
  { db }: Pick<WriteDependencies, 'db'>,
  message: MessageRow,
): Result<MessageRow> {
  return ok(db.transaction(() => sendDeletionAgain(db, message)) ?? message);
}

function hasFailed({ db }: WriteDependencies, message: MessageRow): boolean {
  const deletion = findDeletion(db, message);
  return deletion === undefined || deletion.failed || deletion.lost > 0;
}
