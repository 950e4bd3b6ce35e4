import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { limits } from '../../protocol/limits.ts';
import { activeOf, type ManifestDevice } from '../../protocol/manifest.ts';
import type { Connection } from '../connection/connection.ts';
import type { AccountRevision } from './account-revision.ts';
import { renewKeys, revocationTime } from './device-removal.ts';
import type { OpenedAccount } from './opened-account.ts';

/**
 * The account with the device in its list, and with the device's key-encryption key in place of the one of its last sign-in.
 * Where there is no room for one more, the devices that have signed out are revoked; refuses with `device-list-full` where
 * that makes none.
 */
export async function withDevice(
  connection: Pick<Connection, 'request'>,
  present: OpenedAccount,
  listing: ManifestDevice,
  kek: Uint8Array,
): Promise<Result<AccountRevision>> {
  const { devices } = present.manifest.manifest;
  const { contents } = present.vault;
  const isListed = devices.some(({ id, revoked }) => id === listing.id && revoked === undefined);
  const room = isListed
    ? ok({ devices, contents })
    : await makeRoom(connection, { devices, contents }, listing);
  if (!room.ok) return room;
  const others = room.value.contents.deviceKeks.filter(({ device }) => device !== listing.id);
  return ok({
    devices: isListed ? devices : [...room.value.devices, listing],
    contents: { ...room.value.contents, deviceKeks: [...others, { device: listing.id, kek }] },
  });
}

function listFull(limit: number) {
  return refuse('device-list-full', { limit });
}

/** The account as it is; or, where there is no room for one more device, with those revoked that have signed out. */
async function makeRoom(
  connection: Pick<Connection, 'request'>,
  { devices, contents }: AccountRevision,
  { id, added }: ManifestDevice,
): Promise<Result<AccountRevision>> {
  if (devices.length >= limits.devicesListed) return listFull(limits.devicesListed);
  if (activeOf(devices).length < limits.devicesPerAccount) return ok({ devices, contents });
  const answer = await connection.request('account:sessions', {});
  if (!answer.ok) return answer;
  const { sessions } = answer.value;
  const signedIn = new Set(sessions.map(({ device }) => device));
  const revoked = revocationTime(Date.parse(added), sessions.find(({ device }) => device === id)?.lastSeen);
  const left = devices.map((one) => (one.revoked || signedIn.has(one.id) ? one : { ...one, revoked }));
  if (activeOf(left).length >= limits.devicesPerAccount) return listFull(limits.devicesPerAccount);
  const ended = activeOf(devices).flatMap((one) => (signedIn.has(one.id) ? [] : one.id));
  return ok({ devices: left, contents: await renewKeys(contents, ended) });
}
