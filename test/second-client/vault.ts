// Clause 3.5.
import { randomBytes } from 'node:crypto';
import { box, boxKeys, join, openBox, u32 } from '../vectors/reference.ts';
import { verified } from './refusals.ts';

export interface MailboxKey {
  readonly generation: number;
  readonly publicKey: string;
  readonly privateKey: string;
}

export interface VaultContents {
  readonly accountSeed: string;
  readonly mailboxKeys: readonly MailboxKey[];
  readonly marksKey: string;
}

export interface Vault {
  readonly address: string;
  readonly version: number;
  readonly key: Buffer;
  readonly wraps: Readonly<Record<Wrap, Uint8Array>>;
  readonly contents: VaultContents;
}

export type Wrap = 'password' | 'recovery';

const WRAP_BYTES = 112;

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
  const password = wrapped('password', kek, vault.address, vault.key);
  return { ...vault, version: vault.version + 1, wraps: { ...vault.wraps, password } };
}

export function sealVault(vault: Vault): Buffer {
  const head = headOf(vault);
  const plaintext = Buffer.from(JSON.stringify(vault.contents));
  return join(head, sealed(vault.key, 'parley vault contents v1', join(head, vault.address), plaintext));
}

export function openVault(bytes: Uint8Array, address: string, wrap: Wrap, kek: Uint8Array): Vault {
  verified(bytes[0] === 1, 'a vault of another format');
  const version = Buffer.from(bytes).readUInt32BE(1);
  const wraps = {
    password: bytes.subarray(5, 5 + WRAP_BYTES),
    recovery: bytes.subarray(5 + WRAP_BYTES, 5 + 2 * WRAP_BYTES),
  };
  const key = openBox(kek, labelOf(wrap), Buffer.from(address), wraps[wrap]);
  verified(key, `a vault that this ${wrap} opens`);
  const head = headOf({ version, wraps });
  const contents = openBox(key, 'parley vault contents v1', join(head, address), bytes.subarray(head.length));
  verified(contents, 'the contents of a vault');
  return { address, version, key, wraps, contents: JSON.parse(contents.toString()) };
}

function headOf({ version, wraps }: Pick<Vault, 'version' | 'wraps'>): Buffer {
  return join(Uint8Array.of(1), u32(version), wraps.password, wraps.recovery);
}

function labelOf(wrap: Wrap): string {
  return `parley vault ${wrap} wrap v1`;
}

function wrapped(wrap: Wrap, kek: Uint8Array, address: string, key: Uint8Array): Buffer {
  return sealed(kek, labelOf(wrap), Buffer.from(address), key);
}

export function sealed(key: Uint8Array, label: string, context: Uint8Array, plaintext: Uint8Array): Buffer {
  const salt = randomBytes(32);
  return box(boxKeys(key, label, context, salt), salt, plaintext);
}
