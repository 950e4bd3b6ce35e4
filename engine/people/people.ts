import { ok, type Refusal, type Result } from '../../protocol/errors.ts';
import { type Address, nameOn } from '../../protocol/ids.ts';
import { isDeletion, type ManifestHistory } from '../../protocol/manifest.ts';
import type { DirectoryEntry } from '../../protocol/people.ts';
import type { Person } from '../api/api.ts';
import type { Connection } from '../connection/connection.ts';
import { fingerprintOf, type VerifiedManifest } from '../encryption/manifests.ts';
import type { Logger } from '../ports.ts';
import type { AccountState } from '../session/account-session.ts';
import { type FetchedManifest, fetchManifests, type SearchQuery, searchDirectory } from './directory.ts';
import { addressFromTyped } from './names.ts';
import { createPresenceBook, type PresenceBook } from './presence.ts';
import { createIdentities, type Identities } from './verification.ts';

export interface People extends Identities, PresenceBook {
  search(query?: SearchQuery): Promise<Result<readonly Person[]>>;
  /**
   * Fetches, verifies and pins all of them. Those that don't exist are left out; refuses with `identity-changed` (fact
   * `user`) or `verification-failed` where one of them isn't as it must be.
   */
  manifests(addresses: readonly Address[]): Promise<Result<ReadonlyMap<Address, VerifiedManifest>>>;
  /** Fetches and pins those that are as they must be; what is wrong with the others shows when they are needed. */
  prefetch(addresses: readonly Address[]): Promise<Result<undefined>>;
  /** The manifest pinned last. */
  cachedManifest(address: Address): VerifiedManifest | undefined;
  /** The same with those of the account's former keys, to verify what was written long ago. */
  cachedHistory(address: Address): ManifestHistory | undefined;
  /** An account that exists: its manifest is here, or the directory has listed it since the sign-in. */
  isKnown(address: Address): boolean;
  /** `user` or `user@server` as typed; refuses with `no-such-user`. Doesn't ask the server. */
  addressOf(typed: string): Result<Address>;
  /** Makes the first contact with those whom an invite link has introduced; refuses as `manifests` does. */
  meetIntroduced(): Promise<Result<unknown>>;
  /** Someone's keys have become others than those known, the user has decided about them, or someone's account is deleted. Returns the function that stops listening. */
  onKeysChanged(listener: (address: Address) => void): () => void;
}

export interface PeopleOptions {
  readonly account: AccountState;
  readonly connection: Connection;
  readonly logger: Logger;
}

/** Lives as long as the sign-in does. */
export function createPeople({ account, connection, logger }: PeopleOptions): People {
  const { address: own, serverName, contacts } = account;
  const resolve = (typed: string) => addressFromTyped(typed, serverName);
  const listeners = new Set<(address: Address) => void>();
  const listed = new Set<Address>();

  function notify(address: Address): void {
    for (const listener of listeners) listener(address);
  }

  async function pin(
    { manifest: signed, former }: FetchedManifest,
    address: Address,
  ): Promise<Result<VerifiedManifest>> {
    const before = standingOf(address);
    const offered = contacts.pin(signed, address, former);
    const isOld = !offered.ok && offered.code === 'verification-failed';
    // A server that was restored from a backup gets this account's newest one back.
    const pinned = isOld && address === own ? await restored(offered) : offered;
    if (!pinned.ok) logger.warn({ address, code: pinned.code }, 'a manifest was not taken over');
    if (standingOf(address) !== before) notify(address);
    return pinned;
  }

  /** What conversations with the person show of it. */
  function standingOf(address: Address): 'undecided' | 'deleted' | 'usual' {
    const contact = contacts.find(address);
    if (contact?.offered) return 'undecided';
    return contact?.pinned && isDeletion(contact.pinned.manifest) ? 'deleted' : 'usual';
  }

  async function restored(refused: Refusal): Promise<Result<VerifiedManifest>> {
    const refreshed = await account.refresh();
    const newest = contacts.find(own)?.pinned;
    return refreshed.ok && refreshed.value.isGivenBack && newest ? ok(newest) : refused;
  }

  async function manifests(addresses: readonly Address[]) {
    const fetched = await fetchManifests(connection, addresses);
    if (!fetched.ok) return fetched;
    const found = new Map<Address, VerifiedManifest>();
    let refused: Refusal | undefined;
    for (const address of addresses) {
      const signed = fetched.value.get(address);
      if (!signed) continue;
      const pinned = await pin(signed, address);
      if (pinned.ok) found.set(address, pinned.value);
      // The others are looked at, too: the user decides about all whose keys have changed.
      else refused ??= pinned;
    }
    return refused ?? ok(found);
  }

  async function prefetch(addresses: readonly Address[]): Promise<Result<undefined>> {
    const fetched = await fetchManifests(connection, addresses);
    if (!fetched.ok) return fetched;
    for (const address of addresses) {
      const signed = fetched.value.get(address);
      if (signed) await pin(signed, address);
    }
    return ok(undefined);
  }

  function describe(entry: DirectoryEntry): Person {
    const contact = contacts.find(entry.address);
    const isPinned = contact?.pinned?.manifest.accountKey === entry.accountKey;
    return {
      user: nameOn(serverName, entry.address),
      displayName: entry.displayName,
      status: entry.status,
      fingerprint: fingerprintOf(entry.accountKey),
      verified: isPinned && (contact?.verified ?? false),
    };
  }

  return {
    ...createIdentities({
      ...{ own, contacts, resolve },
      refresh: (address) => manifests([address]),
      decided: notify,
    }),
    ...createPresenceBook(connection, account),
    manifests,
    prefetch,
    cachedManifest: (address) => contacts.find(address)?.pinned,
    cachedHistory(address) {
      const { pinned, former = [] } = contacts.find(address) ?? {};
      return pinned && { manifest: pinned.manifest, former };
    },
    isKnown: (address) => listed.has(address) || contacts.find(address)?.pinned !== undefined,
    addressOf: resolve,
    async meetIntroduced() {
      const introduced = contacts.listIntroduced();
      return introduced.length > 0 ? manifests(introduced) : ok(undefined);
    },
    onKeysChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async search(query = {}) {
      const found = await searchDirectory(connection, query);
      if (!found.ok) return found;
      for (const { address } of found.value) listed.add(address);
      return ok(found.value.map(describe));
    },
  };
}
