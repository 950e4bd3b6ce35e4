// The vault holds what makes an account: `header 5 | password wrap 112 | recovery wrap 112 | len(device wraps) |
// len(device box) | contents box`. A random vault key seals the contents and is wrapped twice. The device box holds
// the keys of mailbox and marks once more, for devices that are signed in and have no password at hand: under a random key of its own, fresh
// in each version, which each device finds wrapped under its key-encryption key, `device id 16 | wrap 112`. A wrap is bound
// to the address, the contents to address, version and all before them, so that no part of one vault fits into another
// (protocol.md 3.5). Where new computers need the recovery key, the password opens its wrap together with a second key only,
// which is in the contents and in the device box: the format says so.
import { z } from 'zod';
import { BOX_OVERHEAD_BYTES } from '../../node/sealed-box.ts';
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
import { openBox, sealBox } from './boxes.ts';
import { jsonBytes } from './json-bytes.ts';
import { equal, hkdf, type RandomSource, randomBytes, sha256 } from './primitives.ts';
import { formatOf, VERSION_HEADER_BYTES, versionContext, versionHeader } from './versioned.ts';

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
    /** Absent where the password opens the vault by itself. */
    secondKey: jsonBytes(32).optional(),
  })
  .readonly();
export type VaultContents = z.output<typeof vaultContents>;
export type DeviceKek = VaultContents['deviceKeks'][number];

/** A vault with what it takes to write its next version. */
export interface OpenedVault {
  readonly address: Address;
  readonly version: number;
  readonly contents: VaultContents;
  readonly vaultKey: Uint8Array;
  readonly passwordWrap: Uint8Array;
  readonly recoveryWrap: Uint8Array;
}

/** Which of the two keys is at hand, 32 bytes each; where it is both, both have to fit. */
export type VaultOpener =
  | {
      readonly passwordKek: Uint8Array;
      /** A device that the vault lists: it has the second key. */
      readonly device?: DeviceKek | undefined;
      readonly recoveryKek?: Uint8Array | undefined;
    }
  | { readonly passwordKek?: undefined; readonly device?: undefined; readonly recoveryKek: Uint8Array };

/** The keys that wrap a vault's own. With both of them the next version has another one. */
export interface VaultKeks {
  readonly passwordKek: Uint8Array;
  readonly recoveryKek?: Uint8Array | undefined;
}

/** What a device opens without a password; the public halves follow from the private ones. */
const deviceContents = z.object({
  mailboxKeys: z.array(mailboxKey.unwrap().pick({ generation: true, privateKey: true })).min(1),
  marksKey: jsonBytes(32),
  secondKey: jsonBytes(32).optional(),
});
export type DeviceContents = z.output<typeof deviceContents>;

/** Whether the password opens its wrap by itself, or with the second key. */
const FORMATS = { password: 1, secondKey: 2 } as const;
const PASSWORD_WRAP = 'parley vault password wrap v1';
const RECOVERY_WRAP = 'parley vault recovery wrap v1';
const DEVICE_WRAP = 'parley vault device wrap v1';
const DEVICE_BOX = 'parley vault device box v1';
const CONTENTS = 'parley vault contents v1';
const SECOND_KEK = 'parley vault second kek v1';
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
  const unwrapped = { address, version: 1, contents, vaultKey };
  const passwordWrap = wrapForPassword(unwrapped, keks.passwordKek, random);
  const recoveryWrap = wrapForRecovery(unwrapped, keks.recoveryKek, random);
  return sealVault({ ...unwrapped, passwordWrap, recoveryWrap }, random);
}

/** Undefined when the key doesn't fit, the vault is another account's, or a bit of it has changed. */
export function openVault(address: Address, blob: Uint8Array, opener: VaultOpener): OpenedVault | undefined {
  const parts = splitVault(blob);
  const vaultKey = parts && openWrap(address, parts, opener);
  if (!parts || !vaultKey) return;
  const encoded = openBox(vaultKey, CONTENTS, contentsContext(parts.head, address), parts.contents);
  const contents = encoded && vaultContents.safeParse(jsonOf(encoded));
  if (!contents?.success || (contents.data.secondKey !== undefined) !== parts.needsSecondKey) return;
  const { passwordWrap, recoveryWrap } = parts;
  const version = sealedVersion(blob);
  const vault = { address, version, contents: contents.data, vaultKey, passwordWrap, recoveryWrap };
  return opener.passwordKek && !hasPassword(vault, opener.passwordKek) ? undefined : vault;
}

