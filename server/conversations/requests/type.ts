import { ok, refuse } from '../../../protocol/errors.ts';
import { isForEveryone, mayPost } from '../../../protocol/membership-rules.ts';
import type { Handler } from '../../gateway/handlers.ts';
import type { ConversationDependencies } from '../dependencies.ts';
import { withConversationAs } from '../state/memberships.ts';
import { pushToMember } from '../visibility/push-to-member.ts';
import { visibleRange } from '../visibility/visible-range.ts';

/** Stores nothing. Who is in do not disturb gets nothing either: what the others write doesn't come before its end. */
export function createType(
  dependencies: Pick<ConversationDependencies, 'store' | 'directory' | 'bus' | 'cache'>,
): Handler<'conversations:type'> {
  const { directory } = dependencies;
  return ({ conversation: id }, { session }) => {
    const address = directory.addressOf(session.username);
    return withConversationAs(dependencies, id, address, async (conversation) => {
      const { durable } = conversation;
      if (!visibleRange(directory, conversation, address)) return refuse('no-such-conversation');
      if (isForEveryone(durable.kind) || !mayPost(durable, address, true)) return refuse('not-allowed');
      for (const { address: member } of durable.members) {
        if (member === address || directory.at(member)?.status === 'dnd') continue;
        pushToMember(dependencies, member, 'conversations:typing', { conversation: id, address });
      }
      return ok({});
    });
  };
}
