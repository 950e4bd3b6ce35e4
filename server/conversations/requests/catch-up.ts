// What many conversations lack, in one page: a device that comes back asks once and not three times for each of them.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ok } from '../../../protocol/errors.ts';
import type { RequestOf, ResponseOf } from '../../../protocol/events.ts';
import type { Address } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Handler } from '../../gateway/handlers.ts';
import type { Directory } from '../../people/directory.ts';
import type { Store } from '../../store/store.ts';
import type { Cache } from '../state/cache.ts';
import { isMember } from '../state/conversation.ts';
import { readChanges } from './changes.ts';
import { readHistory } from './history.ts';

interface Parts {
  readonly store: Store;
  readonly directory: Directory;
  readonly cache: Cache;
}

type Wanted = RequestOf<'conversations:catch-up'>['conversations'][number];
type Found = ResponseOf<'conversations:catch-up'>['conversations'][number];

export function createCatchUp(parts: Parts): Handler<'conversations:catch-up'> {
  return async (request, { session }) => {
    const account = parts.directory.addressOf(session.username);
    const conversations: Found[] = [];
    let room = limits.pageBytes;
    let answered = 0;
    for (const wanted of request.conversations) {
      const found = await catchUpIn(parts, account, wanted);
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
  parts: Parts,
  address: Address,
  { conversation: id, after, afterEpoch }: Wanted,
): Promise<Found | undefined> {
  return parts.cache.use(id, async (conversation) => {
    if (!isMember(conversation, address)) return;
    const limit = after === undefined ? limits.newestRecords : limits.pageRecords;
    return {
      conversation: id,
      history: await readHistory(parts, conversation, address, { conversation: id, after, limit }),
      changes: await readChanges(parts.store, conversation, afterEpoch),
    };
  });
}
