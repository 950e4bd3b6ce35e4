// Which messages are worth a notification. A user interface leaves out those that the user sees on its screen.
import { nameOn } from '../../protocol/ids.ts';
import type { Conversation, Message } from '../api/api.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { listBlocked } from '../decisions/decision-table.ts';

type AlertDependencies = Pick<ConversationDependencies, 'db' | 'account' | 'people'>;

/**
 * An unread message of another person, in a conversation that is not muted and not over, unless the user is in do not disturb
 * or has blocked its sender. Of what members do in a group, only being added to it counts.
 */
export function isAlert(
  { db, account, people }: AlertDependencies,
  { muted, ended }: Conversation,
  message: Message,
): boolean {
  const own = nameOn(account.serverName, account.address);
  if (message.state !== 'delivered' || message.sender === own || muted || ended) return false;
  if (message.kind === 'system' && !isInvitation(message, own)) return false;
  if (people.presenceOf(account.address) === 'dnd') return false;
  return !listBlocked(db).some((one) => nameOn(account.serverName, one) === message.sender);
}

/** Another member has added this account. */
function isInvitation({ sender, events = [] }: Message, own: string): boolean {
  return sender !== own && events.some((event) => event.type === 'added' && event.users.includes(own));
}
