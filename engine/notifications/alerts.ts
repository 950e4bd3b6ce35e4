// Which messages are worth a notification. A user interface leaves out those that the user sees on its screen.
import { type Address, nameOn } from '../../protocol/ids.ts';
import type { Conversation, Message } from '../api/api.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { isBlocked } from '../decisions/decision-table.ts';

type AlertDependencies = Pick<ConversationDependencies, 'db' | 'account' | 'people'>;

export interface Alerting {
  readonly message: Message;
  /** The user may have read it: an edit mentions the user, which no text of it did before. */
  readonly isRevised?: boolean;
}

/**
 * An unread message of another person, in a conversation that is not over, unless the user is in do not disturb or has blocked
 * its sender, who may have sent it silently. Where the user has muted it, or wants mentions only, one that mentions the user. Of what members do in a group,
 * only being added to it counts.
 */
export function isAlert(
  { db, account, people }: AlertDependencies,
  { muted, notifications, ended }: Conversation,
  { message, isRevised = false }: Alerting,
  sender: Address,
): boolean {
  const own = nameOn(account.serverName, account.address);
  if (sender === account.address || ended || message.silent || message.kind === 'deleted') return false;
  if (message.state !== 'delivered' && !(isRevised && message.state === 'read')) return false;
  if (message.kind === 'system' && !isInvitation(message, own)) return false;
  const isQuiet = muted !== undefined || notifications === 'mentions';
  if (notifications === 'none' || (isQuiet && !message.mentions?.includes(own))) return false;
  return people.presenceOf(account.address) !== 'dnd' && !isBlocked(db, sender);
}

/** Another member has added this account. */
function isInvitation({ events = [] }: Message, own: string): boolean {
  return events.some((event) => event.type === 'added' && event.users.includes(own));
}