/** Whether the password opens the vault. */
function hasPassword(vault: OpenedVault, passwordKek: Uint8Array): boolean {
  const key = passwordKey(passwordKek, vault.contents.secondKey);
  return isVaultKey(vault, openBox(key, PASSWORD_WRAP, utf8(vault.address), vault.passwordWrap));
}

/** Whether the recovery key opens the vault. */
export function hasRecoveryKey(vault: OpenedVault, recoveryKek: Uint8Array): boolean {
  return isVaultKey(vault, openBox(recoveryKek, RECOVERY_WRAP, utf8(vault.address), vault.recoveryWrap));
}

function isVaultKey({ vaultKey }: OpenedVault, unwrapped: Uint8Array | undefined): boolean {
  return unwrapped !== undefined && equal(unwrapped, vaultKey);
}

/** Whether the password opens it only together with the second key. */
export function needsRecoveryKey(blob: Uint8Array): boolean {
  return formatOf(blob) === FORMATS.secondKey;
}

/**
 * Why openVault opens nothing: the key is another; the second key is missing; or the vault isn't as the account has sealed
 * it. With a device at hand the latter shows by what is for this one, whatever the password is.
 */
export function faultOf(
  address: Address,
  blob: Uint8Array,
  opener: VaultOpener,
): 'other-key' | 'no-second-key' | 'altered' {
  const parts = splitVault(blob);
  if (!parts) return 'altered';
  const { device, recoveryKek } = opener;
  const forDevice = device && openDevicePart(address, parts, device);
  if (parts.needsSecondKey && !recoveryKek && !forDevice?.secondKey) return 'no-second-key';
  if (device && !recoveryKek && !forDevice) return 'altered';
  return openWrap(address, parts, opener) ? 'altered' : 'other-key';
}

/** Undefined unless the vault lists this device with this key, and no bit of what it reads has changed. */
export function openDeviceBox(
  address: Address,
  blob: Uint8Array,
  own: DeviceKek,
): DeviceContents | undefined {
  const parts = splitVault(blob);
  return parts && openDevicePart(address, parts, own);
}

function openDevicePart(
  address: Address,
  { head, deviceWraps, deviceBox }: SplitVault,
  { device, kek }: DeviceKek,
): DeviceContents | undefined {
  const id = fromBase64url(device);
  const wrap = deviceWraps.find((one) => equal(one.subarray(0, DEVICE_ID_BYTES), id));
  if (!wrap) return;
  const key = openBox(kek, DEVICE_WRAP, deviceContext(address, device), wrap.subarray(DEVICE_ID_BYTES));
  const context = versionContext(head.subarray(0, VERSION_HEADER_BYTES), address);
  const encoded = key && openBox(key, DEVICE_BOX, context, deviceBox);
  return deviceContents.safeParse(encoded && jsonOf(encoded)).data;
}

/** The vault key, from the wrap of the recovery key where that is at hand. */
function openWrap(
  address: Address,
  parts: SplitVault,
  { passwordKek, device, recoveryKek }: VaultOpener,
): Uint8Array | undefined {
  const place = utf8(address);
  if (recoveryKek) return openBox(recoveryKek, RECOVERY_WRAP, place, parts.recoveryWrap);
  const secondKey =
    parts.needsSecondKey && device ? openDevicePart(address, parts, device)?.secondKey : undefined;
  if (!passwordKek || parts.needsSecondKey !== (secondKey !== undefined)) return;
  return openBox(passwordKey(passwordKek, secondKey), PASSWORD_WRAP, place, parts.passwordWrap);
}

/** What the password's wrap is sealed under. */
function passwordKey(passwordKek: Uint8Array, secondKey: Uint8Array | undefined): Uint8Array {
  if (!secondKey) return passwordKek;
  return hkdf(concat(passwordKek, secondKey), new Uint8Array(), utf8(SECOND_KEK), VAULT_KEY_BYTES);
}

