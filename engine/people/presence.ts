import { z } from 'zod';
import { type Presence, type Status, status as statusSchema } from '../../protocol/accounts.ts';
import { ok, type Result } from '../../protocol/errors.ts';
import type { Address } from '../../protocol/ids.ts';
import type { Connection } from '../connection/connection.ts';
import { readSetting, writeSetting } from '../database/settings.ts';
import type { AccountState } from '../session/account-session.ts';
import { searchDirectory } from './directory.ts';

export interface PresenceChange {
  readonly address: Address;
  readonly status: Presence;
}

export interface PresenceBook {
  /** The last known; `offline` for a stranger. */
  presenceOf(address: Address): Presence;
  /** Sends the status that was set offline, then asks who is there; to be called whenever the session comes online. */
  loadPresence(): Promise<Result<undefined>>;
  /** Offline, this device keeps the status and sets it as soon as the session is online again. */
  setStatus(status: Status): Promise<Result<Record<string, never>>>;
  /** Calls the listener with what changed, never with what stayed the same. */
  onPresence(listener: (changes: readonly PresenceChange[]) => void): () => void;
  /** Stops listening to the connection. */
  close(): void;
}

/** The status that the server doesn't have yet. */
const WANTED = 'wanted-status';
const wantedStatus = z.object({ status: statusSchema.optional() });

export function createPresenceBook(
  connection: Connection,
  { address: own, database }: Pick<AccountState, 'address' | 'database'>,
): PresenceBook {
  const present = new Map<Address, Presence>();
  /** Users whose presence was pushed or set since the last load began: the loaded list may be older. */
  let changedSinceLoad = new Set<Address>();
  const listeners = new Set<(changes: readonly PresenceChange[]) => void>();

  const presenceOf = (address: Address) => present.get(address) ?? 'offline';

  function apply(reported: readonly PresenceChange[]): void {
    const changes = reported.filter(({ address, status }) => presenceOf(address) !== status);
    for (const { address, status } of changes) present.set(address, status);
    if (changes.length === 0) return;
    for (const listener of [...listeners]) listener(changes);
  }

  function applyNewer(reported: readonly PresenceChange[]): void {
    for (const { address } of reported) changedSinceLoad.add(address);
    apply(reported);
  }

  function wanted(): Status | undefined {
    return readSetting(database, WANTED, wantedStatus)?.status;
  }

  function want(status: Status | undefined): void {
    writeSetting(database, WANTED, wantedStatus, { status });
  }

  async function setStatus(status: Status): Promise<Result<Record<string, never>>> {
    const set = await connection.request('people:set-status', { status });
    if (!set.ok && set.code !== 'server-unreachable') return set;
    want(set.ok ? undefined : status);
    applyNewer([{ address: own, status }]);
    return ok({});
  }

  const stored = wanted();
  if (stored) present.set(own, stored);
  const stop = connection.onPush('people:presence', ({ changes }) => applyNewer(changes));

  return {
    presenceOf,
    async loadPresence() {
      const unsent = wanted();
      if (unsent) await setStatus(unsent);
      const since = new Set<Address>();
      changedSinceLoad = since;
      const found = await searchDirectory(connection, { onlineOnly: true });
      if (!found.ok) return found;
      if (changedSinceLoad !== since) return ok(undefined);
      const here = new Map(found.value.map(({ address, status }) => [address, status]));
      const known = new Set([...present.keys(), ...here.keys()]);
      const unchanged = [...known].filter((address) => !since.has(address));
      apply(unchanged.map((address) => ({ address, status: here.get(address) ?? 'offline' })));
      return ok(undefined);
    },
    setStatus,
    onPresence(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: stop,
  };
}
