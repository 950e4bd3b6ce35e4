// Applies a content to the stored messages, by the rules of its kind.
import {
  type Content,
  type ContentOf,
  contentKindOf,
  decodeContent,
  targetOf,
} from '../../../protocol/content/content.ts';
import type { ConversationId } from '../../../protocol/ids.ts';
import type { Database } from '../../database/database.ts';
import { findErased, findMessage, loseMessagesBehind, type MessageRow } from '../message-table.ts';
import type { Outgoing } from '../outbox-table.ts';
import type { Applied, ContentRules, Entry, Progress } from './content-rules.ts';
import { deletion } from './delete.ts';
import { edit } from './edit.ts';
import { locked } from './locked.ts';
import { pin } from './pin.ts';
import { reaction } from './reaction.ts';
import { settings } from './settings.ts';
import { text } from './text.ts';

const rules: { readonly [Type in Content['type']]: ContentRules<ContentOf<Type>> } = {
  text,
  locked,
  edit,
  reaction,
  delete: deletion,
  settings,
  pin,
};
const everyKind: readonly ContentRules<never>[] = Object.values(rules);

function rulesFor<Type extends Content['type']>(content: ContentOf<Type> & { type: Type }) {
  const found: ContentRules<ContentOf<Type>> = rules[content.type];
  return found;
}

export function applyContent(db: Database, entry: Entry, content: Content): Applied {
  if (!isAllowed(db, entry, content)) return { refused: 'not-its-author' };
  const applied = rulesFor(content).apply(db, entry, content);
  const { added } = applied;
  if (added?.seq === undefined) return applied;
  return { ...applied, added: everyKind.reduce((row, kind) => kind.complete?.(db, row) ?? row, added) };
}

/** Where the message that it concerns isn't here yet, its kind looks when that comes. */
function isAllowed(
  db: Database,
  { conversation, sender, moderates, maySet }: Entry,
  content: Content,
): boolean {
  const target = targetOf(content);
  const { concerns } = contentKindOf(content);
  if (concerns === 'conversation') return maySet === true;
  if (target === undefined || concerns === 'any-message') return true;
  if (concerns === 'pinnable-message') return moderates === true;
  const message = findMessage(db, conversation, target) ?? findErased(db, conversation, target);
  if (!message || message.sender === sender) return true;
  return concerns === 'deletable-message' && moderates === true;
}

/** Shows how far what is written here has come, at the message that is returned. */
export function showProgress(db: Database, outgoing: Outgoing, progress: Progress): MessageRow | undefined {
  const content = decodeContent(outgoing.body);
  return content && rulesFor(content).progress(db, outgoing, content, progress);
}

/** Returns the messages that the server has lost, as they were left. */
export function loseContentsBehind(
  db: Database,
  conversation: ConversationId,
  seq: number,
  own: { readonly sender: MessageRow['sender']; readonly device: string },
): readonly MessageRow[] {
  const changed = everyKind.flatMap((kind) => kind.lose?.(db, conversation, seq) ?? []);
  const lost = loseMessagesBehind(db, conversation, seq, own);
  const ids = new Set(lost.map(({ id }) => id));
  return [...changed.filter(({ id }) => !ids.has(id)), ...lost];
}
