// Removing a device is one change of the account (account-revision.ts): the device is revoked, the mailbox gets a new
// key, and manifest, vault and marks are stored together, which ends the device's sessions. Nothing is left to be done
// afterwards: every conversation gets a new key before its next message, by whichever member writes it.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { DeviceId } from '../../protocol/ids.ts';
import { activeOf, type ManifestDevice } from '../../protocol/manifest.ts';
import type { Connection } from '../connection/connection.ts';
import { generateMailboxKey } from '../encryption/mailboxes.ts';
import { randomBytes } from '../encryption/primitives.ts';
import type { VaultContents } from '../encryption/vault.ts';
import type { AccountRevision } from './account-revision.ts';
import type { OpenedAccount } from './opened-account.ts';

/** Undefined where the device is removed already; refuses with `no-such-device`. */
export async function withoutDevice(
  connection: Pick<Connection, 'request'>,
  present: OpenedAccount,
  removed: DeviceId,
  now: number,
): Promise<Result<AccountRevision | undefined>> {
  const { devices } = present.manifest.manifest;
  const listed = devices.find(({ id }) => id === removed);
  if (!listed) return refuse('no-such-device');
  if (listed.revoked !== undefined) return ok(undefined);
  return revoking(connection, present, [removed], now);
}

/** The account without any device: the last that there is of it. */
export function withoutDevices(
  connection: Pick<Connection, 'request'>,
  present: OpenedAccount,
  now: number,
): Promise<Result<AccountRevision>> {
  const left = activeOf(present.manifest.manifest.devices).map(({ id }) => id);
  return revoking(connection, present, left, now);
}

async function revoking(
  connection: Pick<Connection, 'request'>,
  { manifest: { manifest }, vault }: OpenedAccount,
  removed: readonly DeviceId[],
  now: number,
): Promise<Result<AccountRevision>> {
  const answer = await connection.request('account:sessions', {});
  if (!answer.ok) return answer;
  const theirs = answer.value.sessions.find(({ current }) => current)?.lastSeen;
  const revoked = revocationTime(now, theirs);
  return ok({
    devices: manifest.devices.map((one) => (removed.includes(one.id) ? { ...one, revoked } : one)),
    contents: await renewKeys(vault.contents, removed),
  });
}

/** Keys that the revoked devices never had, for those that stay. */
export async function renewKeys(
  contents: VaultContents,
  revoked: readonly ManifestDevice['id'][],
): Promise<VaultContents> {
  const newest = contents.mailboxKeys.at(-1)?.generation ?? 0;
  return {
    ...contents,
    mailboxKeys: [...contents.mailboxKeys, await generateMailboxKey(newest + 1)],
    marksKey: randomBytes(32),
    deviceKeks: contents.deviceKeks.filter(({ device }) => !revoked.includes(device)),
  };
}

const LONGEST_AHEAD_MILLISECONDS = 24 * 60 * 60 * 1_000;

/**
 * Records carry the server's time. Where its clock is ahead of ours, what a device has said lately must not look as if
 * it came after its revocation, nor what it said in this very millisecond; but a server can't put that off for ever.
 */
export function revocationTime(ours: number, lastSeen: string | undefined): string {
  const theirs = lastSeen === undefined ? ours : Date.parse(lastSeen) + 1;
  return new Date(Math.min(Math.max(ours, theirs), ours + LONGEST_AHEAD_MILLISECONDS)).toISOString();
}
