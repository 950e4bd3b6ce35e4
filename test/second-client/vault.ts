// Clauses 3.5 and 3.13.
import { randomBytes } from 'node:crypto';
import { box, boxKeys, hkdf, join, len, openBox, sha256, u32 } from '../vectors/reference.ts';
import { toBytes } from './base64url.ts';
import { Refused, verified } from './refusals.ts';

export interface MailboxKey {
  readonly generation: number;
  readonly publicKey: string;
  readonly privateKey: string;
}

export interface VaultContents {
  readonly accountSeed: string;
  readonly mailboxKeys: readonly MailboxKey[];
  readonly marksKey: string;
  readonly deviceKeks: readonly DeviceKek[];
  /** Without which the password opens nothing, where it is there. */
  readonly secondKey?: string;
}

/** A device that may act, and the key with which it opens its part of the vault. */
export interface DeviceKek {
  readonly device: string;
  readonly kek: string;
}

/** What a device opens without a password. */
export interface DeviceContents {
  readonly mailboxKeys: readonly Omit<MailboxKey, 'publicKey'>[];
  readonly marksKey: string;
  readonly secondKey?: string;
}

export interface Vault {
  readonly address: string;
  readonly version: number;
  readonly key: Buffer;
  readonly wraps: Readonly<Record<Wrap, Uint8Array>>;
  readonly contents: VaultContents;
}

export type Wrap = 'password' | 'recovery';

/** What opens a vault; both where its user needs the recovery key on new computers. */
export type Keks = Readonly<Partial<Record<Wrap, Uint8Array>>>;

const WRAP_BYTES = 112;
const DEVICES_AT = 5 + 2 * WRAP_BYTES;

export function createVault(
  address: string,
  contents: VaultContents,
  keks: Readonly<Record<Wrap, Uint8Array>>,
): Vault {
  const key = randomBytes(32);
  const wraps = {
    password: wrapped('password', keks.password, address, key),
    recovery: wrapped('recovery', keks.recovery, address, key),
  };
  return { address, version: 1, key, wraps, contents };
}

/** The next version, which another password opens. */
export function withPassword(vault: Vault, kek: Uint8Array): Vault {
  const key = passwordKey(kek, vault.contents.secondKey);
  const password = wrapped('password', key, vault.address, vault.key);
  return { ...vault, version: vault.version + 1, wraps: { ...vault.wraps, password } };
}

/** The next version, in which the device has another key. */
export function withDevice(vault: Vault, own: DeviceKek): Vault {
  const others = vault.contents.deviceKeks.filter(({ device }) => device !== own.device);
  const contents = { ...vault.contents, deviceKeks: [...others, own] };
  return { ...vault, version: vault.version + 1, contents };
}

export function sealVault({ address, version, key, wraps, contents }: Vault): Buffer {
  const { mailboxKeys, marksKey, secondKey } = contents;
  const header = join(Uint8Array.of(secondKey ? 2 : 1), u32(version));
  const deviceBoxKey = randomBytes(32);
  const deviceWraps = contents.deviceKeks.map(({ device, kek }) => {
    const id = toBytes(device);
    const label = 'parley vault device wrap v1';
    return join(id, sealed(toBytes(kek), label, join(id, address), deviceBoxKey));
  });
  const secrets = mailboxKeys.map(({ generation, privateKey }) => ({ generation, privateKey }));
  const forDevices = Buffer.from(JSON.stringify({ mailboxKeys: secrets, marksKey, secondKey }));
  const deviceBox = sealed(deviceBoxKey, 'parley vault device box v1', join(header, address), forDevices);
  const head = join(
    ...[header, wraps.password, wraps.recovery],
    ...[len(join(...deviceWraps)), len(deviceBox)],
  );
  const plaintext = Buffer.from(JSON.stringify(contents));
  return join(head, sealed(key, 'parley vault contents v1', contextOf(head, address), plaintext));
}

