import type { Presence } from '../../protocol/accounts.ts';
import type { Bus } from '../cluster/bus.ts';
import type { DirectoryEntry } from './directory.ts';

/** The presence that other accounts see: the status that the user chose, or offline. */
export function presenceOf(entry: DirectoryEntry, bus: Pick<Bus, 'isPresent'>): Presence {
  return bus.isPresent(entry.username) ? entry.status : 'offline';
}
