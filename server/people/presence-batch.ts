// Presence is told in batches: one packet to everybody, at most one a second, with those whose presence
// differs from what was last told. No timer runs while there is nothing to tell.
import type { Presence } from '../../protocol/accounts.ts';
import type { Address, Username } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Directory } from './directory.ts';
import { presenceOf } from './presence.ts';

export interface PresenceBatch {
  /** Looks at this account again when the second is over. */
  note(username: Username): void;
  stop(): void;
}

export function createPresenceBatch(directory: Directory, bus: Bus): PresenceBatch {
  /** Whoever is missing was told to be offline. */
  const told = new Map<Username, Presence>();
  const noted = new Set<Username>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function takeChanges() {
    const changes: { address: Address; status: Presence }[] = [];
    for (const username of noted) {
      const entry = directory.find(username);
      const status = entry ? presenceOf(entry, bus) : 'offline';
      if (status === (told.get(username) ?? 'offline')) continue;
      changes.push({ address: directory.addressOf(username), status });
      if (status === 'offline') told.delete(username);
      else told.set(username, status);
    }
    noted.clear();
    return changes;
  }

  function tell() {
    timer = undefined;
    const changes = takeChanges();
    if (changes.length === 0) return;
    bus.pushToAll('people:presence', { changes });
  }

  return {
    note: (username) => {
      if (stopped) return;
      noted.add(username);
      timer ??= setTimeout(tell, limits.presenceBatchMilliseconds);
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
