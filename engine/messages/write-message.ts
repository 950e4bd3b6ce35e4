// A message goes into the outbox first: once it is stored there it can be shown and can't be lost.
import { isBlank } from '../../protocol/blank-text.ts';
import { toBase64url } from '../../protocol/bytes.ts';
import {
  type Content,
  type ContentOf,
  contentKindOf,
  encodeContent,
} from '../../protocol/content/content.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { type ConversationId, messageId } from '../../protocol/ids.ts';
import { mayDeleteOthers } from '../../protocol/membership-rules.ts';
import type { ParametersOf } from '../api/api.ts';
import { findConversation } from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { findCurrentEpoch } from '../conversations/epoch-table.ts';
import { randomBytes } from '../encryption/primitives.ts';
import { applyContent } from './content/content.ts';
import type { Applied } from './content/content-rules.ts';
import { findTarget } from './find-target.ts';
import { findLifetime, remainingLifetime } from './lifetime-table.ts';
import { mentionedPeople } from './mentioned-people.ts';
import { type MessageRow, showAsWaiting } from './message-table.ts';
import { enqueue, findQueued } from './outbox-table.ts';

export type WriteDependencies = Pick<
  ConversationDependencies,
  'db' | 'clock' | 'serverTime' | 'account' | 'people'
>;

/** What a message says, without when and how quietly it says it, and in answer to what. */
export type Unplaced<Type extends 'text' | 'locked'> = Omit<ContentOf<Type>, 'replyTo' | 'silent' | 'sentAt'>;

export function writeMessage(
  dependencies: WriteDependencies,
  parameters: ParametersOf<'send'>,
): Result<MessageRow> {
  const text = writtenText(parameters.text);
  if (!text.ok) return text;
  const { conversation } = parameters;
  const mentioned = mentionedPeople(dependencies, conversation, text.value, parameters.mentions);
  if (!mentioned.ok) return mentioned;
  const mentions = mentioned.value.length > 0 && { mentions: [...mentioned.value] };
  return writeNew(dependencies, parameters, { type: 'text', text: text.value, ...mentions });
}

/** Writes a message of its own, perhaps in answer to another. */
export function writeNew(
  dependencies: WriteDependencies,
  { conversation, replyTo, silent }: Pick<ParametersOf<'send'>, 'conversation' | 'replyTo' | 'silent'>,
  said: Unplaced<'text'> | Unplaced<'locked'>,
): Result<MessageRow> {
  const answered = replyTo && findTarget(dependencies.db, conversation, replyTo);
  if (answered && !answered.ok) return answered;
  const sentAt = dependencies.clock.now();
  const written = writeContent(dependencies, conversation, {
    ...said,
    ...(replyTo && { replyTo }),
    ...(silent && { silent }),
    sentAt,
  });
  if (!written.ok) return written;
  const { added } = written.value;
  if (!added) throw new Error('a message that was just written is gone');
  return ok(added);
}

/** What a message says as it is sent. */
export function contentOf(row: MessageRow): Content {
  const { kind, text = '', mentions = [], forwarded, locked, replyTo, silent, sentAt, lifetime = 0 } = row;
  if (kind === 'system') return { type: 'settings', disappearing: lifetime, sentAt };
  const answer = { ...(replyTo && { replyTo }), ...(silent && { silent }) };
  if (locked) return { type: 'locked', ...locked, ...answer, sentAt };
  const more = { ...(mentions.length > 0 && { mentions: [...mentions] }), ...(forwarded && { forwarded }) };
  return { type: 'text', text, ...answer, ...more, sentAt };
}

/** Without NUL, pasted by accident: a text on the wire holds none. Refuses a text without a visible character. */
export function writtenText(typed: string): Result<string> {
  const text = typed.replaceAll('\0', '');
  if (isBlank(text)) return refuse('bad-request', { detail: 'a message needs some text that can be seen' });
  return ok(text);
}

/** Queues a content and applies it here at once, as if it stood at the end of the log. */
export function writeContent(
  dependencies: WriteDependencies,
  conversation: ConversationId,
  content: Content,
): Result<Applied> {
  const body = encodeContent(content);
  if (!body.ok) return body;
  const { address: sender, device } = dependencies.account;
  const id = messageId.parse(toBase64url(randomBytes(16)));
  const counts = contentKindOf(content).countsAsUnread;
  const moderates = moderatesNow(dependencies, conversation, content);
  const maySet = content.type === 'settings';
  const lifetime = lifetimeOf(dependencies, conversation, content);
  const place = { conversation, id, seq: undefined, at: content.sentAt, sender, device };
  const entry = { ...place, counts, moderates, maySet, lifetime };
  return ok(
    dependencies.db.transaction(() => {
      enqueue(dependencies.db, { conversation, message: id, counts, body: body.value, lifetime });
      return applyContent(dependencies.db, entry, content);
    }),
  );
}

/** What changes a message lasts no longer than that; deletions and settings stay. */
function lifetimeOf(
  { db, serverTime }: WriteDependencies,
  conversation: ConversationId,
  content: Content,
): number {
  switch (content.type) {
    case 'text':
    case 'locked':
      return findLifetime(db, conversation);
    case 'edit':
    case 'reaction':
    case 'pin':
      return remainingLifetime(db, conversation, content.target, serverTime.now());
    case 'delete':
    case 'settings':
      return 0;
    default:
      return content satisfies never;
  }
}

function moderatesNow(
  { db, account }: WriteDependencies,
  conversation: ConversationId,
  { type }: Content,
): boolean {
  // Who may pin was asked before it was written.
  if (type !== 'delete') return type === 'pin';
  const { kind } = findConversation(db, conversation) ?? {};
  const { members = [] } = findCurrentEpoch(db, conversation) ?? {};
  return mayDeleteOthers({ kind, members }, account.address);
}

/** Puts a message that has failed, or that the server has lost, back into the outbox. */
export function sendAgain(
  dependencies: Pick<ConversationDependencies, 'db'>,
  row: MessageRow,
): Result<MessageRow> {
  const { conversation, id: message, lifetime = 0 } = row;
  // A message that the server has lost is no longer in the outbox.
  const queued = findQueued(dependencies.db, conversation, message);
  const isLine = row.kind === 'system';
  const body = queued ? ok(queued.body) : encodeContent(contentOf(row));
  if (!body.ok) return body;
  return ok(
    dependencies.db.transaction(() => {
      const lasting = { counts: !isLine, lifetime: isLine ? 0 : lifetime };
      enqueue(dependencies.db, { conversation, message, body: body.value, ...lasting });
      return showAsWaiting(dependencies.db, row) ?? row;
    }),
  );
}
