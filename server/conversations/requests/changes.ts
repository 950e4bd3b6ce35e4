import { ok, refuse } from '../../../protocol/errors.ts';
import type { ResponseOf } from '../../../protocol/events.ts';
import { limits } from '../../../protocol/limits.ts';
import { encodePage } from '../../../protocol/records.ts';
import type { Handler } from '../../gateway/handlers.ts';
import type { Directory } from '../../people/directory.ts';
import type { Store } from '../../store/store.ts';
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
  const page: Uint8Array[] = [];
  let bytes = 0;
  for (const seq of positions.slice(0, limits.pageRecords)) {
    const [record] = await store.read(id, seq, seq);
    if (!record) throw new Error(`the log has no record ${seq}`);
    bytes += record.length + 4;
    if (bytes > limits.pageBytes && page.length > 0) break;
    page.push(record);
  }
  return { page: encodePage(page), more: page.length < positions.length };
}
