// The public, signed list of an account's devices and its mailbox key (protocol.md 3).
import { z } from 'zod';
import { bytes } from './bytes.ts';
import { address, deviceId, digest, publicKey } from './ids.ts';
import { limits } from './limits.ts';

export const MANIFEST_LABEL = 'parley manifest v1';

export const manifestBytes = bytes(limits.manifestBytes, 1);

const device = z.object({
  id: deviceId,
  name: z.string().min(1).max(limits.deviceNameCharacters),
  /** Ed25519, 32 bytes. */
  key: publicKey,
  added: z.iso.datetime(),
  revoked: z.iso.datetime().optional(),
});
export type ManifestDevice = z.infer<typeof device>;

export const manifest = z.object({
  v: z.literal(1),
  address,
  /** The account master key (Ed25519, 32 bytes) that signs this document. */
  accountKey: publicKey,
  version: z.int().positive(),
  /** SHA-256 of the whole previous signed manifest; absent in the first. */
  previous: digest.optional(),
  devices: z.array(device).min(1).max(limits.devicesPerAccount),
  mailbox: z.object({
    generation: z.int().positive(),
    /** X-Wing public key, 1,216 bytes. */
    key: z.string().regex(/^[A-Za-z0-9_-]{1622}$/),
  }),
});
export type Manifest = z.infer<typeof manifest>;
