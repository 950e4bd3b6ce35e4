// What many conversations lack, in one page: a device that comes back asks once and not three times for each of them.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ok } from '../../../protocol/errors.ts';
import type { RequestOf, ResponseOf } from '../../../protocol/events.ts';
import type { Address } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Handler } from '../../gateway/handlers.ts';
import type { ConversationDependencies } from '../dependencies.ts';
import { withConversationAs } from '../state/memberships.ts';
import { visibleRange } from '../visibility/visible-range.ts';
import { readChanges } from './changes.ts';
import { readHistory } from './history.ts';

type CatchUpDependencies = Pick<ConversationDependencies, 'store' | 'directory' | 'cache'>;

type Wanted = RequestOf<'conversations:catch-up'>['conversations'][number];
type Found = ResponseOf<'conversations:catch-up'>['conversations'][number];

export function createCatchUp(dependencies: CatchUpDependencies): Handler<'conversations:catch-up'> {
  return async (request, { session }) => {
    const account = dependencies.directory.addressOf(session.username);
    const conversations: Found[] = [];
    let room = limits.pageBytes;
    let answered = 0;
    for (const wanted of request.conversations) {
      const found = await catchUpIn(dependencies, account, wanted);
      room -= found ? found.history.page.length + found.changes.page.length : 0;
      if (room < 0 && answered > 0) break;
      answered += 1;
      if (found) conversations.push(found);
      // Other requests are served between two conversations.
      await nextTurn();
    }
    return ok({ conversations, answered });
  };
}

function catchUpIn(
  dependencies: CatchUpDependencies,
  address: Address,
  { conversation: id, after, afterEpoch }: Wanted,
): Promise<Found | undefined> {
  const { store, directory } = dependencies;
  return withConversationAs(dependencies, id, address, async (conversation) => {
    const range = visibleRange(directory, conversation, address);
    if (!range) return;
    const limit = after === undefined ? limits.newestRecords : limits.pageRecords;
    return {
      conversation: id,
      history: await readHistory(store, conversation, address, range, { conversation: id, after, limit }),
      changes: await readChanges(store, conversation, address, range, afterEpoch),
    };
  });
}
