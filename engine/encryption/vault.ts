// The vault holds what makes an account: `header 5 | password wrap 112 | recovery wrap 112 | contents box`.
// A random vault key seals the contents and is wrapped twice. A wrap is bound to the address, the contents
// to address, version and both wraps, so that no part of one vault fits into another (protocol.md 3.5).
import { z } from 'zod';
import { sealedVersion } from '../../protocol/accounts.ts';
import { concat, utf8 } from '../../protocol/bytes.ts';
import { jsonOf } from '../../protocol/frames.ts';
import type { Address } from '../../protocol/ids.ts';
import { BOX_OVERHEAD_BYTES, openBox, sealBox } from './boxes.ts';
import { jsonBytes } from './json-bytes.ts';
import { type RandomSource, randomBytes } from './primitives.ts';
import { hasKnownFormat, VERSION_HEADER_BYTES, versionContext, versionHeader } from './versioned.ts';

export const mailboxKey = z
  .object({
    generation: z.int().positive(),
    /** X-Wing, both as draft-connolly-cfrg-xwing-kem encodes them. */
    publicKey: jsonBytes(1216),
    privateKey: jsonBytes(32),
  })
  .readonly();
export type MailboxKey = z.output<typeof mailboxKey>;

const vaultContents = z
  .object({
    /** The seed of the account master key (Ed25519). */
    accountSeed: jsonBytes(32),
    /** Every generation, oldest first. */
    mailboxKeys: z.array(mailboxKey).min(1).readonly(),
    marksKey: jsonBytes(32),
  })
  .readonly();
export type VaultContents = z.output<typeof vaultContents>;

/** A vault with what it takes to write its next version. */
export interface OpenedVault {
  readonly address: Address;
  readonly version: number;
  readonly contents: VaultContents;
  readonly vaultKey: Uint8Array;
  readonly passwordWrap: Uint8Array;
  readonly recoveryWrap: Uint8Array;
}

/** Which of the two keys is at hand: 32 bytes each. */
export type VaultOpener = { readonly passwordKek: Uint8Array } | { readonly recoveryKek: Uint8Array };

const PASSWORD_WRAP = 'parley vault password wrap v1';
const RECOVERY_WRAP = 'parley vault recovery wrap v1';
const CONTENTS = 'parley vault contents v1';
const VAULT_KEY_BYTES = 32;
const WRAP_BYTES = VAULT_KEY_BYTES + BOX_OVERHEAD_BYTES;
const RECOVERY_WRAP_AT = VERSION_HEADER_BYTES + WRAP_BYTES;
const CONTENTS_AT = RECOVERY_WRAP_AT + WRAP_BYTES;

/** The first version of an account's vault. */
export function createVault(
  address: Address,
  contents: VaultContents,
  keks: { readonly passwordKek: Uint8Array; readonly recoveryKek: Uint8Array },
  random: RandomSource = randomBytes,
): Uint8Array<ArrayBuffer> {
  const vaultKey = random(VAULT_KEY_BYTES);
  const place = utf8(address);
  const passwordWrap = sealBox(keks.passwordKek, PASSWORD_WRAP, place, vaultKey, random);
  const recoveryWrap = sealBox(keks.recoveryKek, RECOVERY_WRAP, place, vaultKey, random);
  return sealVault({ address, version: 1, contents, vaultKey, passwordWrap, recoveryWrap }, random);
}

/** Undefined when the key doesn't fit, the vault is another account's, or a bit of it has changed. */
export function openVault(address: Address, blob: Uint8Array, opener: VaultOpener): OpenedVault | undefined {
  if (blob.length < CONTENTS_AT || !hasKnownFormat(blob)) return;
  const passwordWrap = blob.slice(VERSION_HEADER_BYTES, RECOVERY_WRAP_AT);
  const recoveryWrap = blob.slice(RECOVERY_WRAP_AT, CONTENTS_AT);
  const vaultKey =
    'passwordKek' in opener
      ? openBox(opener.passwordKek, PASSWORD_WRAP, utf8(address), passwordWrap)
      : openBox(opener.recoveryKek, RECOVERY_WRAP, utf8(address), recoveryWrap);
  if (!vaultKey) return;
  const context = versionContext(blob.subarray(0, CONTENTS_AT), address);
  const encoded = openBox(vaultKey, CONTENTS, context, blob.subarray(CONTENTS_AT));
  const contents = encoded && vaultContents.safeParse(jsonOf(encoded));
  if (!contents?.success) return;
  const version = sealedVersion(blob);
  return { address, version, contents: contents.data, vaultKey, passwordWrap, recoveryWrap };
}

/** The version after the opened one, with other contents or another password. The recovery key opens it as before. */
export function nextVault(
  opened: OpenedVault,
  changed: { readonly contents?: VaultContents | undefined; readonly passwordKek?: Uint8Array | undefined },
  random: RandomSource = randomBytes,
): Uint8Array<ArrayBuffer> {
  const { address, vaultKey } = opened;
  const passwordWrap = changed.passwordKek
    ? sealBox(changed.passwordKek, PASSWORD_WRAP, utf8(address), vaultKey, random)
    : opened.passwordWrap;
  const contents = changed.contents ?? opened.contents;
  return sealVault({ ...opened, version: opened.version + 1, contents, passwordWrap }, random);
}

function sealVault(vault: OpenedVault, random: RandomSource): Uint8Array<ArrayBuffer> {
  const head = concat(versionHeader(vault.version), vault.passwordWrap, vault.recoveryWrap);
  const encoded = utf8(JSON.stringify(vaultContents.encode(vault.contents)));
  const context = versionContext(head, vault.address);
  return concat(head, sealBox(vault.vaultKey, CONTENTS, context, encoded, random));
}
