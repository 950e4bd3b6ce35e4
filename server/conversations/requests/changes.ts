import { ok, refuse } from '../../../protocol/errors.ts';
import type { ResponseOf } from '../../../protocol/events.ts';
import type { Address } from '../../../protocol/ids.ts';
import { encodePage, recordFor } from '../../../protocol/records.ts';
import type { Handler } from '../../gateway/handlers.ts';
import type { Store } from '../../store/store.ts';
import type { ConversationDependencies } from '../dependencies.ts';
import { Page } from '../page.ts';
import type { Conversation } from '../state/conversation.ts';
import { withConversationAs } from '../state/memberships.ts';
import { type VisibleRange, visibleRange } from '../visibility/visible-range.ts';

/** The change records behind an epoch. A hold does not hide them: a member needs the current key to send. */
export function createChanges(
  dependencies: Pick<ConversationDependencies, 'store' | 'directory' | 'cache'>,
): Handler<'conversations:changes'> {
  const { store, directory } = dependencies;
  return ({ conversation: id, afterEpoch }, { session }) => {
    const reader = directory.addressOf(session.username);
    return withConversationAs(dependencies, id, reader, async (conversation) => {
      const range = visibleRange(directory, conversation, reader);
      if (!range) return refuse('no-such-conversation');
      return ok(await readChanges(store, conversation, reader, range, afterEpoch));
    });
  };
}

export async function readChanges(
  store: Store,
  { id, durable, memberships }: Conversation,
  reader: Address,
  { first, former }: VisibleRange,
  afterEpoch: number,
): Promise<ResponseOf<'conversations:changes'>> {
  const { end } = memberships.get(reader)?.durable.positions ?? {};
  const visible = [...former, { first, last: end ? end.from - 1 : Number.POSITIVE_INFINITY }];
  const isVisible = (seq: number) => visible.some((range) => seq >= range.first && seq <= range.last);
  const positions = durable.changes.slice(afterEpoch).filter(isVisible);
  const page = new Page();
  for (const seq of positions) {
    const [record] = await store.read(id, seq, seq);
    if (!record) throw new Error(`the log has no record ${seq}`);
    if (!page.add(recordFor(record, reader))) break;
  }
  return { page: encodePage(page.records), more: page.records.length < positions.length };
}