/** With the password alone only where there is no second key. */
export function openVault(bytes: Uint8Array, address: string, keks: Keks, own?: DeviceKek): Vault {
  const { format, version, wraps, head, contents: box } = split(bytes);
  const isOpenedByPassword = !keks.recovery;
  const known = own && openDeviceBox(bytes, address, own).secondKey;
  if (isOpenedByPassword && format === 2 && !known) throw new Refused('recovery-key-needed');
  const unwrap = (wrap: Wrap, kek: Uint8Array) =>
    openBox(kek, labelOf(wrap), Buffer.from(address), wraps[wrap]);
  const key = keks.recovery
    ? unwrap('recovery', keks.recovery)
    : unwrap('password', passwordKey(keks.password ?? Buffer.alloc(32), known));
  verified(key, 'a vault that this key opens');
  const encoded = openBox(key, 'parley vault contents v1', contextOf(head, address), box);
  verified(encoded, 'the contents of a vault');
  const contents: VaultContents = JSON.parse(encoded.toString());
  verified((format === 2) === (contents.secondKey !== undefined), 'a vault with the format of its contents');
  const again = keks.password && unwrap('password', passwordKey(keks.password, contents.secondKey));
  verified(!keks.password || again?.equals(key), 'a vault that both keys open');
  return { address, version, key, wraps, contents };
}

/** What the vault has for a device that is signed in. */
export function openDeviceBox(
  bytes: Uint8Array,
  address: string,
  { device, kek }: DeviceKek,
): DeviceContents {
  const { header, deviceWraps, deviceBox } = split(bytes);
  const id = toBytes(device);
  const wrap = deviceWraps.find((one) => Buffer.compare(one.subarray(0, 16), id) === 0);
  verified(wrap, 'a vault with this device');
  const label = 'parley vault device wrap v1';
  const key = openBox(toBytes(kek), label, join(id, address), wrap.subarray(16));
  verified(key, 'a vault with this device’s key');
  const contents = openBox(key, 'parley vault device box v1', join(header, address), deviceBox);
  verified(contents, 'the device box of a vault');
  return JSON.parse(contents.toString());
}

/** What is for devices is in it by its hash. */
function contextOf(head: Uint8Array, address: string): Buffer {
  return join(head.subarray(0, DEVICES_AT), sha256(head.subarray(DEVICES_AT)), address);
}

function split(bytes: Uint8Array) {
  const format = bytes[0];
  verified(format === 1 || format === 2, 'a vault of another format');
  const version = Buffer.from(bytes).readUInt32BE(1);
  const wraps = {
    password: bytes.subarray(5, 5 + WRAP_BYTES),
    recovery: bytes.subarray(5 + WRAP_BYTES, 5 + 2 * WRAP_BYTES),
  };
  const deviceWraps = partAt(bytes, DEVICES_AT);
  const boxAt = DEVICES_AT + 4 + deviceWraps.length;
  const deviceBox = partAt(bytes, boxAt);
  const contentsAt = boxAt + 4 + deviceBox.length;
  const each = 16 + WRAP_BYTES;
  return {
    format,
    version,
    wraps,
    header: bytes.subarray(0, 5),
    head: bytes.subarray(0, contentsAt),
    deviceWraps: Array.from({ length: deviceWraps.length / each }, (_, index) =>
      deviceWraps.subarray(index * each, (index + 1) * each),
    ),
    deviceBox,
    contents: bytes.subarray(contentsAt),
  };
}

function partAt(bytes: Uint8Array, offset: number): Uint8Array {
  const length = Buffer.from(bytes).readUInt32BE(offset);
  return bytes.subarray(offset + 4, offset + 4 + length);
}

function labelOf(wrap: Wrap): string {
  return `parley vault ${wrap} wrap v1`;
}

/** What the password's wrap is sealed under. */
function passwordKey(kek: Uint8Array, secondKey: string | undefined): Uint8Array {
  if (secondKey === undefined) return kek;
  const both = join(kek, toBytes(secondKey));
  return hkdf(both, new Uint8Array(), Buffer.from('parley vault second kek v1'), 32);
}

function wrapped(wrap: Wrap, kek: Uint8Array, address: string, key: Uint8Array): Buffer {
  return sealed(kek, labelOf(wrap), Buffer.from(address), key);
}

export function sealed(key: Uint8Array, label: string, context: Uint8Array, plaintext: Uint8Array): Buffer {
  const salt = randomBytes(32);
  return box(boxKeys(key, label, context, salt), salt, plaintext);
}
