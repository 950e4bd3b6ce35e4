// A server and a device of each of its users, which share a group. The server can end or crash, and start again from its folder.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ConversationId } from '../../protocol/ids.ts';
import { encodeRecord, type LogRecord } from '../../protocol/records.ts';
import { LOCK_FILE } from '../../server/store/embedded/embedded.ts';
import { type ConversationServer, startConversations } from './conversation-server.ts';
import { GroupDevice } from './group-device.ts';
import { type Identity, verifiedManifestOf } from './identities.ts';
import { temporaryFolder } from './temporary-folder.ts';

type Forgery = Pick<LogRecord, 'kind' | 'sender' | 'body'>;

export class GroupWorld {
  readonly devices: readonly GroupDevice[];
  readonly #folder: string;
  #server: ConversationServer;
  readonly #forked = new Set<GroupDevice>();
  #restarting: Promise<void> = Promise.resolve();
  restarts = 0;

  /** The people stay the same from world to world: their keys take longer than a history. */
  static async begin(identities: readonly Identity[]): Promise<GroupWorld> {
    const folder = await mkdtemp(join(tmpdir(), `parley-test-${process.pid}-`));
    const server = await startConversations(folder);
    const everyone = new Map(identities.map((identity) => [identity.address, verifiedManifestOf(identity)]));
    const devices: GroupDevice[] = [];
    for (const identity of identities) {
      const own = await mkdtemp(join(folder, 'device-'));
      devices.push(new GroupDevice(identity, own, everyone));
    }
    const world = new GroupWorld(folder, server, devices);
    await Promise.all(devices.map((device) => world.join(device)));
    return world;
  }

  private constructor(folder: string, server: ConversationServer, devices: readonly GroupDevice[]) {
    this.#folder = folder;
    this.#server = server;
    this.devices = devices;
  }

  get server(): ConversationServer {
    return this.#server;
  }

  async #connect(): Promise<void> {
    for (const device of this.devices) {
      if (this.#forked.has(device)) continue;
      // Not awaited: the devices come back at the same time, and what others do meanwhile goes on.
      this.join(device).catch((error: unknown) => device.faults.push(String(error)));
    }
  }

  /** The device talks to this server, also where it has talked to a fork of it. */
  async join(device: GroupDevice): Promise<void> {
    this.#forked.delete(device);
    await device.connect(await this.#server.person(device.name, device.identity));
  }

  /** A crash writes nothing down but what was acknowledged. */
  restartServer(how: 'stop' | 'crash'): Promise<void> {
    this.#restarting = this.#restarting.then(async () => {
      for (const device of this.devices) if (!this.#forked.has(device)) await device.connect(undefined);
      await this.#server[how]();
      this.#server = await startConversations(this.#folder);
      this.restarts += 1;
      await this.#connect();
    });
    return this.#restarting;
  }

  /** The server appends what no member has asked it to, and serves that from then on as its log. */
  async forge(id: ConversationId, { kind, sender, body }: Forgery): Promise<void> {
    const { store } = this.#server;
    const seq = (await store.head(id)) + 1;
    const record = encodeRecord({ kind, seq, at: Date.now(), sender, body });
    const appended = await store.commit([{ type: 'append', log: id, seq, record }]);
    if (!appended.ok) throw new Error('the forged record was not stored');
    await this.restartServer('crash');
  }

  /** Another server on a copy of the folder, which these devices talk to from now on: each server orders a log of its own. */
  async fork(devices: readonly GroupDevice[]): Promise<void> {
    for (const device of devices) {
      this.#forked.add(device);
      await device.connect(undefined);
    }
    const folder = join(await temporaryFolder(), 'fork');
    await cp(this.#folder, folder, { recursive: true, filter: (path) => !path.includes('device-') });
    await rm(join(folder, 'store', LOCK_FILE), { force: true });
    const server = await startConversations(folder);
    onTestFinished(server.stop);
    for (const device of devices) await device.connect(await server.person(device.name, device.identity));
  }

  async end(): Promise<void> {
    for (const device of this.devices) await device.close();
    await this.#server.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
