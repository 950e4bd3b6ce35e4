// The public, signed list of an account's devices and its mailbox key (protocol.md 3).
import { z } from 'zod';
import { bytes, fromBase64url } from './bytes.ts';
import { address, type DeviceId, deviceId, digest, publicKey } from './ids.ts';
import { limits } from './limits.ts';

export const MANIFEST_LABEL = 'parley manifest v1';

export const manifestBytes = bytes(limits.manifestBytes, 1).meta({ title: 'manifest' });

const device = z.object({
  id: deviceId,
  name: z.string().min(1).max(limits.deviceNameCharacters),
  /** Ed25519, 32 bytes. */
  key: publicKey,
  added: z.iso.datetime(),
  revoked: z.iso.datetime().optional(),
});
export type ManifestDevice = z.infer<typeof device>;

export function activeOf<Device extends Pick<ManifestDevice, 'revoked'>>(devices: readonly Device[]) {
  return devices.filter(({ revoked }) => revoked === undefined);
}

export const manifest = z.object({
  v: z.literal(1),
  address,
  /** The account master key (Ed25519, 32 bytes) that signs this document. */
  accountKey: publicKey,
  version: z.int().positive(),
  /** SHA-256 of the whole previous signed manifest; absent in the first. */
  previous: digest.optional(),
  /** Of an account that was reset: the last manifest under the key before, and until when its devices’ signatures count. */
  former: z.object({ manifest: digest, until: z.iso.datetime() }).optional(),
  devices: z
    .array(device)
    .min(1)
    .max(limits.devicesListed)
    .refine(
      (devices) => new Set(devices.map(({ id }) => id)).size === devices.length,
      'a device is listed twice',
    )
    .refine((devices) => activeOf(devices).length <= limits.devicesPerAccount, 'too many devices'),
  mailbox: z.object({
    generation: z.int().positive(),
    /** X-Wing public key, 1,216 bytes. */
    key: z.string().regex(/^[A-Za-z0-9_-]{1622}$/),
  }),
});
export type Manifest = z.infer<typeof manifest>;

/**
 * Whether a manifest is the last of its account: it leaves no device that could act. No other change of an account does that,
 * since each is made on a device that stays.
 */
export function isDeletion({ devices }: Pick<Manifest, 'devices'>): boolean {
  return activeOf(devices).length === 0;
}

/** When the account was deleted, ISO 8601 UTC: the devices that were left are revoked together, at the end. Undefined where it wasn't. */
export function deletedAt(manifest: Pick<Manifest, 'devices'>): string | undefined {
  const revoked = manifest.devices
    .flatMap((device) => device.revoked ?? [])
    .map((at) => new Date(at).toISOString());
  return isDeletion(manifest) ? revoked.toSorted().at(-1) : undefined;
}

/**
 * Whether the next manifest has the mailbox key of the one before, or a newer one. A device that is revoked has had the
 * key before: with its revocation comes another.
 */
export function keepsMailbox(before: Manifest, next: Manifest): boolean {
  const { generation, key } = next.mailbox;
  if (generation > before.mailbox.generation) return true;
  const active = new Set(activeOf(next.devices).map(({ id }) => id));
  const isRevoking = activeOf(before.devices).some(({ id }) => !active.has(id));
  return generation === before.mailbox.generation && key === before.mailbox.key && !isRevoking;
}

/**
 * Whether the next manifest has every device of the one before, with the same key, and names the same former manifest. Devices
 * are only ever added, renamed and revoked: what one of them has signed must stay readable, and its session must end with it.
 */
export function keepsDevices(before: Manifest, next: Manifest): boolean {
  const isSameFormer =
    before.former?.manifest === next.former?.manifest && before.former?.until === next.former?.until;
  if (!isSameFormer) return false;
  const after = new Map(next.devices.map((device) => [device.id, device]));
  return before.devices.every(({ id, key, added, revoked }) => {
    const kept = after.get(id);
    if (kept?.key !== key || kept.added !== added) return false;
    return revoked === undefined || kept.revoked === revoked;
  });
}

/**
 * The Ed25519 key of a device that is listed and not revoked; or, of what a device said long ago, not revoked by
 * then (milliseconds since 1970).
 */
export function deviceKey(
  manifest: Manifest,
  device: DeviceId,
  at = Number.POSITIVE_INFINITY,
): Uint8Array<ArrayBuffer> | undefined {
  const listed = manifest.devices.find(({ id }) => id === device);
  if (!listed || (listed.revoked !== undefined && Date.parse(listed.revoked) <= at)) return;
  return fromBase64url(listed.key);
}

/**
 * Whether the manifest begins the account anew under another key, behind the last one under the key before: version and
 * mailbox generation go on, so that no epoch that was sealed to the key before is current any more.
 */
export function beginsAnew(before: Manifest, hash: string, next: Manifest): boolean {
  return (
    next.accountKey !== before.accountKey &&
    next.version === before.version + 1 &&
    next.previous === hash &&
    next.former?.manifest === hash &&
    next.mailbox.generation === before.mailbox.generation + 1 &&
    next.devices.every(({ id }) => before.devices.every((device) => device.id !== id))
  );
}

/** A manifest with those of the account's former keys, the latest of them first. */
export interface ManifestHistory {
  readonly manifest: Manifest;
  readonly former: readonly Manifest[];
}

/** As deviceKey; of an account that was reset, also of the devices before, for what they signed until then. */
export function authorKey(
  history: ManifestHistory | undefined,
  device: DeviceId,
  at: number,
): Uint8Array<ArrayBuffer> | undefined {
  const manifests = history ? [history.manifest, ...history.former] : [];
  let ended = Number.POSITIVE_INFINITY;
  for (const one of manifests) {
    const key = at < ended ? deviceKey(one, device, at) : undefined;
    if (key) return key;
    ended = one.former ? Math.min(ended, Date.parse(one.former.until)) : 0;
  }
  return undefined;
}
