// A server and a device of each of its users, which share a group. The server can end or crash, and start again from its folder.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConversationServer, startConversations } from './conversation-server.ts';
import { GroupDevice } from './group-device.ts';
import { type Identity, verifiedManifestOf } from './identities.ts';

export class GroupWorld {
  readonly devices: readonly GroupDevice[];
  readonly #folder: string;
  #server: ConversationServer;
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
    await world.#connect();
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
      const user = await this.#server.person(device.name, device.identity);
      // Not awaited: the devices come back at the same time, and what others do meanwhile goes on.
      device.connect(user).catch((error: unknown) => device.faults.push(String(error)));
    }
  }

  /** A crash writes nothing down but what was acknowledged. */
  restartServer(how: 'stop' | 'crash'): Promise<void> {
    this.#restarting = this.#restarting.then(async () => {
      for (const device of this.devices) await device.connect(undefined);
      await this.#server[how]();
      this.#server = await startConversations(this.#folder);
      this.restarts += 1;
      await this.#connect();
    });
    return this.#restarting;
  }

  async end(): Promise<void> {
    for (const device of this.devices) await device.close();
    await this.#server.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
