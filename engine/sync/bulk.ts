// Fetches what many conversations lack with as few requests as the server's pages allow. It takes over what it can:
// where something is wrong with a conversation, catching up on that one alone finds it and says so.

import type { Queue } from '../../node/keyed-queue.ts';
import { ok, type Result } from '../../protocol/errors.ts';
import type { ResponseOf } from '../../protocol/events.ts';
import type { Address, ConversationId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { decodePage, decodeRecord } from '../../protocol/records.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { findCurrentEpoch } from '../conversations/epoch-table.ts';
import type { Epochs } from '../conversations/epochs.ts';
import { findStranger } from './fetch-keys.ts';
import type { Missing, Sync } from './sync.ts';

interface Asked extends Missing {
  readonly afterEpoch: number;
}

type Found = ResponseOf<'conversations:catch-up'>['conversations'][number];

export interface Bulk {
  /** Refuses as the request does. Asks no more once it isn't wanted. */
  catchUp(conversations: readonly ConversationId[], isWanted: () => boolean): Promise<Result<undefined>>;
}

export function createBulk(
  dependencies: ConversationDependencies,
  {
    epochs,
    sync,
    queue,
  }: {
    readonly epochs: Pick<Epochs, 'applyAll'>;
    readonly sync: Pick<Sync, 'missing' | 'fetched'>;
    readonly queue: Queue;
  },
): Bulk {
  async function catchUp(
    conversations: readonly ConversationId[],
    isWanted: () => boolean,
  ): Promise<Result<undefined>> {
    for (let waiting = conversations; isWanted(); ) {
      const lacking = waiting.filter((id) => sync.missing(id));
      if (lacking.length === 0) break;
      const asked = new Map(lacking.slice(0, limits.summaryConversations).map((id) => [id, askedOf(id)]));
      const answer = await ask(asked);
      if (!answer.ok) return answer;
      const unfinished = await applyAll(answer.value.conversations, asked);
      if (!unfinished.ok) return unfinished;
      waiting = [...lacking.slice(answer.value.answered), ...unfinished.value];
    }
    return ok(undefined);
  }

  /** Returns the conversations of which more than a page follows. */
  async function applyAll(
    found: readonly Found[],
    asked: ReadonlyMap<ConversationId, Asked>,
  ): Promise<Result<readonly ConversationId[]>> {
    const prefetched = await dependencies.people.prefetch([...new Set(found.flatMap(strangersIn))]);
    if (!prefetched.ok) return prefetched;
    const unfinished: ConversationId[] = [];
    for (const one of found) {
      const missing = asked.get(one.conversation);
      if (missing === undefined) continue;
      await applyPages(one, missing);
      const next = sync.missing(one.conversation)?.after ?? 0;
      if (missing.after !== undefined && next > missing.after) unfinished.push(one.conversation);
    }
    return ok(unfinished);
  }

  function askedOf(conversation: ConversationId): Asked {
    const afterEpoch = findCurrentEpoch(dependencies.db, conversation)?.epoch ?? 0;
    return { ...sync.missing(conversation), afterEpoch };
  }

  function ask(asked: ReadonlyMap<ConversationId, Asked>) {
    const conversations = [...asked].map(([conversation, rest]) => ({ conversation, ...rest }));
    return dependencies.connection.request('conversations:catch-up', { conversations });
  }

  /** The accounts whose keys are needed to read the pages. */
  function strangersIn({ history, changes }: Found): Address[] {
    return [...(decodePage(history.page) ?? []), ...(decodePage(changes.page) ?? [])].flatMap((encoded) => {
      const record = decodeRecord(encoded);
      if (!record) return [];
      const isUnknown = record.kind === 'change' && !dependencies.people.cachedManifest(record.sender);
      return isUnknown ? [record.sender] : findStranger(dependencies, record);
    });
  }

  async function applyPages(
    { conversation, history, changes }: Found,
    { afterEpoch, ...missing }: Asked,
  ): Promise<void> {
    const applied = await queue.run(conversation, () =>
      epochs.applyAll(conversation, afterEpoch, changes.page),
    );
    if (!applied.ok) dependencies.logger.warn({ conversation, code: applied.code }, 'changes not taken over');
    await sync.fetched(conversation, missing, history);
  }

  return { catchUp };
}
