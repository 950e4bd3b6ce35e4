// What a user types into the search: words, "phrases" and filters. Every line means something: what isn't a filter, or has a
// value that none can have, is a text to look for.
import { normaliseText } from '../database/normalised-text.ts';

export interface SearchQuery {
  /** Normalised; a message has to have all of them. */
  readonly terms: readonly string[];
  /** User names, as typed; one of them has written the message. */
  readonly from: readonly string[];
  /** Normalised parts of the titles of conversations; it is in one of these. */
  readonly within: readonly string[];
  /** Milliseconds since 1970: written at or after `since`, and before `until`. */
  readonly since: number | undefined;
  readonly until: number | undefined;
  readonly unread: boolean;
}

/** A filter, or a word; the value of either may stand in straight or typographic quotes, of which the last may be missing. */
const part = /(?:(from|in|before|after|is):)?(?:"([^"]*)"?|[“„]([^“”]*)[“”]?|«([^»]*)»?|(\S+))/giu;

export function parseQuery(typed: string): SearchQuery {
  const terms = new Set<string>();
  const from: string[] = [];
  const within: string[] = [];
  let since: number | undefined;
  let until: number | undefined;
  let unread = false;
  for (const [written, name, ...forms] of typed.matchAll(part)) {
    const value = forms.find((form) => form !== undefined)?.trim() ?? '';
    const filter = name?.toLowerCase();
    const day = startOfDay(value);
    if (filter === 'from' && value !== '') from.push(value.replace(/^@/, ''));
    else if (filter === 'in' && value !== '') within.push(normaliseText(value));
    else if (filter === 'before' && day !== undefined) until = Math.min(until ?? day, day);
    else if (filter === 'after' && day !== undefined) since = Math.max(since ?? day, day);
    else if (filter === 'is' && value.toLowerCase() === 'unread') unread = true;
    else terms.add(normaliseText(filter ? written : value));
  }
  terms.delete('');
  return { terms: [...terms], from, within, since, until, unread };
}

/** The beginning of a day on this computer, written as 2026-11-30; `after` a day includes it. */
function startOfDay(written: string): number | undefined {
  const [, year = 0, month = 0, day = 0] = (/^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(written) ?? []).map(Number);
  const date = new Date(year, month - 1, day);
  return date.getMonth() === month - 1 && date.getDate() === day && year > 0 ? date.getTime() : undefined;
}

export function isEmpty({ terms, from, within, since, until, unread }: SearchQuery): boolean {
  const filters = [...from, ...within, since, until].filter((filter) => filter !== undefined);
  return terms.length === 0 && filters.length === 0 && !unread;
}

/** The fewest characters that the index can look up. */
const INDEXED_CHARACTERS = 3;
/** More of them find hardly anything less. */
const MOST_PARTS = 24;

/** What finds in the index every message that has all terms, and maybe others; undefined where they are all too short. */
export function indexQuery(terms: readonly string[]): string | undefined {
  const parts = new Set(terms.flatMap(partsOf));
  if (parts.size === 0) return;
  const step = Math.ceil(parts.size / MOST_PARTS);
  const chosen = [...parts].filter((_, index) => index % step === 0);
  return chosen.map((one) => `"${one.replaceAll('"', '""')}"`).join(' AND ');
}

function partsOf(term: string): readonly string[] {
  const characters = [...term];
  return characters
    .slice(INDEXED_CHARACTERS - 1)
    .map((_, index) => characters.slice(index, index + 3).join(''));
}
