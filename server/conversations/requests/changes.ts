import { ok, refuse } from '../../../protocol/errors.ts';
import type { ResponseOf } from '../../../protocol/events.ts';
import { encodePage } from '../../../protocol/records.ts';
import type { Handler } from '../../gateway/handlers.ts';
import type { Directory } from '../../people/directory.ts';
import type { Store } from '../../store/store.ts';
import { Page } from '../page.ts';
import type { Cache } from '../state/cache.ts';
import { type Conversation, isMember } from '../state/conversation.ts';

/**
 * The change records behind an epoch. A hold does not hide them: whoever wants to say something needs the
 * current key.
 */
export function createChanges(parts: {
  readonly store: Store;
  readonly directory: Directory;
  readonly cache: Cache;
}): Handler<'conversations:changes'> {
  const { store, directory, cache } = parts;
  return ({ conversation: id, afterEpoch }, { session }) =>
    cache.use(id, async (conversation) => {
      if (!isMember(conversation, directory.addressOf(session.username)))
        return refuse('no-such-conversation');
      return ok(await readChanges(store, conversation, afterEpoch));
    });
}

export async function readChanges(
  store: Store,
  { id, durable }: Conversation,
  afterEpoch: number,
): Promise<ResponseOf<'conversations:changes'>> {
  const positions = durable.changes.slice(afterEpoch);
  const page = new Page();
  for (const seq of positions) {
    const [record] = await store.read(id, seq, seq);
    if (!record) throw new Error(`the log has no record ${seq}`);
    if (!page.add(record)) break;
  }
  return { page: encodePage(page.records), more: page.records.length < positions.length };
}
