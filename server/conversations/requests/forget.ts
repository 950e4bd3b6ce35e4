import { ok, refuse } from '../../../protocol/errors.ts';
import type { Handler } from '../../gateway/handlers.ts';
import type { ConversationDependencies } from '../dependencies.ts';
import { membershipPath } from '../state/membership.ts';
import { withConversationAs } from '../state/memberships.ts';

/** Forgets that an account was a member of a group: the account no longer sees the group then. */
export function createForget(
  dependencies: Pick<ConversationDependencies, 'store' | 'directory' | 'cache'>,
): Handler<'conversations:forget'> {
  const { store, directory } = dependencies;
  return ({ conversation: id }, { session }) => {
    const account = directory.addressOf(session.username);
    return withConversationAs(dependencies, id, account, async ({ memberships }) => {
      const membership = memberships.get(account);
      if (!membership) return refuse('no-such-conversation');
      if (!membership.proposed.positions.end || !membership.durable.positions.end)
        return refuse('not-allowed');
      const forgotten = await store.commit([{ type: 'delete', ...membershipPath(id, account) }]);
      if (!forgotten.ok) return forgotten;
      // Unless the account has become a member again meanwhile.
      if (membership.proposed.positions.end) memberships.delete(account);
      return ok({});
    });
  };
}
