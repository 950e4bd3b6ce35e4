// Appending to a log. A record gets its position and goes to the store at once, while earlier ones may still be on
// their way; their results are settled strictly in order: applied, fanned out, answered. When the store refuses a
// commit, everything behind it fails too and the next record gets the refused one's position.
import { ok, type Refusal, type Result, refuse } from '../../../protocol/errors.ts';
import type { Connection } from '../../cluster/connections.ts';
import type { Committed, Store } from '../../store/store.ts';
import { expiryChanges } from '../expiries.ts';
import type { Append, Appended, Companions, Conversation } from './conversation.ts';
import { advance, copyState, type Entry } from './log-state.ts';
import { forgetBehind, remember } from './newest-records.ts';
import { isBlockEnd, snapshotChanges } from './snapshot.ts';

export type AppendEntry = (
  conversation: Conversation,
  entry: Entry,
  connection: Connection,
  companions: Companions,
) => Promise<Result<Appended>>;

type FanOut = (conversation: Conversation, appends: readonly Append[]) => void;

/** Calls `fanOut` with what has become durable, in order, before it answers. */
export function createAppend(store: Store, fanOut: FanOut): AppendEntry {
  return (conversation, entry, connection, { proposals, announceTo, departing }) => {
    if (conversation.failure) {
      for (const proposal of proposals) proposal.settle(false);
      return Promise.resolve(conversation.failure);
    }
    advance(conversation.ordered, entry);
    remember(conversation.newest, entry);
    const answer = Promise.withResolvers<Result<Appended>>();
    const append: Append = {
      entry,
      connection,
      announceTo,
      departing,
      proposals,
      answer,
      committed: undefined,
      error: undefined,
    };
    conversation.appends.push(append);
    const settle = (committed: Committed, error?: unknown) => {
      append.committed = committed;
      append.error = error;
      if (append !== conversation.appends[0] && !conversation.failure) return;
      // Commits of one sync come back in one go; fanning them out together joins their pages.
      queueMicrotask(() => settleInOrder(conversation, fanOut));
    };
    commit(store, conversation, append).then(settle, (error: unknown) => settle(refuse('internal'), error));
    return answer.promise;
  };
}

async function commit(
  store: Store,
  { id, ordered }: Conversation,
  { entry, proposals }: Append,
): Promise<Committed> {
  const committed = await store.commit([
    { type: 'append', log: id, seq: entry.seq, record: entry.record },
    ...expiryChanges(id, entry),
    ...proposals.map((proposal) => proposal.change),
    ...(isBlockEnd(ordered) ? snapshotChanges(id, ordered) : []),
  ]);
  if (committed.ok || committed.code !== 'version-conflict') return committed;
  // Expected only behind a refused record, whose refusal answers for both: else something else writes to this log.
  throw new Error(`record ${entry.seq} of ${id} is out of turn`);
}

function settleInOrder(conversation: Conversation, fanOut: FanOut): void {
  if (!conversation.failure) settleWritten(conversation, fanOut);
  const first = conversation.appends[0]?.committed;
  if (first && !first.ok) settleFailed(conversation, first);
}

function settleWritten(conversation: Conversation, fanOut: FanOut): void {
  const { appends, durable } = conversation;
  const unwritten = appends.findIndex(({ committed }) => !committed?.ok);
  const written = appends.splice(0, unwritten < 0 ? appends.length : unwritten);
  for (const { entry, proposals } of written) {
    advance(durable, entry);
    for (const proposal of proposals) proposal.settle(true);
  }
  if (written.length > 0) fanOut(conversation, written);
  for (const { entry, answer } of written) answer.resolve(ok({ seq: entry.seq, at: entry.at }));
}

/** Nothing is ordered again until all that was behind the refused one has come back. */
function settleFailed(conversation: Conversation, refusal: Refusal): void {
  conversation.failure = refusal;
  const { appends } = conversation;
  if (appends.some(({ committed }) => !committed)) return;
  conversation.ordered = copyState(conversation.durable);
  forgetBehind(conversation.newest, conversation.durable.head);
  conversation.recent.clear();
  conversation.failure = undefined;
  if (appends[0]?.error) appends[0].answer.reject(appends[0].error);
  for (const { proposals, answer } of appends.splice(0)) {
    for (const proposal of proposals) proposal.settle(false);
    answer.resolve(refusal);
  }
}
