// Whom one can put into a group: found by display name or user name.
import type { Person } from '../../engine/api/api.ts';
import { matching } from '../jump/entries.ts';
import { nameOf } from '../names.ts';

export interface Candidate {
  /** The user name. A list of them is keyed by it. */
  readonly id: string;
  /** The display name. */
  readonly title: string;
  readonly alias: string;
}

export function candidates(
  people: ReadonlyMap<string, Person>,
  users: Iterable<string>,
): readonly Candidate[] {
  return Array.from(users, (id) => ({ id, title: nameOf(people, id), alias: id })).toSorted((a, b) =>
    a.title.localeCompare(b.title),
  );
}

/** Of those that are not chosen yet. */
export function matchingCandidates(
  all: readonly Candidate[],
  chosen: readonly string[],
  typed: string,
): readonly Candidate[] {
  return matching(
    all.filter(({ id }) => !chosen.includes(id)),
    typed,
  );
}
