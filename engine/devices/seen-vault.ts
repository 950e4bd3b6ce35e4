import { type Refusal, refuse } from '../../protocol/errors.ts';
import type { OpenedVault } from '../encryption/vault.ts';
import type { AccountRecord, DeviceRecord } from '../session/account-record.ts';

/** What a device remembers of the newest vault that it has seen. */
export interface SeenAccount extends Pick<DeviceRecord, 'vaultVersion' | 'vaultSeenAt'> {
  /** Of the newest mailbox key. */
  readonly generation: number;
}

/**
 * Refuses an older vault than this device has seen with `account-set-back`. A restored backup and a server that lies look
 * alike, so only the user decides, by naming the version that the refusal named: no server lowers it any further. A vault
 * without the newest mailbox key is `verification-failed` and not the user's to accept: contacts take no older key.
 */
export function refuseOlderVault(
  { version, contents }: OpenedVault,
  seen: SeenAccount,
  accepted: number | undefined,
): Refusal | undefined {
  const generation = contents.mailboxKeys.at(-1)?.generation ?? 0;
  if (generation < seen.generation) return refuse('verification-failed', { detail: 'an old vault' });
  if (version >= seen.vaultVersion || version === accepted) return;
  return refuse('account-set-back', { version, seenAt: new Date(seen.vaultSeenAt).toISOString() });
}

export function seenBy({ vaultVersion, vaultSeenAt, mailboxKeys }: AccountRecord): SeenAccount {
  return { vaultVersion, vaultSeenAt, generation: mailboxKeys.at(-1)?.generation ?? 0 };
}
