// A device of an account with its conversations, on the real server's handlers without sockets: hundreds of histories of groups
// take minutes. It can be offline and come back, and crash and start again from what its disk holds.
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Conversation, EngineEvents, EventName } from '../../engine/api/api.ts';
import { ServerTime } from '../../engine/connection/server-time.ts';
import type { ConversationDependencies } from '../../engine/conversations/dependencies.ts';
import { Conversations } from '../../engine/conversations.ts';
import { type Database, openDatabase } from '../../engine/database/database.ts';
import type { VerifiedManifest } from '../../engine/encryption/manifests.ts';
import type { Clock, Logger } from '../../engine/ports.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { ok, type Refusal, refuse } from '../../protocol/errors.ts';
import type { PushName, RequestName } from '../../protocol/events.ts';
import type { Address } from '../../protocol/ids.ts';
import { type ConversationUser, SERVER } from './conversation-server.ts';
import { historyOf, type Identity } from './identities.ts';
import { silentLogger } from './silent-logger.ts';

type Listener = (payload: unknown) => void;

/** When a device crashes: as it is about to ask the server, or when the server has answered and the device hasn't heard. */
export type CrashMoment = 'asking' | 'answered';

/** From a start of the app to its end. */
class Run {
  readonly db: Database;
  readonly path: string;
  readonly listeners = new Map<PushName, Set<Listener>>();
  readonly crashed = Promise.withResolvers<'crashed'>();
  readonly #timers = new Set<() => void>();
  isOver = false;

  constructor(path: string) {
    this.path = path;
    this.db = openDatabase(path, new Uint8Array(32));
  }

  readonly clock: Clock = {
    ...systemClock,
    after: (milliseconds, action) => {
      const cancel = systemClock.after(milliseconds, action);
      this.#timers.add(cancel);
      return cancel;
    },
  };

  end(): void {
    this.isOver = true;
    for (const cancel of this.#timers) cancel();
    this.crashed.resolve('crashed');
  }
}

export class GroupDevice {
  readonly identity: Identity;
  /** What no history of honest members and an honest server gives a reason for. */
  readonly faults: string[] = [];
  /** The engine's log, for a failure's message. */
  readonly log: string[] = [];
  crashes = 0;
  readonly #folder: string;
  readonly #everyone: ReadonlyMap<Address, VerifiedManifest>;
  readonly #ended: Run[] = [];
  #run: Run;
  #conversations: Conversations;
  #user: ConversationUser | undefined;
  #isOnline = true;
  #crashIn: { requests: number; readonly moment: CrashMoment } | undefined;

  constructor(identity: Identity, folder: string, everyone: ReadonlyMap<Address, VerifiedManifest>) {
    this.identity = identity;
    this.#folder = folder;
    this.#everyone = everyone;
    this.#run = new Run(join(folder, '0.db'));
    this.#conversations = new Conversations(this.#dependencies(this.#run));
  }

  get name(): string {
    return this.address.split('@')[0] ?? '';
  }

  get address(): Address {
    return this.identity.address;
  }

  get db(): Database {
    return this.#run.db;
  }

  get isOnline(): boolean {
    return this.#isOnline;
  }

  find(id: Conversation['id']): Conversation | undefined {
    return this.#conversations.all().find((one) => one.id === id);
  }

