import { ok, type Result } from '../../protocol/errors.ts';
import type { ResponseOf } from '../../protocol/events.ts';
import type { ManifestDevice } from '../../protocol/manifest.ts';
import type { Device } from '../api/api.ts';
import type { Connection } from '../connection/connection.ts';
import type { AccountState } from '../session/account-session.ts';
import { pinOwnManifest } from './own-manifest.ts';

/** The devices that the account's manifest lists, each with the time of its last request to the server. */
export async function listDevices(
  connection: Connection,
  { address, device, contacts }: AccountState,
): Promise<Result<readonly Device[]>> {
  const stored = await connection.request('account:get', {});
  if (!stored.ok) return stored;
  const own = await pinOwnManifest(connection, contacts, address, stored.value.manifest);
  if (!own.ok) return own;
  const sessions = await connection.request('account:sessions', {});
  if (!sessions.ok) return sessions;
  const listed = own.value.manifest.devices.filter(({ revoked }) => revoked === undefined);
  return ok(listed.map((one) => describe(one, one.id === device, sessions.value)));
}

function describe(
  { id, name }: ManifestDevice,
  current: boolean,
  { sessions }: ResponseOf<'account:sessions'>,
): Device {
  const times = sessions.filter((session) => session.device === id).map(({ lastSeen }) => lastSeen);
  const lastSeen = times.toSorted().at(-1);
  return lastSeen === undefined ? { id, name, current } : { id, name, current, lastSeen };
}
