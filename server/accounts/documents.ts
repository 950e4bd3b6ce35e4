// Where an account's documents lie, and what is in them. Bytes are base64url.
import { z } from 'zod';
import { accountRole, status } from '../../protocol/accounts.ts';
import { type Digest, deviceId, publicKey, type Username, username } from '../../protocol/ids.ts';
import { hashOf } from '../devices/manifest-check.ts';
import type { DirectoryEntry } from '../people/directory.ts';
import type { DocumentPath, Store, StoreChange } from '../store/store.ts';

const profileDocument = z.object({
  username,
  displayName: z.string(),
  role: accountRole,
  status,
  accountKey: publicKey.optional(),
  devices: z.array(z.tuple([deviceId, publicKey])),
  mailboxGeneration: z.int().positive().optional(),
  deleted: z.literal(true).optional(),
  reset: z.iso.datetime().optional(),
  keyedSince: z.int().positive().optional(),
});

const credentialsDocument = z.strictObject({
  /** bcrypt of the auth key; of the one that was given out while the account waits for its set-up. */
  password: z.string(),
  /** SHA-256 of the recovery auth, base64url; absent before the set-up. */
  recovery: z.string().optional(),
});
export type Credentials = z.infer<typeof credentialsDocument>;

const blobDocument = z.strictObject({ bytes: z.string() });

/** Documents stored as bytes, of which the server reads only the version or the signature. */
export type BlobName = 'manifests' | 'vaults' | 'marks';

export const PROFILES = 'accounts';

function pathOf(collection: string, name: Username, key = 'current'): DocumentPath {
  return { collection, partition: name, key };
}

export function putProfile(entry: DirectoryEntry): StoreChange {
  const { accountKey, mailboxGeneration, reset, keyedSince, ...rest } = entry;
  const value = {
    ...rest,
    devices: [...entry.devices],
    ...(accountKey && { accountKey }),
    ...(mailboxGeneration && { mailboxGeneration }),
    ...(reset !== undefined && { reset }),
    ...(keyedSince && { keyedSince }),
  };
  return { type: 'put', ...pathOf(PROFILES, entry.username), value };
}

export function parseProfile(value: unknown): DirectoryEntry {
  const { devices, accountKey, ...rest } = profileDocument.parse(value);
  return { ...rest, accountKey, devices: new Map(devices) };
}

export function putCredentials(name: Username, credentials: Credentials): StoreChange {
  return { type: 'put', ...pathOf('credentials', name), value: credentials };
}

export async function readCredentials(store: Store, name: Username): Promise<Credentials | undefined> {
  const value = await store.get(pathOf('credentials', name));
  return value && credentialsDocument.parse(value);
}

export function putBlob(collection: BlobName, name: Username, blob: Uint8Array, key?: Digest): StoreChange {
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength).toString('base64url');
  return { type: 'put', ...pathOf(collection, name, key), value: { bytes } };
}

/** Keeps the last manifest under a key that a reset has ended, by its hash. */
export function keepFormerManifest(name: Username, signed: Uint8Array): StoreChange {
  return putBlob('manifests', name, signed, hashOf(signed));
}

export function deleteDocuments(
  name: Username,
  collections: readonly ('credentials' | BlobName)[],
): readonly StoreChange[] {
  return collections.map((collection) => ({ type: 'delete', ...pathOf(collection, name) }));
}

export async function readBlob(
  store: Store,
  collection: BlobName,
  name: Username,
  key?: Digest,
): Promise<Buffer | undefined> {
  const value = await store.get(pathOf(collection, name, key));
  return value && Buffer.from(blobDocument.parse(value).bytes, 'base64url');
}
