// The front door of conversations: the logs, who is in them, how far everybody has got.
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { toBase64url } from '../../protocol/bytes.ts';
import { lobbyInput } from '../../protocol/epoch-change.ts';
import { type ConversationId, conversationId, type ServerName } from '../../protocol/ids.ts';
import type { Connections } from '../cluster/connections.ts';
import { PUBLIC_LOG } from '../data-folder.ts';
import type { Handlers } from '../gateway/handlers.ts';
import type { Logger } from '../logger.ts';
import type { Directory } from '../people/directory.ts';
import type { Store } from '../store/store.ts';
import { createBackground } from './background.ts';
import { createPublicLog } from './public-log/public-log.ts';
import { createCatchUp } from './requests/catch-up.ts';
import { createChanges } from './requests/changes.ts';
import { createHistory } from './requests/history.ts';
import { createList } from './requests/list.ts';
import { createMakeChange } from './requests/make-change.ts';
import { createMark } from './requests/mark.ts';
import { createSend } from './requests/send.ts';
import { createAppend } from './state/append.ts';
import { type Cache, createCache } from './state/cache.ts';
import type { Append } from './state/conversation.ts';
import { afterAppends, type Conversation, loadConversation } from './state/conversation.ts';
import { createMembershipWriter } from './state/membership-writer.ts';
import { isSnapshotDue, snapshotChanges } from './state/snapshot.ts';
import { createPublish } from './visibility/fan-out.ts';
import { releaseHolds, releaseStaleHolds, watchUndisturbed } from './visibility/release.ts';

type Noun = Extract<keyof Handlers, `conversations:${string}`>;

export interface Conversations {
  readonly handlers: Pick<Handlers, Noun>;
  /** To be called when no more requests come: writes everything down and leaves the store open. */
  close(): Promise<void>;
}

export async function createConversations(outside: {
  readonly store: Store;
  readonly directory: Directory;
  readonly connections: Connections;
  /** Where public-messages.log is kept. */
  readonly dataFolder: string;
  readonly logger: Logger;
}): Promise<Conversations> {
  const { store, directory, connections, dataFolder, logger } = outside;
  const lobby = lobbyId(directory.serverName);
  const cache = createCache((id) => loadConversation(store, id, id === lobby ? 'public' : undefined));
  const writer = createMembershipWriter(store);
  const background = createBackground(logger);
  const publicLog = createPublicLog({
    path: join(dataFolder, PUBLIC_LOG),
    lobby,
    serverName: directory.serverName,
    store,
    logger,
  });
  const publish = createPublish(directory, connections);
  const append = createAppend(store, (conversation, appends) => {
    publish(conversation, appends);
    if (conversation.id === lobby) publicLog.follow();
    if (changesHolds(appends)) background.run(releaseStaleHolds(parts, conversation.id));
  });
  const parts = { store, directory, connections, cache, writer, append, lobby };
  watchUndisturbed(directory, (address) => background.run(releaseHolds(parts, address)));
  await cache.use(lobby, () => publicLog.follow());

  return {
    handlers: {
      'conversations:list': createList(parts),
      'conversations:change': createMakeChange(parts),
      'conversations:changes': createChanges(parts),
      'conversations:send': createSend(parts),
      'conversations:history': createHistory(parts),
      'conversations:catch-up': createCatchUp(parts),
      'conversations:mark': createMark(parts),
    },
    close: async () => {
      await background.settled();
      await writeSnapshots(store, cache);
      await publicLog.close();
    },
  };
}

/** The id of the one conversation that everybody on a server is in. */
export function lobbyId(server: ServerName): ConversationId {
  return conversationId.parse(toBase64url(hash('sha256', lobbyInput(server), 'buffer')));
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
  // When the disk is full the log is read from the snapshot before.
  if (isSnapshotDue(durable, snapshotHead)) await store.commit(snapshotChanges(id, durable));
}
