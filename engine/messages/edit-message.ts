// The user edits a message. If it can't have been sent yet, the new text replaces it in the outbox; otherwise the
// device sends an edit.
import { encodeContent } from '../../protocol/content/content.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ParametersOf } from '../api/api.ts';
import { dropFailedEdits, sendEditsAgain } from './content/edit.ts';
import { mentionedPeople } from './mentioned-people.ts';
import { findMessage, type MessageRow, rewriteMessage } from './message-table.ts';
import { enqueue, findQueued, type Queued } from './outbox-table.ts';
import { contentOf, type WriteDependencies, writeContent, writtenText } from './write-message.ts';

/** `mayHaveLeft`: whether a frame of what is queued may have reached the server. */
export function editMessage(
  dependencies: WriteDependencies,
  parameters: ParametersOf<'edit'>,
  mayHaveLeft: (queued: Queued) => boolean,
): Result<MessageRow> {
  const text = writtenText(parameters.text);
  if (!text.ok) return text;
  const { conversation, message: target } = parameters;
  const message = findMessage(dependencies.db, conversation, target);
  if (!message || message.lost > 0) return refuse('no-such-message');
  if (message.sender !== dependencies.account.address || message.kind !== 'text')
    return refuse('not-allowed');
  if (message.text === text.value && !hasFailed(message)) return ok(message);
  const mentions = mentionedPeople(dependencies, conversation, text.value, parameters.mentions);
  if (!mentions.ok) return mentions;
  const queued = findQueued(dependencies.db, conversation, target);
  if (queued && (queued.failed || !mayHaveLeft(queued)))
    return rewrite(dependencies, { ...message, text: text.value, mentions: mentions.value });
  return dependencies.db.transaction(() => {
    dropFailedEdits(dependencies.db, message);
    const sentAt = dependencies.clock.now();
    const written = writeContent(dependencies, conversation, {
      type: 'edit',
      target,
      text: text.value,
      ...(mentions.value.length > 0 && { mentions: [...mentions.value] }),
      sentAt,
    });
    return written.ok ? ok(written.value.revised ?? message) : written;
  });
}

/** What the server has lost is sent again, too. */
function hasFailed({ state, editing, why }: MessageRow): boolean {
  return state === 'failed' || editing === 'failed' || why?.code === 'not-on-server';
}

function rewrite(dependencies: WriteDependencies, message: MessageRow): Result<MessageRow> {
  const { conversation, id, counts, text = '', mentions, lifetime = 0 } = message;
  const body = encodeContent(contentOf(message));
  if (!body.ok) return body;
  return dependencies.db.transaction(() => {
    enqueue(dependencies.db, { conversation, message: id, counts, body: body.value, lifetime });
    return ok(rewriteMessage(dependencies.db, message, text, mentions) ?? message);
  });
}

/** Puts the failed edits of a message back into the outbox. */
export function retryEdits({ db }: Pick<WriteDependencies, 'db'>, message: MessageRow): Result<MessageRow> {
  return ok(db.transaction(() => sendEditsAgain(db, message)) ?? message);
}
