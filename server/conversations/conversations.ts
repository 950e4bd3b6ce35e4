// The API of conversations: the logs, their members, and how far each member has got.
import { join } from 'node:path';
import { lobbyId } from '../../node/conversation-ids.ts';
import type { PrepareFarewell } from '../accounts/delete-account.ts';
import type { Bus } from '../cluster/bus.ts';
import { PUBLIC_LOG } from '../data-folder.ts';
import type { Handlers } from '../gateway/handlers.ts';
import type { Logger } from '../logger.ts';
import type { Directory } from '../people/directory.ts';
import type { Store } from '../store/store.ts';
import { createBackground } from './background.ts';
import type { ConversationDependencies } from './dependencies.ts';
import { Expiries } from './expiries.ts';
import { createFarewell } from './farewell.ts';
import { createPublicLog } from './public-log/public-log.ts';
import { createCatchUp } from './requests/catch-up.ts';
import { createChanges } from './requests/changes.ts';
import { createErase } from './requests/erase.ts';
import { createForget } from './requests/forget.ts';
import { createHistory } from './requests/history.ts';
import { createList } from './requests/list.ts';
import { createMakeChange } from './requests/make-change.ts';
import { createMark } from './requests/mark.ts';
import { createSend } from './requests/send.ts';
import { createType } from './requests/type.ts';
import { createAppend } from './state/append.ts';
import { type Cache, createCache } from './state/cache.ts';
import type { Append } from './state/conversation.ts';
import { afterAppends, type Conversation, loadConversation } from './state/conversation.ts';
import { createMembershipWriter } from './state/membership-writer.ts';
import { isSnapshotDue, snapshotChanges } from './state/snapshot.ts';
import { createFanOut } from './visibility/fan-out.ts';
import { releaseHolds, releaseStaleHolds, watchUndisturbed } from './visibility/release.ts';

type Noun = Extract<keyof Handlers, `conversations:${string}`>;

export interface Conversations {
  readonly handlers: Pick<Handlers, Noun>;
  /** The conversations in memory, for what else reads their logs. */
  readonly cache: Cache;
  readonly prepareFarewell: PrepareFarewell;
  /** Call it when no more requests come: writes everything down and leaves the store open. */
  close(): Promise<void>;
}

export async function createConversations(given: {
  readonly store: Store;
  readonly directory: Directory;
  readonly bus: Bus;
  /** The folder of public-messages.log. */
  readonly dataFolder: string;
  readonly logger: Logger;
}): Promise<Conversations> {
  const { store, directory, bus, dataFolder, logger } = given;
  const lobby = lobbyId(directory.serverName);
  const cache = createCache((id) => loadConversation(store, id, id === lobby ? 'public' : undefined));
  const writer = createMembershipWriter(store);
  const background = createBackground(logger);
  const expiries = await Expiries.open(store, logger);
  const publicLog = createPublicLog({
    path: join(dataFolder, PUBLIC_LOG),
    lobby,
    serverName: directory.serverName,
    store,
    logger,
  });
  const fanOut = createFanOut(directory, bus);
  const append = createAppend(store, (conversation, appends) => {
    fanOut(conversation, appends);
    expiries.note(
      conversation.id,
      appends.map(({ entry }) => entry),
    );
    if (conversation.id === lobby) publicLog.follow();
    if (changesHolds(appends)) background.run(releaseStaleHolds(dependencies, conversation.id));
  });
  const dependencies: ConversationDependencies = { store, directory, bus, cache, writer, append, lobby };
  watchUndisturbed(directory, bus, (address) => background.run(releaseHolds(dependencies, address)));
  await cache.use(lobby, () => publicLog.follow());

  return {
    cache,
    prepareFarewell: createFarewell({ ...dependencies, background }),
    handlers: {
      'conversations:list': createList(dependencies),
      'conversations:change': createMakeChange(dependencies),
      'conversations:changes': createChanges(dependencies),
      'conversations:send': createSend(dependencies),
      'conversations:forget': createForget(dependencies),
      'conversations:erase': createErase({ ...dependencies, publicLog }),
      'conversations:history': createHistory(dependencies),
      'conversations:catch-up': createCatchUp(dependencies),
      'conversations:mark': createMark(dependencies),
      'conversations:type': createType(dependencies),
    },
    close: async () => {
      await background.settled();
      await expiries.close();
      await writeSnapshots(store, cache);
      await publicLog.close();
    },
  };
}

function changesHolds(appends: readonly Append[]): boolean {
  return appends.some(({ proposals }) => proposals.length > 0);
}

async function writeSnapshots(store: Store, cache: Cache): Promise<void> {
  await Promise.all([...cache.loaded()].map((conversation) => writeSnapshot(store, conversation)));
}

async function writeSnapshot(store: Store, conversation: Conversation): Promise<void> {
  await afterAppends(conversation, undefined);
  const { id, durable, snapshotHead } = conversation;
  // When the disk is full, the next start reads the log from the snapshot before.
  if (isSnapshotDue(durable, snapshotHead)) await store.commit(snapshotChanges(id, durable));
}
