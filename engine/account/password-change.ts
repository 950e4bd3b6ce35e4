import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ParametersOf } from '../api/api.ts';
import { openAccount } from '../devices/opened-account.ts';
import { refuseOlderVault, seenBy } from '../devices/seen-vault.ts';
import { weaknessOf } from '../encryption/passwords.ts';
import { wipe } from '../encryption/primitives.ts';
import { nextVault } from '../encryption/vault.ts';
import { deviceKekOf } from '../session/account-record.ts';
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
  const opener = { passwordKek: before.value.vaultKek, device: deviceKekOf(record) };
  const opened = openAccount(record.address, stored.value, opener, refuse('wrong-credentials'));
  if (!opened.ok) return opened;
  const { contents } = opened.value.vault;
  const older = refuseOlderVault(opened.value.vault, seenBy(record), acceptVault);
  if (older) return older;
  const vault = nextVault(opened.value.vault, { passwordKek: after.value.vaultKek });
  wipe(contents.accountSeed);
  const proof = { authKey: before.value.authKey };
  const newAuthKey = after.value.authKey;
  const changed = await connection.request('account:change-password', { proof, newAuthKey, vault });
  if (!changed.ok) return changed;
  session.takeOver({ contents, vault });
  return ok({});
}
