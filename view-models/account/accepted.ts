// What the user has accepted of a refusal that its sentence asks about, as the next attempt says it.
import type { Refusal } from '../../protocol/errors.ts';

/** The version that was refused, and no other one. */
export function acceptedVault(refused: Refusal | undefined): { readonly acceptVault?: number } {
  const version = refused?.code === 'account-set-back' ? refused.facts?.version : undefined;
  return typeof version === 'number' ? { acceptVault: version } : {};
}

/** That what this computer has of the account from before its reset is erased. */
export function acceptedReset(refused: Refusal | undefined): { readonly acceptReset?: true } {
  return refused?.code === 'reset-since' ? { acceptReset: true } : {};
}
