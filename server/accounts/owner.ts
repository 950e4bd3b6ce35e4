// Who becomes the owner: the one whom the configuration names, else the first account. A server that doesn't run is
// administered without its configuration, so the name is kept.
import { z } from 'zod';
import type { AccountRole } from '../../protocol/accounts.ts';
import { type Username, username } from '../../protocol/ids.ts';
import { StartFailure } from '../start-failure.ts';
import type { DocumentPath, Store } from '../store/store.ts';
import type { AccountDependencies, AccountPolicy } from './dependencies.ts';

const path: DocumentPath = { collection: 'server', partition: 'policy', key: 'owner' };
const ownerDocument = z.strictObject({ owner: username.optional() });

export async function readOwner(store: Store): Promise<Username | undefined> {
  const stored = await store.get(path);
  return stored ? ownerDocument.parse(stored).owner : undefined;
}

/** Throws a StartFailure when it can't be written down. */
export async function keepOwner(store: Store, { owner }: AccountPolicy): Promise<void> {
  if ((await readOwner(store)) === owner) return;
  const value = owner === undefined ? {} : { owner };
  const committed = await store.commit([{ type: 'put', ...path, value }]);
  if (!committed.ok)
    throw new StartFailure('The disk is full. Make room in the data folder and start again.');
}

/** The role that a new account gets by its name or by being the first; undefined for all others. */
export function roleByPolicy(
  { policy, directory }: Pick<AccountDependencies, 'policy' | 'directory'>,
  name: Username,
): AccountRole | undefined {
  const isOwner = policy.owner === undefined ? directory.isEmpty : policy.owner === name;
  return isOwner ? 'owner' : undefined;
}

/** True if the owner has not registered yet, and can. */
export function isOwnerAwaited({
  policy,
  directory,
}: Pick<AccountDependencies, 'policy' | 'directory'>): boolean {
  const { owner, registration } = policy;
  if (directory.isEmpty) return true;
  return owner !== undefined && directory.find(owner) === undefined && registration !== 'closed';
}

/** True if the invite made for the owner ends with this account. */
export function endsOwnersInvite({ owner }: AccountPolicy, name: Username): boolean {
  return owner === undefined || owner === name;
}
