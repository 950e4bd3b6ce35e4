// The vault holds what makes an account: `header 5 | password wrap 112 | recovery wrap 112 | len(device wraps) |
// len(device box) | contents box`. A random vault key seals the contents and is wrapped twice. The device box holds
// the keys of mailbox and marks once more, for devices that are signed in and have no password at hand: under a random key of its own, fresh
// in each version, which each device finds wrapped under its key-encryption key, `device id 16 | wrap 112`. A wrap is bound
// to the address, the contents to address, version and all before them, so that no part of one vault fits into another
// (protocol.md 3.5).
import { z } from 'zod';
import { sealedVersion } from '../../protocol/accounts.ts';
import {
  concat,
  fromBase64url,
  LENGTH_BYTES,
  lengthPrefixed,
  lengthPrefixedAt,
  utf8,
} from '../../protocol/bytes.ts';
import { jsonOf } from '../../protocol/frames.ts';
import { type Address, type DeviceId, deviceId } from '../../protocol/ids.ts';
import { BOX_OVERHEAD_BYTES, openBox, sealBox } from './boxes.ts';
import { jsonBytes } from './json-bytes.ts';
import { equal, type RandomSource, randomBytes, sha256 } from './primitives.ts';
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
    /** Of the devices that may act: with its own each opens the device box. */
    deviceKeks: z.array(z.object({ device: deviceId, kek: jsonBytes(32) }).readonly()).readonly(),
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

/** What a device opens without a password; the public halves follow from the private ones. */
const deviceContents = z.object({
  mailboxKeys: z.array(mailboxKey.unwrap().pick({ generation: true, privateKey: true })).min(1),
  marksKey: jsonBytes(32),
});
export type DeviceContents = z.output<typeof deviceContents>;

const PASSWORD_WRAP = 'parley vault password wrap v1';
const RECOVERY_WRAP = 'parley vault recovery wrap v1';
const DEVICE_WRAP = 'parley vault device wrap v1';
const DEVICE_BOX = 'parley vault device box v1';
const CONTENTS = 'parley vault contents v1';
const VAULT_KEY_BYTES = 32;
const WRAP_BYTES = VAULT_KEY_BYTES + BOX_OVERHEAD_BYTES;
const RECOVERY_WRAP_AT = VERSION_HEADER_BYTES + WRAP_BYTES;
const DEVICE_WRAPS_AT = RECOVERY_WRAP_AT + WRAP_BYTES;
const DEVICE_ID_BYTES = 16;
const DEVICE_WRAP_BYTES = DEVICE_ID_BYTES + WRAP_BYTES;

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
  const parts = splitVault(blob);
  if (!parts) return;
  const { passwordWrap, recoveryWrap } = parts;
  const vaultKey =
    'passwordKek' in opener
      ? openBox(opener.passwordKek, PASSWORD_WRAP, utf8(address), passwordWrap)
      : openBox(opener.recoveryKek, RECOVERY_WRAP, utf8(address), recoveryWrap);
  if (!vaultKey) return;
  const encoded = openBox(vaultKey, CONTENTS, contentsContext(parts.head, address), parts.contents);
  const contents = encoded && vaultContents.safeParse(jsonOf(encoded));
  if (!contents?.success) return;
  const version = sealedVersion(blob);
  return { address, version, contents: contents.data, vaultKey, passwordWrap, recoveryWrap };
}

/** Undefined unless the vault lists this device with this key, and no bit of what it reads has changed. */
export function openDeviceBox(
  address: Address,
  blob: Uint8Array,
  { device, kek }: VaultContents['deviceKeks'][number],
): DeviceContents | undefined {
  const parts = splitVault(blob);
  const id = fromBase64url(device);
  const wrap = parts?.deviceWraps.find((one) => equal(one.subarray(0, DEVICE_ID_BYTES), id));
  if (!parts || !wrap) return;
  const key = openBox(kek, DEVICE_WRAP, deviceContext(address, device), wrap.subarray(DEVICE_ID_BYTES));
  const context = versionContext(blob.subarray(0, VERSION_HEADER_BYTES), address);
  const encoded = key && openBox(key, DEVICE_BOX, context, parts.deviceBox);
  return deviceContents.safeParse(encoded && jsonOf(encoded)).data;
}

/** True where no change of the password lies between the two: only that writes another wrap. */
export function hasSamePassword(one: Uint8Array, other: Uint8Array): boolean {
  const wraps = [splitVault(one)?.passwordWrap, splitVault(other)?.passwordWrap];
  return wraps[0] !== undefined && wraps[1] !== undefined && equal(wraps[0], wraps[1]);
}

/** Undefined when it isn't laid out so. */
function splitVault(blob: Uint8Array) {
  if (blob.length < DEVICE_WRAPS_AT || !hasKnownFormat(blob)) return;
  const wraps = lengthPrefixedAt(blob, DEVICE_WRAPS_AT);
  const deviceBoxAt = DEVICE_WRAPS_AT + LENGTH_BYTES + (wraps?.length ?? 0);
  const deviceBox = lengthPrefixedAt(blob, deviceBoxAt);
  if (!wraps || !deviceBox || wraps.length % DEVICE_WRAP_BYTES !== 0) return;
  const contentsAt = deviceBoxAt + LENGTH_BYTES + deviceBox.length;
  return {
    head: blob.subarray(0, contentsAt),
    passwordWrap: blob.slice(VERSION_HEADER_BYTES, RECOVERY_WRAP_AT),
    recoveryWrap: blob.slice(RECOVERY_WRAP_AT, DEVICE_WRAPS_AT),
    deviceWraps: Array.from({ length: wraps.length / DEVICE_WRAP_BYTES }, (_, index) =>
      wraps.subarray(index * DEVICE_WRAP_BYTES, (index + 1) * DEVICE_WRAP_BYTES),
    ),
    deviceBox,
    contents: blob.subarray(contentsAt),
  };
}

/** HKDF takes no context as long as fifty devices' wraps: what is for devices is in it by its hash. */
function contentsContext(head: Uint8Array, address: Address): Uint8Array<ArrayBuffer> {
  const forDevices = sha256(head.subarray(DEVICE_WRAPS_AT));
  return versionContext(concat(head.subarray(0, DEVICE_WRAPS_AT), forDevices), address);
}

function deviceContext(address: Address, device: DeviceId): Uint8Array<ArrayBuffer> {
  return concat(fromBase64url(device), utf8(address));
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
  const { address, contents } = vault;
  const header = versionHeader(vault.version);
  const deviceBoxKey = random(VAULT_KEY_BYTES);
  const deviceWraps = contents.deviceKeks.flatMap(({ device, kek }) => [
    fromBase64url(device),
    sealBox(kek, DEVICE_WRAP, deviceContext(address, device), deviceBoxKey, random),
  ]);
  const forDevices = utf8(
    JSON.stringify(
      deviceContents.encode({ mailboxKeys: [...contents.mailboxKeys], marksKey: contents.marksKey }),
    ),
  );
  const head = concat(
    header,
    vault.passwordWrap,
    vault.recoveryWrap,
    lengthPrefixed(concat(...deviceWraps)),
    lengthPrefixed(sealBox(deviceBoxKey, DEVICE_BOX, versionContext(header, address), forDevices, random)),
  );
  const encoded = utf8(JSON.stringify(vaultContents.encode(contents)));
  return concat(head, sealBox(vault.vaultKey, CONTENTS, contentsContext(head, address), encoded, random));
}
