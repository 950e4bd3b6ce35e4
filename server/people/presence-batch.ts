// Presence is pushed in batches: one packet to everybody, at most one a second, with the accounts whose presence
// differs from what was last pushed. No timer runs while there is nothing to push.
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
  /** The presence last pushed; an account that is missing was last pushed as offline. */
  const lastPushed = new Map<Username, Presence>();
  const noted = new Set<Username>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function takeChanges() {
    const changes: { address: Address; status: Presence }[] = [];
    for (const username of noted) {
      const entry = directory.find(username);
      const status = entry ? presenceOf(entry, bus) : 'offline';
      if (status === (lastPushed.get(username) ?? 'offline')) continue;
      changes.push({ address: directory.addressOf(username), status });
      if (status === 'offline') lastPushed.delete(username);
      else lastPushed.set(username, status);
    }
    noted.clear();
    return changes;
  }

  function pushChanges() {
    timer = undefined;
    const changes = takeChanges();
    if (changes.length === 0) return;
    bus.pushToAll('people:presence', { changes });
  }

  return {
    note: (username) => {
      if (stopped) return;
      noted.add(username);
      timer ??= setTimeout(pushChanges, limits.presenceBatchMilliseconds);
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
