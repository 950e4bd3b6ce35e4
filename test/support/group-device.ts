// A device of an account with its conversations, on the real server's handlers without sockets: hundreds of histories of groups
// take seconds. It can be offline, and come back.
import type { Conversation } from '../../engine/api/api.ts';
import type { ConversationDependencies } from '../../engine/conversations/dependencies.ts';
import { Conversations } from '../../engine/conversations.ts';
import type { Database } from '../../engine/database/database.ts';
import type { VerifiedManifest } from '../../engine/encryption/manifests.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { ok, refuse } from '../../protocol/errors.ts';
import type { PushName, RequestName } from '../../protocol/events.ts';
import type { Address } from '../../protocol/ids.ts';
import { type ConversationServer, type ConversationUser, SERVER } from './conversation-server.ts';
import { temporaryDatabase } from './database.ts';
import { verifiedManifestOf } from './identities.ts';
import { silentLogger } from './silent-logger.ts';

type Listener = (payload: unknown) => void;

export class GroupDevice {
  readonly user: ConversationUser;
  readonly db: Database;
  readonly conversations: Conversations;
  readonly #listeners = new Map<PushName, Set<Listener>>();
  #isOnline = true;

  constructor(user: ConversationUser, db: Database, everyone: ReadonlyMap<Address, VerifiedManifest>) {
    this.user = user;
    this.db = db;
    user.connection.push = (name, payload) => this.#push(name, payload);
    this.conversations = new Conversations(this.#dependencies(everyone));
  }

  get name(): string {
    return this.user.username;
  }

  get address(): Address {
    return this.user.address;
  }

  #push(name: PushName, payload: unknown): void {
    // As from a socket: never within the request that caused it.
    setImmediate(() => {
      if (!this.#isOnline) return;
      for (const listener of this.#listeners.get(name) ?? []) listener(payload);
    });
  }

  goOffline(): void {
    this.#isOnline = false;
  }

  async goOnline(): Promise<void> {
    this.#isOnline = true;
    const synced = await this.conversations.online();
    if (!synced.ok) throw new Error(`${this.name} could not sync: ${synced.code}`);
  }

  find(id: Conversation['id']): Conversation | undefined {
    return this.conversations.all().find((one) => one.id === id);
  }

  #dependencies(everyone: ReadonlyMap<Address, VerifiedManifest>): ConversationDependencies {
    const { identity, address, username } = this.user;
    const request = async (name: RequestName, payload: never) => {
      if (!this.#isOnline) return refuse('server-unreachable');
      // Turns pass, as on a network.
      await new Promise((resolve) => setImmediate(resolve));
      return this.user.ask(name as 'conversations:list', payload);
    };
    const dependencies = {
      db: this.db,
      emit: () => undefined,
      clock: systemClock,
      logger: silentLogger,
      marks: {
        noteSeen: () => undefined,
        goOn: () => undefined,
        seen: () => [],
        save: async () => undefined,
      },
      account: {
        ...{ username, address, serverName: SERVER, displayName: username },
        ...{ device: identity.device.id, deviceSeed: identity.device.seed },
        ...{ mailboxKeys: [identity.mailboxKey], database: this.db },
      },
      people: {
        cachedManifest: (one: Address) => everyone.get(one),
        manifests: async (addresses: readonly Address[]) =>
          ok(new Map(addresses.flatMap((one) => entryOf(everyone, one)))),
        prefetch: async () => ok(undefined),
        addressOf: (name: string) => ok(`${name}@${SERVER}`),
        presenceOf: () => 'normal',
      },
      connection: {
        // The outbox asks for it; a device that is offline here is refused by the request.
        state: 'online',
        request,
        onState: () => () => undefined,
        onPush: (name: PushName, listener: Listener) => {
          this.#listeners.set(name, (this.#listeners.get(name) ?? new Set()).add(listener));
          return () => this.#listeners.get(name)?.delete(listener);
        },
      },
    };
    // Only what conversations ask for; anything else is a fault of the test and shows as one.
    return dependencies as unknown as ConversationDependencies;
  }
}

function entryOf(everyone: ReadonlyMap<Address, VerifiedManifest>, address: Address) {
  const manifest = everyone.get(address);
  return manifest ? [[address, manifest] as const] : [];
}

export async function groupDevices(
  server: ConversationServer,
  names: readonly string[],
): Promise<readonly GroupDevice[]> {
  const users = [];
  for (const name of names) users.push(await server.person(name));
  const everyone = new Map(users.map(({ address, identity }) => [address, verifiedManifestOf(identity)]));
  return Promise.all(users.map(async (user) => new GroupDevice(user, await temporaryDatabase(), everyone)));
}
