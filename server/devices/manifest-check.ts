// Checks a manifest before the server passes it on. Devices verify it again for themselves.
import { sha256 } from '../../node/sha256.ts';
import { verifySignedDocument } from '../../node/signed-documents.ts';
import { fromBase64url, toBase64url } from '../../protocol/bytes.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { jsonOf } from '../../protocol/frames.ts';
import {
  addressOf,
  type DeviceId,
  type Digest,
  digest,
  type ServerName,
  type Username,
} from '../../protocol/ids.ts';
import {
  activeOf,
  beginsAnew,
  isDeletion,
  keepsDevices,
  keepsMailbox,
  MANIFEST_LABEL,
  type Manifest,
  manifest,
} from '../../protocol/manifest.ts';
import { splitSigned } from '../../protocol/signed-documents.ts';

const faults = {
  malformed: 'the manifest is not well formed',
  'unknown-signer': 'the manifest’s account key is not known',
  'wrong-signature': 'the manifest’s signature is not by its account key',
} as const;

/** Parses a manifest that is signed by the account key it names and belongs to that account. */
export function checkManifest(
  document: Uint8Array,
  username: Username,
  server: ServerName,
): Result<Manifest> {
  const verified = verifySignedDocument(document, {
    label: MANIFEST_LABEL,
    hint: manifest.pick({ accountKey: true }),
    keyFor: ({ accountKey }) => fromBase64url(accountKey),
    schema: manifest,
  });
  if (!verified.ok) return unverified(faults[verified.fault]);
  if (verified.document.address !== addressOf(username, server))
    return unverified('the manifest is for another address');
  return ok(verified.document);
}

/** The first manifest of an account, made on one of its devices. */
export function checkFirstManifest(
  document: Uint8Array,
  owner: { readonly username: Username; readonly server: ServerName; readonly device: DeviceId },
): Result<Manifest> {
  const checked = checkManifest(document, owner.username, owner.server);
  if (!checked.ok) return checked;
  const { version, previous } = checked.value;
  if (version !== 1 || previous !== undefined) return unverified('the first manifest has version 1');
  if (!devicesOf(checked.value).has(owner.device)) return unverified('the manifest leaves out the device');
  return checked;
}

/** The first manifest under another key, of an account that was reset: it goes on where the stored one ended. */
export function checkManifestAfterReset(
  document: Uint8Array,
  stored: StoredManifest,
  owner: { readonly device: DeviceId; readonly reset: string; readonly now: number },
): Result<Manifest> {
  const next = checkManifest(document, stored.username, stored.server);
  if (!next.ok) return next;
  if (!beginsAnew(checkStored(stored), hashOf(stored.bytes), next.value))
    return unverified('the manifest does not begin the account anew');
  const until = Date.parse(next.value.former?.until ?? '');
  if (until < Date.parse(owner.reset) || until > owner.now)
    return unverified('the manifest lets the former devices sign at another time');
  if (!devicesOf(next.value).has(owner.device)) return unverified('the manifest leaves out the device');
  return next;
}

interface StoredManifest {
  readonly bytes: Uint8Array;
  readonly username: Username;
  readonly server: ServerName;
}

/** A manifest that takes the place of the stored one. */
export function checkNextManifest(document: Uint8Array, stored: StoredManifest): Result<Manifest> {
  const before = checkStored(stored);
  const next = checkManifest(document, stored.username, stored.server);
  if (!next.ok) return next;
  if (next.value.accountKey !== before.accountKey) return unverified('the account key is another');
  const previous = hashOf(stored.bytes);
  const isNext = next.value.version === before.version + 1;
  // A server that was restored from a backup lacks the versions between: devices give back the newest one.
  if (next.value.version <= before.version || (isNext && next.value.previous !== previous)) {
    return refuse('version-conflict');
  }
  if (!keepsDevices(before, next.value)) {
    return unverified('the manifest leaves out a device or changes one');
  }
  return keepsMailbox(before, next.value)
    ? next
    : unverified('the manifest goes back to an earlier mailbox key, or revokes a device without a new one');
}

/** A manifest that takes the place of the stored one, and is the last. */
export function checkDeletion(document: Uint8Array, stored: StoredManifest): Result<Manifest> {
  const next = checkNextManifest(document, stored);
  return next.ok && !isDeletion(next.value) ? unverified('the manifest leaves a device') : next;
}

/** True if the stored manifest has revoked the device. */
export function isRevoked(device: DeviceId, stored: StoredManifest): boolean {
  return checkStored(stored).devices.some(({ id, revoked }) => id === device && revoked !== undefined);
}

/** One that was checked before it was stored. */
export function parseManifest(signed: Uint8Array): Manifest {
  return manifest.parse(jsonOf(splitSigned(signed)?.body ?? signed));
}

/** By which the next manifest names this one. */
export function hashOf(signed: Uint8Array): Digest {
  return digest.parse(toBase64url(sha256(signed)));
}

function checkStored({ bytes, username, server }: StoredManifest): Manifest {
  const checked = checkManifest(bytes, username, server);
  if (!checked.ok) throw new Error(`the stored manifest of ${username} does not verify`);
  return checked.value;
}

/** The keys of the devices that are listed and not revoked. */
export function devicesOf({ devices }: Manifest): ReadonlyMap<DeviceId, string> {
  return new Map(activeOf(devices).map(({ id, key }) => [id, key]));
}

function unverified(detail: string) {
  return refuse('verification-failed', { detail });
}
