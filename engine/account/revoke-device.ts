import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ParametersOf, RemovalStep } from '../api/api.ts';
import { reviseAccount } from '../devices/account-revision.ts';
import { withoutDevice } from '../devices/device-removal.ts';
import { seenBy } from '../devices/seen-vault.ts';
import { deviceKekOf } from '../session/account-record.ts';
import type { AccountOptions } from '../session/account-session.ts';
import { derive, identify } from './credentials.ts';
import type { Session } from './session.ts';

/** Removes another device of the account; see Account. */
export async function revokeDevice(
  options: AccountOptions,
  session: Session,
  { device, password, acceptVault }: ParametersOf<'revokeDevice'>,
  onStep: (step: RemovalStep) => void,
): Promise<Result<Record<string, never>>> {
  const { record, state } = session;
  const { connection, clock } = options;
  if (device === state.device) return refuse('not-allowed');
  onStep('password');
  const identity = await identify(options, record.username);
  if (!identity.ok) return identity;
  const derived = await derive(identity.value, password);
  if (!derived.ok) return derived;
  const dependencies = {
    ...{ connection, own: state, seen: seenBy(record), acceptVault },
    opener: { passwordKek: derived.value.vaultKek, device: deviceKekOf(record) },
    onPublishing: () => onStep('publishing'),
  };
  const revised = await reviseAccount(dependencies, (account) =>
    withoutDevice(connection, account, device, clock.now()),
  );
  if (!revised.ok) return revised;
  session.takeOver(revised.value);
  return ok({});
}
