// Which messages are worth a notification. A user interface leaves out those that the user sees on its screen.
import { type Address, nameOn } from '../../protocol/ids.ts';
import type { Conversation, Message } from '../api/api.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { isBlocked } from '../decisions/decision-table.ts';

type AlertDependencies = Pick<ConversationDependencies, 'db' | 'account' | 'people'>;

/**
 * An unread message of another person, in a conversation that is not muted and not over, unless the user is in do not disturb
 * or has blocked its sender. Of what members do in a group, only being added to it counts.
 */
export function isAlert(
  { db, account, people }: AlertDependencies,
  { muted, ended }: Conversation,
  message: Message,
  sender: Address,
): boolean {
  if (message.state !== 'delivered' || sender === account.address || muted || ended) return false;
  if (message.kind === 'deleted') return false;
  if (message.kind === 'system' && !isInvitation(message, nameOn(account.serverName, account.address)))
    return false;
  return people.presenceOf(account.address) !== 'dnd' && !isBlocked(db, sender);
}

/** Another member has added this account. */
function isInvitation({ events = [] }: Message, own: string): boolean {
  return events.some((event) => event.type === 'added' && event.users.includes(own));
}
