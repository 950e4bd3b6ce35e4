import type { Presence, Status } from '../../protocol/accounts.ts';
import { ok, type Result } from '../../protocol/errors.ts';
import type { Username } from '../../protocol/ids.ts';
import type { Connection } from '../connection.ts';
import { searchDirectory } from './directory.ts';

export interface PresenceChange {
  readonly user: Username;
  readonly status: Presence;
}

export interface PresenceBook {
  /** The last known; `offline` for a stranger. */
  presenceOf(username: Username): Presence;
  /** Asks who is there; to be called whenever the session has come online. */
  loadPresence(): Promise<Result<undefined>>;
  /** Known here as soon as the server has taken it; everybody else is told in its next batch. */
  setStatus(status: Status): Promise<Result<Record<string, never>>>;
  /** Hears what changed, never what stayed as it was. */
  onPresence(listener: (changes: readonly PresenceChange[]) => void): () => void;
  /** Stops listening to the connection. */
  close(): void;
}

export function createPresenceBook(connection: Connection, own: Username): PresenceBook {
  const present = new Map<Username, Presence>();
  /** Of whom something was told since loading began last: the list may be older than that. */
  let toldSince = new Set<Username>();
  const listeners = new Set<(changes: readonly PresenceChange[]) => void>();

  const presenceOf = (username: Username) => present.get(username) ?? 'offline';

  function take(told: readonly PresenceChange[]): void {
    const changes = told.filter(({ user, status }) => presenceOf(user) !== status);
    for (const { user, status } of changes) present.set(user, status);
    if (changes.length === 0) return;
    for (const listener of [...listeners]) listener(changes);
  }

  function hear(told: readonly PresenceChange[]): void {
    for (const { user } of told) toldSince.add(user);
    take(told);
  }

  const stop = connection.onPush('people:presence', ({ changes }) =>
    hear(changes.map(({ username, status }) => ({ user: username, status }))),
  );

  return {
    presenceOf,
    async loadPresence() {
      const since = new Set<Username>();
      toldSince = since;
      const found = await searchDirectory(connection, { onlineOnly: true });
      if (!found.ok) return found;
      if (toldSince !== since) return ok(undefined);
      const here = new Map(found.value.map(({ username, status }) => [username, status]));
      const known = new Set([...present.keys(), ...here.keys()]);
      const untold = [...known].filter((user) => !since.has(user));
      take(untold.map((user) => ({ user, status: here.get(user) ?? 'offline' })));
      return ok(undefined);
    },
    async setStatus(status) {
      const set = await connection.request('people:set-status', { status });
      if (set.ok) hear([{ user: own, status }]);
      return set;
    },
    onPresence(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: stop,
  };
}
