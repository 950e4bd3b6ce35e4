import type { RequestOf, ResponseOf } from '../../protocol/events.ts';
import { publicKey, splitAddress } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { DirectoryEntry as Person } from '../../protocol/people.ts';
import { searchForm } from '../../protocol/search-text.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Directory, DirectoryEntry } from './directory.ts';
import { presenceOf } from './presence.ts';

/** One page in the order of user names. Accounts that wait for their set-up, or are deleted, are left out. */
export function searchPeople(
  directory: Directory,
  bus: Bus,
  request: RequestOf<'people:search'>,
): ResponseOf<'people:search'> {
  const query = searchForm(request.query ?? '').trim();
  const after = request.after && splitAddress(request.after).username;
  const people: Person[] = [];
  for (const entry of directory.all()) {
    if (after !== undefined && entry.username <= after) continue;
    if (!matches(entry, query)) continue;
    const person = personFrom(directory, bus, entry);
    if (!person || (request.onlineOnly && person.status === 'offline')) continue;
    if (people.length === limits.peoplePage) return { people, more: true };
    people.push(person);
  }
  return { people, more: false };
}

function matches(entry: DirectoryEntry, query: string): boolean {
  return query === '' || entry.username.includes(query) || searchForm(entry.displayName).includes(query);
}

function personFrom(directory: Directory, bus: Bus, entry: DirectoryEntry): Person | undefined {
  const { username, displayName, accountKey, deleted } = entry;
  if (accountKey === undefined || deleted) return;
  return {
    address: directory.addressOf(username),
    displayName,
    status: presenceOf(entry, bus),
    accountKey: publicKey.parse(accountKey),
  };
}
