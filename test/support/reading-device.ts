// A device that reads a written log through the engine's own room, without a server in between.
import type { EngineEvents, EventName } from '../../engine/api/api.ts';
import { ServerTime } from '../../engine/connection/server-time.ts';
import { addConversation } from '../../engine/conversations/conversation-table.ts';
import type { ConversationDependencies } from '../../engine/conversations/dependencies.ts';
import { Epochs } from '../../engine/conversations/epochs.ts';
import { setDecision } from '../../engine/decisions/decision-table.ts';
import { ChangeFeed } from '../../engine/sync/change-feed.ts';
import { Incoming } from '../../engine/sync/incoming.ts';
import { ok, refuse } from '../../protocol/errors.ts';
import { serverName, splitAddress } from '../../protocol/ids.ts';
import { encodePage } from '../../protocol/records.ts';
import { temporaryDatabase } from './database.ts';
import { historyOf, type Identity, verifiedManifestOf } from './identities.ts';
import { manualClock } from './manual-clock.ts';
import { silentLogger } from './silent-logger.ts';
import type { WrittenLog } from './written-log.ts';

export interface ReadingDevice {
  readonly dependencies: ConversationDependencies;
  readonly epochs: Epochs;
  readonly changes: ChangeFeed;
  readonly incoming: Incoming;
  /** The codes of the notices so far. */
  readonly notices: string[];
}

export async function readingDevice(
  reader: Identity,
  people: readonly Identity[],
  log: WrittenLog,
): Promise<ReadingDevice> {
  const { username } = splitAddress(reader.address);
  const manifests = new Map(people.map((one) => [one.address, verifiedManifestOf(one)]));
  const notices: string[] = [];
  const db = await temporaryDatabase();
  const emit = <Name extends EventName>(event: Name, payload: EngineEvents[Name]) => {
    if (event === 'notice') notices.push((payload as EngineEvents['notice']).code);
  };
  const clock = manualClock();
  const changes = encodePage(log.records.slice(0, 1));
  // Only what taking records over asks for; anything else is a fault of the test and shows as one.
  const dependencies = {
    db,
    emit,
    clock,
    serverTime: new ServerTime({ db, clock }),
    logger: silentLogger,
    marks: { noteSeen: () => undefined, noteDecision: () => undefined, goOn: () => undefined },
    account: {
      username,
      address: reader.address,
      serverName: serverName.parse(splitAddress(reader.address).server),
      device: reader.device.id,
      deviceSeed: reader.device.seed,
      mailboxKeys: [reader.mailboxKey],
    },
    people: {
      cachedManifest: (address: Identity['address']) => manifests.get(address),
      cachedHistory: (address: Identity['address']) => historyOf(manifests.get(address)),
      manifests: async () => ok(manifests),
      presenceOf: () => 'normal',
      onPresence: () => () => undefined,
    },
    connection: {
      state: 'online',
      request: async (name: string) =>
        name === 'conversations:changes' ? ok({ page: changes, more: false }) : refuse('server-unreachable'),
    },
  } as unknown as ConversationDependencies;
  const members = people.map((one) => one.address);
  addConversation(db, log.conversation, 'direct', members);
  // Its reader has accepted it.
  setDecision(db, { id: log.conversation, joined: 0 }, true);
  const feed = new ChangeFeed(dependencies);
  const epochs = new Epochs(dependencies, feed);
  return { dependencies, epochs, changes: feed, incoming: new Incoming(dependencies, epochs, feed), notices };
}
