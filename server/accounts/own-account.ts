// Handles the requests of a signed-in user for their own account.
import { sealedVersion } from '../../protocol/accounts.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { RequestOf, ResponseOf } from '../../protocol/events.ts';
import type { DeviceId, Username } from '../../protocol/ids.ts';
import { isDeletion, type Manifest } from '../../protocol/manifest.ts';
import type { Connection, Session } from '../cluster/connections.ts';
import { checkNextManifest, devicesOf, isRevoked, parseManifest } from '../devices/manifest-check.ts';
import type { DirectoryEntry } from '../people/directory.ts';
import type { StoreChange } from '../store/store.ts';
import type { AccountDependencies } from './dependencies.ts';
import { type BlobName, putBlob, putCredentials, readBlob, readCredentials } from './documents.ts';
import { whileProven } from './proof.ts';

type Done = Result<Record<string, never>>;

export async function readAccount(
  { directory, store }: AccountDependencies,
  username: Username,
): Promise<Result<ResponseOf<'account:get'>>> {
  // All of them as one change left them.
  return directory.exclusively(username, async () => {
    const { displayName, role, status } = entryOf(directory, username);
    const [manifest, vault, marks] = await Promise.all([
      readBlob(store, 'manifests', username),
      readBlob(store, 'vaults', username),
      readBlob(store, 'marks', username),
    ]);
    if (!manifest || !vault || !marks) throw new Error(`the account ${username} lacks a sealed document`);
    return ok({ username, displayName, role, status, manifest, vault, marks });
  });
}

/** Needs no session: only the device itself and accounts that see the manifest anyway know the device's id. */
export async function readRemoval(
  { directory }: AccountDependencies,
  { username, device }: RequestOf<'account:removal'>,
): Promise<Result<ResponseOf<'account:removal'>>> {
  const present = await directory.manifest(username);
  const former = await directory.formerManifests(username);
  const isRevokedIn = (bytes: Uint8Array) =>
    isRevoked(device, { bytes, username, server: directory.serverName });
  const manifest = [...(present ? [present] : []), ...former].find(isRevokedIn);
  if (manifest) return ok({ manifest });
  const resetAt = resetOf(directory.find(username), device, present, former);
  return resetAt === undefined ? refuse('no-such-device') : refuse('signed-out-by-reset', { resetAt });
}

/** When a reset has ended the keys with which the device was listed. */
function resetOf(
  entry: DirectoryEntry | undefined,
  device: DeviceId,
  present: Uint8Array | undefined,
  former: readonly Uint8Array[],
): string | undefined {
  const isListed = (signed: Uint8Array) => parseManifest(signed).devices.some(({ id }) => id === device);
  if (present && isListed(present)) return entry?.reset;
  const index = former.findIndex(isListed);
  const successor = index > 0 ? former[index - 1] : present;
  return index < 0 || !successor ? undefined : parseManifest(successor).former?.until;
}

/**
 * Stores manifest, vault and marks in one commit, which also ends the sessions of the devices that the manifest revokes.
 * Publishing again what is published already is the same success.
 */
export function publish(
  dependencies: AccountDependencies,
  { manifest, vault, marks }: RequestOf<'account:publish'>,
  { session, connection }: Caller,
): Promise<Done> {
  const { bus, directory, store } = dependencies;
  const { username } = session;
  return whileSignedIn(dependencies, session, async () => {
    const stored = await readBlob(store, 'manifests', username);
    if (!stored) throw new Error(`the account ${username} has no manifest`);
    const vaults = vault ? await resealing(dependencies, 'vaults', username, vault) : ok([]);
    const marked = marks ? await resealing(dependencies, 'marks', username, marks) : ok([]);
    const next = stored.equals(manifest)
      ? ok(undefined)
      : checkNextManifest(manifest, { bytes: stored, username, server: directory.serverName });
    if (!next.ok) return next;
    if (next.value && isDeletion(next.value))
      return refuse('verification-failed', { detail: 'the manifest leaves no device' });
    if (!vaults.ok) return vaults;
    if (!marked.ok) return marked;
    const changes = [...vaults.value, ...marked.value];
    const saved = next.value
      ? await replaceManifest(dependencies, username, { bytes: manifest, manifest: next.value }, changes)
      : await store.commit(changes);
    const isNews = next.value !== undefined || changes.length > 0;
    if (saved.ok && isNews) bus.push(username, 'account:changed', {}, connection.id);
    return done(saved);
  });
}

