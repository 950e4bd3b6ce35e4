import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { OpenedVault } from '../encryption/vault.ts';
import type { DeviceRecord } from '../session/account-record.ts';

/**
 * Refuses an older vault than this device has seen with `account-set-back`. A restored backup and a server that lies look
 * alike, so only the user decides, by naming the version that the refusal named: no server lowers it any further.
 */
export function refuseOlderVault(
  { version }: OpenedVault,
  seen: Pick<DeviceRecord, 'vaultVersion' | 'vaultSeenAt'>,
  accepted: number | undefined,
): Refusal | undefined {
  if (version >= seen.vaultVersion || version === accepted) return;
  return refuse('account-set-back', { version, seenAt: new Date(seen.vaultSeenAt).toISOString() });
}
