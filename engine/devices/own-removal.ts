// Whether the user has removed this very device. The server can't make that up: it takes a manifest that the account key has signed.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { Connection } from '../connection/connection.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { AccountRecord } from '../session/account-record.ts';

/** When it was removed (ISO 8601 UTC). Refuses with `no-such-device` where it wasn't, and as Contacts.pin does. */
export async function findRemoval(
  connection: Pick<Connection, 'request'>,
  { username, address, device }: AccountRecord,
  contacts: Contacts,
): Promise<Result<string>> {
  const answer = await connection.request('account:removal', { username, device });
  if (!answer.ok) return answer;
  const pinned = contacts.pin(answer.value.manifest, address);
  if (!pinned.ok) return pinned;
  const revoked = pinned.value.manifest.devices.find(({ id }) => id === device)?.revoked;
  return revoked === undefined ? refuse('no-such-device') : ok(revoked);
}
