import type { Presence } from '../../protocol/accounts.ts';
import type { DirectoryEntry } from '../accounts/directory.ts';
import type { Connections } from '../connections.ts';

/** What others see of an account: the status it chose, or that nobody is there. */
export function presenceOf(entry: DirectoryEntry, connections: Connections): Presence {
  return connections.isPresent(entry.username) ? entry.status : 'offline';
}