  /** The server that it talks to from now on; undefined while there is none. */
  async connect(user: ConversationUser | undefined): Promise<void> {
    this.#user = user;
    if (!user) return;
    user.connection.push = (name, payload) => {
      if (this.#user === user) this.hear(name, payload);
    };
    if (this.#isOnline && !this.#run.isOver) await this.goOnline();
  }

  /** A server pushes something. */
  hear(name: PushName, payload: unknown): void {
    const run = this.#run;
    // As from a socket: never within the request that caused it.
    setImmediate(() => {
      if (!this.#isOnline || run.isOver) return;
      for (const listener of run.listeners.get(name) ?? []) listener(payload);
    });
  }

  goOffline(): void {
    this.#isOnline = false;
  }

  async goOnline(): Promise<void> {
    this.#isOnline = true;
    const synced = await this.use((conversations) => conversations.online());
    if (typeof synced === 'object' && !synced.ok && synced.code !== 'server-unreachable')
      throw new Error(`${this.name} could not sync: ${synced.code}`);
  }

  /** Crashes at one of the next requests, or at once. */
  crashIn(requests: number, moment: CrashMoment): void {
    if (requests === 0) this.#crash();
    else this.#crashIn = { requests, moment };
  }

  /** What a crashed run still computes goes to a copy of the disk that no start reads, and reaches no server. */
  #crash(): void {
    if (this.#run.isOver) return;
    this.crashes += 1;
    this.#crashIn = undefined;
    const { path } = this.#run;
    const next = join(this.#folder, `${this.crashes}.db`);
    for (const end of ['', '-wal']) if (existsSync(path + end)) copyFileSync(path + end, next + end);
    this.#ended.push(this.#run);
    this.#run.end();
  }

  /** Starts again from its disk after a crash. */
  async start(): Promise<void> {
    if (!this.#run.isOver) return;
    this.#run = new Run(join(this.#folder, `${this.crashes}.db`));
    this.#conversations = new Conversations(this.#dependencies(this.#run));
    if (this.#isOnline) await this.goOnline();
  }

  /** Resolves with what the act does, or once the device crashes. */
  use<T>(act: (conversations: Conversations) => T | Promise<T>): Promise<T | 'crashed'> {
    return Promise.race([this.#run.crashed.promise, Promise.resolve(act(this.#conversations))]);
  }

  async close(): Promise<void> {
    await this.use((conversations) => conversations.close());
    this.#run.end();
    for (const { db } of [...this.#ended, this.#run]) db.close();
  }

  async #request(run: Run, name: RequestName, payload: unknown): Promise<unknown> {
    const user = this.#user;
    if (!user || !this.#isOnline) return unreachable;
    // Turns pass, as on a network.
    await new Promise((resolve) => setImmediate(resolve));
    this.#countDown('asking');
    if (run.isOver) return new Promise(() => undefined);
    const answer = await this.#ask(user, name, payload);
    this.#countDown('answered');
    if (run.isOver) return new Promise(() => undefined);
    return this.#user === user && this.#isOnline ? answer : unreachable;
  }

  /** A server that ends answers what it has begun, or breaks the connection. */
  async #ask(user: ConversationUser, name: RequestName, payload: unknown): Promise<unknown> {
    try {
      return await user.ask(name as 'conversations:list', payload as never);
    } catch (error) {
      if (this.#user === user) throw error;
      return unreachable;
    }
  }

  #countDown(moment: CrashMoment): void {
    if (this.#crashIn?.moment !== moment) return;
    this.#crashIn.requests -= 1;
    if (this.#crashIn.requests === 0) this.#crash();
  }

  #note(run: Run, fault: string): void {
    if (!run.isOver) this.faults.push(`${this.name}: ${fault}`);
  }

  #loggerOf(run: Run): Logger {
    const error: Logger['error'] = (facts, sentence) =>
      this.#note(run, `${sentence} ${String(facts.error ?? JSON.stringify(facts))}`);
    const warn: Logger['warn'] = (facts, sentence) =>
      void this.log.push(`${this.name}: ${sentence} ${JSON.stringify(facts)}`);
    return { ...silentLogger, error, warn };
  }

  #dependencies(run: Run): ConversationDependencies {
    const { identity, address, name: username } = this;
    const stateNow = () => (this.#isOnline && this.#user ? 'online' : 'offline');
    const dependencies = {
      db: run.db,
      emit: <Name extends EventName>(name: Name, payload: EngineEvents[Name]) => {
        if (name === 'notice') this.#note(run, `notice ${JSON.stringify(payload)}`);
      },
      clock: run.clock,
      serverTime: new ServerTime({ db: run.db, clock: run.clock }),
      acceptRequests: true,
      logger: this.#loggerOf(run),
      marks: {
        noteSeen: () => undefined,
        noteDecision: () => undefined,
        goOn: () => undefined,
        seen: () => [],
        save: async () => undefined,
      },
      account: {
        ...{ username, address, serverName: SERVER, displayName: username },
        ...{ device: identity.device.id, deviceSeed: identity.device.seed },
        ...{ mailboxKeys: [identity.mailboxKey], database: run.db },
      },
      people: {
        cachedManifest: (one: Address) => this.#everyone.get(one),
        cachedHistory: (one: Address) => historyOf(this.#everyone.get(one)),
        manifests: async (addresses: readonly Address[]) =>
          ok(new Map(addresses.flatMap((one) => entryOf(this.#everyone, one)))),
        prefetch: async () => ok(undefined),
        addressOf: (name: string) => ok(`${name}@${SERVER}`),
        presenceOf: () => 'normal',
        onPresence: () => () => undefined,
      },
      connection: {
        get state() {
          return stateNow();
        },
        request: (name: RequestName, payload: unknown) => this.#request(run, name, payload),
        onState: () => () => undefined,
        onPush: (name: PushName, listener: Listener) => {
          run.listeners.set(name, (run.listeners.get(name) ?? new Set()).add(listener));
          return () => run.listeners.get(name)?.delete(listener);
        },
      },
    };
    // Only what conversations ask for; anything else is a fault of the test and shows as one.
    return dependencies as unknown as ConversationDependencies;
  }
}

const unreachable: Refusal = refuse('server-unreachable');

function entryOf(everyone: ReadonlyMap<Address, VerifiedManifest>, address: Address) {
  const manifest = everyone.get(address);
  return manifest ? [[address, manifest] as const] : [];
}
