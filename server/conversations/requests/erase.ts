import { sha256 } from '../../../node/sha256.ts';
import { ok, type Result, refuse } from '../../../protocol/errors.ts';
import type { Address } from '../../../protocol/ids.ts';
import { mayDelete } from '../../../protocol/membership-rules.ts';
import { decodeRecord, eraseRecord } from '../../../protocol/records.ts';
import type { Handler } from '../../gateway/handlers.ts';
import type { StoreChange } from '../../store/store.ts';
import type { ConversationDependencies } from '../dependencies.ts';
import type { PublicLog } from '../public-log/public-log.ts';
import type { Conversation } from '../state/conversation.ts';
import { withConversationAs } from '../state/memberships.ts';
import { visibleRange } from '../visibility/visible-range.ts';

type EraseDependencies = Pick<ConversationDependencies, 'store' | 'directory' | 'cache' | 'lobby'> & {
  readonly publicLog: Pick<PublicLog, 'erase'>;
};

/**
 * Erases the content of frames, all of them or none. The server can't know what a sealed frame deletes: who may delete may
 * erase, and readers believe an erasure only with the deletion that its author has signed.
 */
export function createErase(dependencies: EraseDependencies): Handler<'conversations:erase'> {
  const { store, directory, lobby, publicLog } = dependencies;
  return ({ conversation: id, seqs }, { session }) => {
    const account = directory.addressOf(session.username);
    return withConversationAs(dependencies, id, account, async (conversation) => {
      const erasures = await findErasures(dependencies, conversation, account, seqs);
      if (!erasures.ok) return erasures;
      const committed = await store.commit(erasures.value);
      if (!committed.ok) return committed;
      // Also of what was erased before: after a crash between both the client asks again.
      if (id === lobby) await publicLog.erase(new Set(seqs));
      return ok({});
    });
  };
}

/** Refuses with `no-such-message` where there is no frame that the account sees, and with `not-allowed` for others' frames. */
async function findErasures(
  { store, directory }: EraseDependencies,
  conversation: Conversation,
  account: Address,
  seqs: readonly number[],
): Promise<Result<readonly StoreChange[]>> {
  const range = visibleRange(directory, conversation, account);
  if (!range) return refuse('no-such-conversation');
  const changes: StoreChange[] = [];
  for (const seq of new Set(seqs)) {
    const isVisible = seq >= range.first && seq <= range.last;
    const [encoded] = isVisible ? await store.read(conversation.id, seq, seq) : [];
    const found = encoded && decodeRecord(encoded);
    if (!encoded || !found || found.kind === 'change') return refuse('no-such-message');
    if (!mayDelete(conversation.durable, account, found.sender)) return refuse('not-allowed');
    const record = eraseRecord(encoded, sha256);
    if (record) changes.push({ type: 'erase', log: conversation.id, seq, record });
  }
  return ok(changes);
}
