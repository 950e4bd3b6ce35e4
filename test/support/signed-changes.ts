// Changes that are signed as they must be and say whatever the test wants.
import { randomBytes } from '../../engine/encryption/primitives.ts';
import { signDocument } from '../../engine/encryption/signed-documents.ts';
import { CHANGE_LABEL, joinChange, SEALED_KEY_BYTES } from '../../protocol/epoch-change.ts';
import type { Address } from '../../protocol/ids.ts';

/** With bytes that look like a sealed key for each listed member. */
export function signedChange(
  change: { readonly members?: readonly ({ readonly address?: Address } | undefined)[] },
  deviceSeed: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const addresses = (change.members ?? []).flatMap((member) => member?.address ?? []);
  const keys = addresses.map((address) => [address, randomBytes(SEALED_KEY_BYTES)] as const);
  return joinChange(signDocument(CHANGE_LABEL, change, deviceSeed), new Map(keys));
}
