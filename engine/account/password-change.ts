import { sealedVersion } from '../../protocol/accounts.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ParametersOf } from '../api/api.ts';
import { refuseOlderVault, seenBy } from '../devices/seen-vault.ts';
import { weaknessOf } from '../encryption/passwords.ts';
import { wipe } from '../encryption/primitives.ts';
import { nextVault, openVault } from '../encryption/vault.ts';
import type { AccountOptions } from '../session/account-session.ts';
import { derive, identify } from './credentials.ts';
import type { Session } from './session.ts';

/** Wraps the vault for the new password, and takes it over; the server ends the other sessions. */
export async function changePassword(
  { connection, profile }: Pick<AccountOptions, 'connection' | 'profile'>,
  session: Session,
  { oldPassword, newPassword, acceptVault }: ParametersOf<'changePassword'>,
): Promise<Result<Record<string, never>>> {
  const { record } = session;
  const weakness = weaknessOf(newPassword);
  if (weakness) return weakness;
  const identity = await identify({ connection, profile }, record.username);
  if (!identity.ok) return identity;
  const before = await derive(identity.value, oldPassword);
  const after = await derive(identity.value, newPassword);
  if (!before.ok) return before;
  if (!after.ok) return after;
  const stored = await connection.request('account:get', {});
  if (!stored.ok) return stored;
  const opened = openVault(record.address, stored.value.vault, { passwordKek: before.value.vaultKek });
  if (!opened) return refuse('wrong-credentials');
  const older = refuseOlderVault(opened, seenBy(record), acceptVault);
  if (older) return older;
  const vault = nextVault(opened, { passwordKek: after.value.vaultKek });
  wipe(opened.contents.accountSeed);
  const proof = { authKey: before.value.authKey };
  const newAuthKey = after.value.authKey;
  const changed = await connection.request('account:change-password', { proof, newAuthKey, vault });
  if (!changed.ok) return changed;
  const { mailboxKeys, marksKey } = opened.contents;
  const renewed = { mailboxKeys: [...mailboxKeys], marksKey, vaultVersion: sealedVersion(vault) };
  session.renew({ ...record, ...renewed }, vault);
  return ok({});
}