async function replaceManifest(
  dependencies: AccountDependencies,
  username: Username,
  { bytes, manifest }: { readonly bytes: Uint8Array; readonly manifest: Manifest },
  changes: readonly StoreChange[],
): Promise<Result<undefined>> {
  const { directory, sessions } = dependencies;
  const entry = {
    ...entryOf(directory, username),
    devices: devicesOf(manifest),
    mailboxGeneration: manifest.mailbox.generation,
  };
  const over = sessionsOfRevoked(dependencies, username, manifest);
  const saved = await directory.put(entry, [
    putBlob('manifests', username, bytes),
    ...changes,
    ...sessions.endings(over),
  ]);
  if (saved.ok) sessions.drop(over, 'device-removed');
  return saved;
}

export function saveMarks(
  dependencies: AccountDependencies,
  { marks, notify }: RequestOf<'account:save-marks'>,
  { session, connection }: Caller,
): Promise<Done> {
  const { bus, store } = dependencies;
  return whileSignedIn(dependencies, session, async () => {
    const resealed = await resealing(dependencies, 'marks', session.username, marks);
    if (!resealed.ok) return resealed;
    const saved = await store.commit(resealed.value);
    if (saved.ok && notify) bus.push(session.username, 'account:changed', {}, connection.id);
    return done(saved);
  });
}

/** Every other session ends: the user may be changing the password because another person knows it. */
export function changePassword(
  dependencies: AccountDependencies,
  { proof, newAuthKey, vault }: RequestOf<'account:change-password'>,
  { session, connection }: Caller,
): Promise<Done> {
  const { store, sessions, passwords } = dependencies;
  const { username } = session;
  return whileProven(dependencies, { username, connection, session }, proof, async () => {
    if (!sessions.has(session)) return refuse('session-ended');
    const resealed = await resealing(dependencies, 'vaults', username, vault);
    if (!resealed.ok) return resealed;
    const password = await passwords.hash(newAuthKey);
    const others = sessions.of(username).filter((other) => other.id !== session.id);
    const credentials = await readCredentials(store, username);
    const committed = await store.commit([
      putCredentials(username, { ...credentials, password }),
      ...resealed.value,
      ...sessions.endings(others),
    ]);
    if (committed.ok) sessions.drop(others, 'revoked');
    return done(committed);
  });
}

interface Caller {
  readonly session: Session;
  readonly connection: Connection;
}

export function listSessions(
  { bus, sessions, now }: AccountDependencies,
  current: Session,
): Result<ResponseOf<'account:sessions'>> {
  const connected = new Map(
    bus.connectedSessions(current.username).map(({ session, remoteAddress }) => [session.id, remoteAddress]),
  );
  const listed = sessions.of(current.username).map((session) => ({
    id: session.id,
    device: session.device,
    created: new Date(session.created).toISOString(),
    lastSeen: new Date(connected.has(session.id) ? now() : session.lastSeen).toISOString(),
    current: session.id === current.id,
    network: connected.get(session.id),
  }));
  return ok({ sessions: listed });
}

/** Runs a task of a session on its account while nothing else writes to it; the session may have ended by then. */
function whileSignedIn(
  dependencies: AccountDependencies,
  session: Session,
  task: () => Promise<Done>,
): Promise<Done> {
  return dependencies.directory.exclusively(session.username, async () =>
    dependencies.sessions.has(session) ? task() : refuse('session-ended'),
  );
}

function sessionsOfRevoked({ sessions }: AccountDependencies, username: Username, { devices }: Manifest) {
  const revoked = new Set(devices.filter((device) => device.revoked).map((device) => device.id));
  return sessions.of(username).filter((session) => revoked.has(session.device));
}

/** The change that stores a sealed blob, if it is another one; its version only ever rises. */
async function resealing(
  { store }: AccountDependencies,
  collection: BlobName,
  username: Username,
  next: Uint8Array,
): Promise<Result<readonly StoreChange[]>> {
  const stored = await readBlob(store, collection, username);
  if (stored?.equals(next)) return ok([]);
  if (stored && sealedVersion(next) <= sealedVersion(stored)) return refuse('version-conflict');
  return ok([putBlob(collection, username, next)]);
}

function entryOf(directory: AccountDependencies['directory'], username: Username): DirectoryEntry {
  const entry = directory.find(username);
  if (!entry) throw new Error(`a session of ${username}, who has no account`);
  return entry;
}

function done(result: Result<unknown>): Done {
  return result.ok ? ok({}) : result;
}
