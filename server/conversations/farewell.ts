// An account that is being deleted takes leave of its conversations.
import { type ConversationId, conversationId } from '../../protocol/ids.ts';
import { roleIn } from '../../protocol/membership-rules.ts';
import type { PrepareFarewell } from '../accounts/delete-account.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Directory } from '../people/directory.ts';
import type { Store } from '../store/store.ts';
import type { Background } from './background.ts';
import type { Cache } from './state/cache.ts';
import { membershipPath } from './state/membership.ts';
import { announce } from './visibility/fan-out.ts';

interface FarewellDependencies {
  readonly store: Store;
  readonly directory: Directory;
  readonly bus: Bus;
  readonly cache: Cache;
  readonly background: Background;
}

export function createFarewell(dependencies: FarewellDependencies): PrepareFarewell {
  const { store, cache, background } = dependencies;
  return async (address) => {
    const memberships = await store.list('memberships', address);
    const ids = [...memberships.keys()].map((key) => conversationId.parse(key));
    const direct: ConversationId[] = [];
    for (const id of ids) {
      const { kind, members } = await cache.use(id, ({ durable }) => durable);
      if (kind === 'group' && roleIn(members, address) !== undefined) return undefined;
      if (kind === 'direct') direct.push(id);
    }
    return {
      changes: ids.map((id) => ({ type: 'delete', ...membershipPath(id, address) })),
      announce: () => background.run(announceIn(dependencies, direct)),
    };
  };
}

async function announceIn(
  { directory, bus, cache }: FarewellDependencies,
  conversations: readonly ConversationId[],
): Promise<void> {
  for (const id of conversations) {
    await cache.use(id, (conversation) => {
      for (const { address } of conversation.durable.members) announce(directory, bus, conversation, address);
    });
  }
}