/** True where the same password opens both: only a change of it, or of the second key, writes another wrap. */
export function hasSamePassword(one: Uint8Array, other: Uint8Array): boolean {
  const wraps = [splitVault(one)?.passwordWrap, splitVault(other)?.passwordWrap];
  return wraps[0] !== undefined && wraps[1] !== undefined && equal(wraps[0], wraps[1]);
}

interface SplitVault {
  readonly needsSecondKey: boolean;
  /** All before the contents. */
  readonly head: Uint8Array;
  readonly passwordWrap: Uint8Array;
  readonly recoveryWrap: Uint8Array;
  readonly deviceWraps: readonly Uint8Array[];
  readonly deviceBox: Uint8Array;
  readonly contents: Uint8Array;
}

/** Undefined when it isn't laid out so. */
function splitVault(blob: Uint8Array): SplitVault | undefined {
  const format = formatOf(blob);
  const isKnown = format === FORMATS.password || format === FORMATS.secondKey;
  if (blob.length < DEVICE_WRAPS_AT || !isKnown) return;
  const wraps = lengthPrefixedAt(blob, DEVICE_WRAPS_AT);
  const deviceBoxAt = DEVICE_WRAPS_AT + LENGTH_BYTES + (wraps?.length ?? 0);
  const deviceBox = lengthPrefixedAt(blob, deviceBoxAt);
  if (!wraps || !deviceBox || wraps.length % DEVICE_WRAP_BYTES !== 0) return;
  const contentsAt = deviceBoxAt + LENGTH_BYTES + deviceBox.length;
  return {
    needsSecondKey: needsRecoveryKey(blob),
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

/**
 * The version after the opened one, with other contents or under other keys; under the same ones where there are none. Another
 * second key takes the password's.
 */
export function nextVault(
  opened: OpenedVault,
  changed: { readonly contents?: VaultContents | undefined } & Partial<VaultKeks>,
  random: RandomSource = randomBytes,
): Uint8Array<ArrayBuffer> {
  const { contents = opened.contents, passwordKek, recoveryKek } = changed;
  if (!passwordKek && (recoveryKek || contents.secondKey !== opened.contents.secondKey))
    throw new Error('its password would no longer open the vault');
  const vaultKey = recoveryKek ? random(VAULT_KEY_BYTES) : opened.vaultKey;
  const next = { ...opened, version: opened.version + 1, contents, vaultKey };
  const passwordWrap = passwordKek ? wrapForPassword(next, passwordKek, random) : opened.passwordWrap;
  const recoveryWrap = recoveryKek ? wrapForRecovery(next, recoveryKek, random) : opened.recoveryWrap;
  return sealVault({ ...next, passwordWrap, recoveryWrap }, random);
}

type Unwrapped = Pick<OpenedVault, 'address' | 'contents' | 'vaultKey'>;

function wrapForPassword(
  { address, contents, vaultKey }: Unwrapped,
  passwordKek: Uint8Array,
  random: RandomSource,
): Uint8Array {
  const key = passwordKey(passwordKek, contents.secondKey);
  return sealBox(key, PASSWORD_WRAP, utf8(address), vaultKey, random);
}

function wrapForRecovery(
  { address, vaultKey }: Unwrapped,
  recoveryKek: Uint8Array,
  random: RandomSource,
): Uint8Array {
  return sealBox(recoveryKek, RECOVERY_WRAP, utf8(address), vaultKey, random);
}

function sealVault(vault: OpenedVault, random: RandomSource): Uint8Array<ArrayBuffer> {
  const { address, contents } = vault;
  const { mailboxKeys, marksKey, secondKey } = contents;
  const header = versionHeader(secondKey ? FORMATS.secondKey : FORMATS.password, vault.version);
  const deviceBoxKey = random(VAULT_KEY_BYTES);
  const deviceWraps = contents.deviceKeks.flatMap(({ device, kek }) => [
    fromBase64url(device),
    sealBox(kek, DEVICE_WRAP, deviceContext(address, device), deviceBoxKey, random),
  ]);
  const forDevices = utf8(
    JSON.stringify(deviceContents.encode({ mailboxKeys: [...mailboxKeys], marksKey, secondKey })),
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
