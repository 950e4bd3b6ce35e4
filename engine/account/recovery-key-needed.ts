// By choice the password alone opens nothing on a computer that is new to the account: it takes the recovery key as well. Devices
// that are signed in have the second key that it takes from their part of the vault (encryption/vault.ts).
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ParametersOf } from '../api/api.ts';
import { type AccountRevision, reviseAccount } from '../devices/account-revision.ts';
import { renewKeys } from '../devices/device-removal.ts';
import type { OpenedAccount } from '../devices/opened-account.ts';
import { seenBy } from '../devices/seen-vault.ts';
import { randomBytes } from '../encryption/primitives.ts';
import { deriveFromRecoveryKey, parseRecoveryWords } from '../encryption/recovery-key.ts';
import { hasRecoveryKey, type VaultKeks } from '../encryption/vault.ts';
import { deviceKekOf } from '../session/account-record.ts';
import type { AccountOptions } from '../session/account-session.ts';
import { derive, identify } from './credentials.ts';
import { scheduleRecoveryCheck } from './recovery-check.ts';
import type { Session } from './session.ts';

/**
 * Refuses with `wrong-credentials`, and where it is switched on with `recovery-key-mistyped` and `wrong-recovery-key`. Where it
 * is as asked for already, nothing changes.
 */
export async function setRecoveryKeyNeeded(
  options: AccountOptions,
  session: Session,
  parameters: ParametersOf<'setRecoveryKeyNeeded'>,
): Promise<Result<Record<string, never>>> {
  const { record, state } = session;
  const recoveryKey = parameters.needed ? parseRecoveryWords(parameters.recoveryKey) : undefined;
  if (parameters.needed && !recoveryKey) return refuse('recovery-key-mistyped');
  const identity = await identify(options, record.username);
  if (!identity.ok) return identity;
  const derived = await derive(identity.value, parameters.password);
  if (!derived.ok) return derived;
  const passwordKek = derived.value.vaultKek;
  const recoveryKek = recoveryKey && deriveFromRecoveryKey(recoveryKey).vaultKek;
  const dependencies = {
    ...{ connection: options.connection, own: state, seen: seenBy(record) },
    ...{ opener: { passwordKek, device: deviceKekOf(record) }, acceptVault: parameters.acceptVault },
  };
  const revised = await reviseAccount(dependencies, (present) =>
    withSecondKey(present, { passwordKek, recoveryKek }),
  );
  if (!revised.ok) return revised;
  session.takeOver(revised.value);
  if (parameters.needed) scheduleRecoveryCheck(state.database, options.clock.now(), 'checked');
  return ok({});
}

/**
 * Needed with a recovery key, not needed without one. The server may have kept a vault that the password alone opens, and the
 * password may be weak: the next one is sealed under another key and has keys that the one before has not.
 */
async function withSecondKey(
  { manifest: { manifest }, vault }: OpenedAccount,
  keks: VaultKeks,
): Promise<Result<AccountRevision | undefined>> {
  const isNeeded = keks.recoveryKek !== undefined;
  if (keks.recoveryKek && !hasRecoveryKey(vault, keks.recoveryKek)) return refuse('wrong-recovery-key');
  if ((vault.contents.secondKey !== undefined) === isNeeded) return ok(undefined);
  const renewed = await renewKeys(vault.contents, []);
  const contents = { ...renewed, secondKey: isNeeded ? randomBytes(32) : undefined };
  return ok({ devices: manifest.devices, contents, keks });
}
