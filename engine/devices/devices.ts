import { ok, type Result } from '../../protocol/errors.ts';
import type { ResponseOf } from '../../protocol/events.ts';
import { activeOf, type ManifestDevice } from '../../protocol/manifest.ts';
import type { Device } from '../api/api.ts';
import type { Connection } from '../connection/connection.ts';
import { deviceNameOf } from '../high-water-marks/stored-marks.ts';
import type { AccountState } from '../session/account-session.ts';

/** The devices that the account's manifest lists, each with the time of its last request to the server. */
export async function listDevices(
  connection: Connection,
  account: AccountState,
): Promise<Result<readonly Device[]>> {
  const refreshed = await account.refresh();
  if (!refreshed.ok) return refreshed;
  const sessions = await connection.request('account:sessions', {});
  if (!sessions.ok) return sessions;
  const listed = activeOf(account.contacts.find(account.address)?.pinned?.manifest.devices ?? []);
  return ok(listed.map((one) => describe(account, one, sessions.value)));
}

function describe(
  { device, database }: AccountState,
  { id, name, added }: ManifestDevice,
  { sessions }: ResponseOf<'account:sessions'>,
): Device {
  const theirs = sessions.filter((session) => session.device === id);
  const lastSeen = theirs
    .map((session) => session.lastSeen)
    .toSorted()
    .at(-1);
  const network = theirs.find((session) => session.network)?.network;
  return {
    ...{ id, added, name: deviceNameOf(database, id) ?? name, current: id === device },
    ...(lastSeen !== undefined && { lastSeen }),
    ...(network !== undefined && { network }),
  };
}
