import type { Presence } from '../../protocol/accounts.ts';
import type { Connections } from '../cluster/connections.ts';
import type { DirectoryEntry } from './directory.ts';

/** What others see of an account: the status it chose, or that nobody is there. */
export function presenceOf(entry: DirectoryEntry, connections: Connections): Presence {
  return connections.isPresent(entry.username) ? entry.status : 'offline';
}
