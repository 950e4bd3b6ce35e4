// Changes that are signed as they must be and say whatever the test wants.
import { randomBytes } from '../../engine/encryption/primitives.ts';
import { signDocument } from '../../engine/encryption/signed-documents.ts';
import { CHANGE_LABEL, joinChange, SEALED_KEY_BYTES } from '../../protocol/epoch-change.ts';
import { address } from '../../protocol/ids.ts';

/** With bytes that look like a sealed key for each member that is listed with an address. */
export function signedChange(
  change: { readonly members?: unknown },
  deviceSeed: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const members: readonly unknown[] = Array.isArray(change.members) ? change.members : [];
  const keys = members.flatMap((member) => {
    const listed = address.safeParse(Object(member).address);
    return listed.success ? [[listed.data, randomBytes(SEALED_KEY_BYTES)] as const] : [];
  });
  return joinChange(signDocument(CHANGE_LABEL, change, deviceSeed), new Map(keys));
}
