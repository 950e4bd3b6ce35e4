import { ok, refuse } from '../../../protocol/errors.ts';
import type { ResponseOf } from '../../../protocol/events.ts';
import { encodePage } from '../../../protocol/records.ts';
import type { Handler } from '../../gateway/handlers.ts';
import type { Store } from '../../store/store.ts';
import type { ConversationDependencies } from '../dependencies.ts';
import { Page } from '../page.ts';
import type { Conversation } from '../state/conversation.ts';
import { visibleRange } from '../visibility/visible-range.ts';

/** The change records behind an epoch. A hold does not hide them: a member needs the current key to send. */
export function createChanges({
  store,
  directory,
  cache,
}: Pick<ConversationDependencies, 'store' | 'directory' | 'cache'>): Handler<'conversations:changes'> {
  return ({ conversation: id, afterEpoch }, { session }) =>
    cache.use(id, async (conversation) => {
      const range = visibleRange(directory, conversation, directory.addressOf(session.username));
      if (!range) return refuse('no-such-conversation');
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
