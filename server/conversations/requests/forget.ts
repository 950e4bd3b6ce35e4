import { ok, refuse } from '../../../protocol/errors.ts';
import type { Handler } from '../../gateway/handlers.ts';
import type { ConversationDependencies } from '../dependencies.ts';
import { membershipPath } from '../state/membership.ts';
import { withConversationAs } from '../state/memberships.ts';
import { refusalForDeleted } from './change-rules.ts';

/**
 * Takes a conversation that is over off an account's list: a group that it is no longer a member of, which it doesn't see then,
 * or one with a person whose account is deleted.
 */
export function createForget(
  dependencies: Pick<ConversationDependencies, 'store' | 'directory' | 'cache'>,
): Handler<'conversations:forget'> {
  const { store, directory } = dependencies;
  return ({ conversation: id }, { session }) => {
    const account = directory.addressOf(session.username);
    return withConversationAs(dependencies, id, account, async ({ durable, memberships }) => {
      const membership = memberships.get(account);
      if (!membership) return refuse('no-such-conversation');
      const isOver = durable.kind === 'direct' && refusalForDeleted(directory, durable.members) !== undefined;
      const hasLeft = membership.proposed.positions.end && membership.durable.positions.end;
      if (!isOver && !hasLeft) return refuse('not-allowed');
      const forgotten = await store.commit([{ type: 'delete', ...membershipPath(id, account) }]);
      if (!forgotten.ok) return forgotten;
      // Unless the account has become a member again meanwhile.
      if (isOver || membership.proposed.positions.end) memberships.delete(account);
      return ok({});
    });
  };
}
