import { ok, type Result } from '../../protocol/errors.ts';
import type { Address } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { DirectoryEntry } from '../../protocol/people.ts';
import type { Connection } from '../connection/connection.ts';

export interface SearchQuery {
  readonly query?: string | undefined;
  readonly onlineOnly?: boolean | undefined;
}

/** No user reads through more matches than this. */
const PEOPLE_AT_MOST = 5_000;

/** Every match, page by page, in the order of usernames. */
export async function searchDirectory(
  connection: Connection,
  query: SearchQuery,
): Promise<Result<readonly DirectoryEntry[]>> {
  const found: DirectoryEntry[] = [];
  for (;;) {
    const after = found.at(-1)?.address;
    const answer = await connection.request('people:search', { ...query, after });
    if (!answer.ok) return answer;
    found.push(...answer.value.people);
    const isLast = !answer.value.more || answer.value.people.length === 0;
    if (isLast || found.length >= PEOPLE_AT_MOST) return ok(found);
  }
}

/** What the server has of an account's signed manifests. */
export interface FetchedManifest {
  readonly manifest: Uint8Array;
  readonly former?: readonly Uint8Array[] | undefined;
}

/** The signed manifests of the accounts that exist, as the server sent them. */
export async function fetchManifests(
  connection: Connection,
  addresses: readonly Address[],
): Promise<Result<ReadonlyMap<Address, FetchedManifest>>> {
  const found = new Map<Address, FetchedManifest>();
  for (let start = 0; start < addresses.length; ) {
    const batch = addresses.slice(start, start + limits.manifestsPerRequest);
    const answer = await connection.request('people:manifests', { addresses: batch });
    if (!answer.ok) return answer;
    for (const { address, ...fetched } of answer.value.manifests) found.set(address, fetched);
    start += answer.value.answered;
  }
  return ok(found);
}
