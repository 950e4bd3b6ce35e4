// Deleting an account. What it has published stays: its name, so that no one else comes by it and is taken for this person, and
// its last manifest, by which what it wrote is verified. Everything else goes in one commit.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { Address } from '../../protocol/ids.ts';
import type { Manifest } from '../../protocol/manifest.ts';
import { checkDeletion, devicesOf } from '../devices/manifest-check.ts';
import type { Handler } from '../gateway/handlers.ts';
import type { DirectoryEntry } from '../people/directory.ts';
import type { StoreChange } from '../store/store.ts';
import type { AccountDependencies } from './dependencies.ts';
import { deleteDocuments, putBlob, readBlob } from './documents.ts';
import { whileProven } from './proof.ts';

/** What an account leaves behind in conversations. */
export interface Farewell {
  /** What erases how far it has read where it was a member. */
  readonly changes: readonly StoreChange[];
  /** To be called once that is committed: shows those whom it wrote with that the account is deleted. */
  announce(): void;
}

/** Undefined while the account is a member of a group: it leaves that by a change of its own. */
export type PrepareFarewell = (address: Address) => Promise<Farewell | undefined>;

/** Refuses with `server-owner-needed`, and with `version-conflict` while the account is in a group. */
export function createDeleteAccount(
  dependencies: AccountDependencies,
  prepareFarewell: PrepareFarewell,
): Handler<'account:delete'> {
  const { directory, sessions, store } = dependencies;
  return ({ authKey, manifest }, { session, connection }) => {
    const { username } = session;
    const claimant = { username, connection, session };
    // Of two owners who delete their accounts at once, one stays.
    return directory.entering(() =>
      whileProven(dependencies, claimant, { authKey }, async () => {
        if (!sessions.has(session)) return refuse('session-ended');
        const entry = directory.find(username);
        const stored = await readBlob(store, 'manifests', username);
        if (!entry || !stored) throw new Error(`a session of ${username}, who has no account`);
        if (isLastOwner(directory.all(), entry)) return refuse('server-owner-needed');
        if (!manifest) return ok({});
        const last = checkDeletion(manifest, { bytes: stored, username, server: directory.serverName });
        if (!last.ok) return last;
        const farewell = await prepareFarewell(directory.addressOf(username));
        if (!farewell) return refuse('version-conflict');
        const published = { bytes: manifest, manifest: last.value };
        const erased = await erase(dependencies, entry, published, farewell.changes);
        if (!erased.ok) return erased;
        farewell.announce();
        // This connection gets the answer.
        const all = sessions.of(username);
        sessions.drop(all.filter(({ id }) => id === session.id));
        sessions.drop(
          all.filter(({ id }) => id !== session.id),
          'device-removed',
        );
        return ok({});
      }),
    );
  };
}

function isLastOwner(entries: Iterable<DirectoryEntry>, entry: DirectoryEntry): boolean {
  if (entry.role !== 'owner') return false;
  const owners = [...entries].filter(({ role, accountKey }) => role === 'owner' && accountKey !== undefined);
  return owners.length === 1;
}

function erase(
  { directory, sessions }: AccountDependencies,
  { username, accountKey, keyedSince }: DirectoryEntry,
  { bytes, manifest }: { readonly bytes: Uint8Array; readonly manifest: Manifest },
  changes: readonly StoreChange[],
): Promise<Result<undefined>> {
  const entry: DirectoryEntry = {
    ...{ username, accountKey, displayName: username, role: 'member', status: 'normal', deleted: true },
    devices: devicesOf(manifest),
    mailboxGeneration: manifest.mailbox.generation,
    // What was written under the keys before a reset is still verified by the former manifests.
    keyedSince,
  };
  return directory.put(entry, [
    putBlob('manifests', username, bytes),
    ...deleteDocuments(username, ['credentials', 'vaults', 'marks']),
    ...sessions.endings(sessions.of(username)),
    ...changes,
  ]);
}
