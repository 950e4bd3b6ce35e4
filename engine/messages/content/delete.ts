// A deletion takes a message away, with everything that was ever written in its place, and leaves a placeholder there. The
// first one in the log names who has deleted. Whether the server has erased the message by then makes no difference.
import type { ContentOf } from '../../../protocol/content/content.ts';
import type { MessageId } from '../../../protocol/ids.ts';
import type { Database } from '../../database/database.ts';
import {
  emptyEdits,
  findDeletion,
  listTargetsOfLost,
  putDeletion,
  setDeletionFailed,
} from '../deletion-table.ts';
import {
  addMessage,
  findErased,
  findMessage,
  type MessageRow,
  nameErased,
  placeMessage,
  removeMessage,
  showDeleted,
} from '../message-table.ts';
import { findQueued } from '../outbox-table.ts';
import type { Applied, ContentRules, Entry } from './content-rules.ts';

type Deletion = ContentOf<'delete'>;

/** The server no longer has the deletion. */
const notOnServer = { code: 'not-on-server' } as const;

export const deletion: ContentRules<Deletion> = {
  apply(db, entry, { target, edits = [] }) {
    putDeletion(db, entry, target, 'message');
    for (const edit of edits) putDeletion(db, entry, edit, 'edit');
    const { removed = [], ...applied } = applyToTarget(db, entry, target);
    const passedOver = edits.flatMap((edit) => passOver(db, entry, edit) ?? []);
    return { ...applied, removed: [...removed, ...passedOver], deletes: true };
  },

  progress(db, { conversation, message: id }, { target }, progress) {
    setDeletionFailed(db, conversation, id, progress.state === 'failed');
    const message = findMessage(db, conversation, target);
    return message && showDeletion(db, message, 'why' in progress ? progress.why : undefined);
  },

  complete: showDeletion,

  /** Their places have moved with those of the edits. */
  lose(db, conversation, seq) {
    return listTargetsOfLost(db, conversation, seq).flatMap((target) => {
      const message = findMessage(db, conversation, target);
      const isHeld = message?.seq !== undefined && message.seq <= seq && message.lost === 0;
      return isHeld ? (showDeletion(db, message) ?? []) : [];
    });
  },
};

function applyToTarget(db: Database, entry: Entry, target: MessageId): Applied {
  const { conversation } = entry;
  const message = findMessage(db, conversation, target);
  if (message && isWithdrawn(db, entry, message)) {
    removeMessage(db, message);
    return { removed: [message.id] };
  }
  if (message) return { revised: showDeletion(db, message) };
  const erased = findErased(db, conversation, target, entry.moderates ? undefined : entry.sender);
  const named = erased && nameErased(db, erased, target);
  return named ? { revised: showDeletion(db, named), removed: [erased.id] } : {};
}

/**
 * It was taken out of the outbox when it was deleted, and the device's later frame has a place without it: it never
 * reached the server.
 */
function isWithdrawn(
  db: Database,
  { conversation, seq, sender, device }: Entry,
  message: MessageRow,
): boolean {
  if (seq === undefined || message.seq !== undefined) return false;
  const isOwn = message.sender === sender && message.device === device;
  return isOwn && findQueued(db, conversation, message.id) === undefined;
}

/** The edits of what is deleted are shown nowhere, and neither is the place of one that is erased. */
function passOver(db: Database, { conversation, sender, moderates }: Entry, edit: MessageId) {
  const erased = findErased(db, conversation, edit, moderates ? undefined : sender);
  if (erased) removeMessage(db, erased);
  return erased?.id;
}

/**
 * A frame whose content is erased, under the id that its header has. Undefined where no deletion that its sender, or who
 * may delete others' messages, has signed takes it away: nothing says then whose it was.
 */
export function applyErased(db: Database, entry: Entry): Applied | undefined {
  const { conversation, id, seq, at, sender, device, counts, lifetime } = entry;
  const by = findDeletion(db, entry);
  if (!by || seq === undefined) return;
  if (by.deletes === 'edit') return {};
  const held = findMessage(db, conversation, id);
  if (!held) {
    const place = { conversation, id, seq, sender, device, counts, lifetime, sentAt: at };
    const what = {
      kind: 'deleted',
      text: undefined,
      replyTo: undefined,
      state: 'sent',
      why: undefined,
    } as const;
    const added = addMessage(db, { ...place, ...what });
    return added && { added: showDeletion(db, added) ?? added };
  }
  const hasNoPlace = held.seq === undefined || held.lost > 0;
  if (!hasNoPlace || held.sender !== sender || held.device !== device) return;
  const placed = placeMessage(db, held, seq, at, counts);
  return placed && { placed: showDeletion(db, placed) ?? placed };
}

export function sendDeletionAgain(db: Database, message: MessageRow): MessageRow | undefined {
  const failed = findDeletion(db, message);
  if (!failed) return;
  db.run(
    'UPDATE outbox SET failed = 0 WHERE conversation = ? AND message = ?',
    message.conversation,
    failed.id,
  );
  setDeletionFailed(db, message.conversation, failed.id, false);
  return showDeletion(db, message);
}

function showDeletion(db: Database, message: MessageRow, why?: MessageRow['why']): MessageRow | undefined {
  const by = findDeletion(db, message);
  if (by?.deletes !== 'message') return;
  emptyEdits(db, message);
  const isOnServer = by.seq !== undefined && by.lost === 0;
  const editing = isOnServer || by.lost > 0 ? undefined : by.failed ? 'failed' : 'sending';
  return showDeleted(db, message, { editing, why: by.lost > 0 ? notOnServer : why });
}
