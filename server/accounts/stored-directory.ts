import { createQueue } from '../../node/keyed-queue.ts';
import type { Status } from '../../protocol/accounts.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { type Address, addressOf, type ServerName, type Username } from '../../protocol/ids.ts';
import type { Bus } from '../cluster/bus.ts';
import { parseManifest } from '../devices/manifest-check.ts';
import type { Directory, DirectoryEntry } from '../people/directory.ts';
import type { Store, StoreChange } from '../store/store.ts';
import { PROFILES, parseProfile, putProfile, readBlob } from './documents.ts';

/** The directory as the accounts see it: they may change it. */
export class StoredDirectory implements Directory {
  readonly serverName: ServerName;
  readonly #store: Store;
  readonly #bus: Bus;
  readonly #entries: Map<Username, DirectoryEntry>;
  readonly #writing = createQueue();
  readonly #entering = createQueue();
  mailboxRenewals = 0;
  #sorted: readonly DirectoryEntry[] | undefined;

  constructor(store: Store, bus: Bus, serverName: ServerName, entries: Map<Username, DirectoryEntry>) {
    this.serverName = serverName;
    this.#store = store;
    this.#bus = bus;
    this.#entries = entries;
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  find(username: Username): DirectoryEntry | undefined {
    return this.#entries.get(username);
  }

  at(address: Address): DirectoryEntry | undefined {
    const end = address.indexOf('@');
    // What stands before this server's name in an address is a user name.
    return address.slice(end + 1) === this.serverName
      ? this.find(address.slice(0, end) as Username)
      : undefined;
  }

  addressOf(username: Username): Address {
    return addressOf(username, this.serverName);
  }

  all(): Iterable<DirectoryEntry> {
    this.#sorted ??= [...this.#entries.values()].sort((one, other) =>
      one.username < other.username ? -1 : 1,
    );
    return this.#sorted;
  }

  manifest(username: Username): Promise<Uint8Array | undefined> {
    return readBlob(this.#store, 'manifests', username);
  }

  async formerManifests(username: Username): Promise<readonly Uint8Array[]> {
    if (this.find(username)?.keyedSince === undefined) return [];
    const found: Uint8Array[] = [];
    let signed = await this.manifest(username);
    while (signed) {
      const { former } = parseManifest(signed);
      signed = former && (await readBlob(this.#store, 'manifests', username, former.manifest));
      if (signed) found.push(signed);
    }
    return found;
  }

  setStatus(username: Username, status: Status): Promise<Result<undefined>> {
    return this.exclusively(username, async () => {
      const entry = this.find(username);
      return entry ? this.put({ ...entry, status }) : refuse('no-such-user');
    });
  }

  /** Runs what reads an account's documents and then writes them, while nothing else does. */
  exclusively<T>(username: Username, task: () => Promise<T>): Promise<T> {
    return this.#writing.run(username, task);
  }

  /** Runs what makes an account, while nothing else does: of two that want a name, one gets it. */
  entering<T>(task: () => Promise<T>): Promise<T> {
    return this.#entering.run('entrance', task);
  }

  /** Commits an entry with what belongs to it, and then shows it. Call it exclusively or entering. */
  async put(entry: DirectoryEntry, changes: readonly StoreChange[] = []): Promise<Result<undefined>> {
    const committed = await this.#store.commit([putProfile(entry), ...changes]);
    if (!committed.ok) return committed;
    const before = this.#entries.get(entry.username)?.mailboxGeneration;
    if (before !== undefined && before !== entry.mailboxGeneration) this.mailboxRenewals += 1;
    this.#entries.set(entry.username, entry);
    this.#sorted = undefined;
    this.#bus.invalidate(entry.username);
    return ok(undefined);
  }
}

export async function openDirectory(
  store: Store,
  bus: Bus,
  serverName: ServerName,
): Promise<StoredDirectory> {
  const entries = new Map<Username, DirectoryEntry>();
  for await (const { value } of store.scan(PROFILES)) {
    const entry = parseProfile(value);
    entries.set(entry.username, entry);
  }
  return new StoredDirectory(store, bus, serverName, entries);
}
