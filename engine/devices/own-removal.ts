// Whether the user has removed this very device, alone or with the whole account. The server can't make that up: it takes a
// manifest that the account key has signed.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { isDeletion } from '../../protocol/manifest.ts';
import type { Connection } from '../connection/connection.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { AccountRecord } from '../session/account-record.ts';

export interface OwnRemoval {
  /** ISO 8601 UTC. */
  readonly removedAt: string;
  readonly isAccountDeleted: boolean;
}

/** Refuses with `no-such-device` where it wasn't removed, and as Contacts.pin does. */
export async function findRemoval(
  connection: Pick<Connection, 'request'>,
  { username, address, device }: AccountRecord,
  contacts: Contacts,
): Promise<Result<OwnRemoval>> {
  const answer = await connection.request('account:removal', { username, device });
  if (!answer.ok) return answer;
  const pinned = contacts.pin(answer.value.manifest, address);
  if (!pinned.ok) return pinned;
  const { manifest } = pinned.value;
  const removedAt = manifest.devices.find(({ id }) => id === device)?.revoked;
  return removedAt === undefined
    ? refuse('no-such-device')
    : ok({ removedAt, isAccountDeleted: isDeletion(manifest) });
}
