// Deleting an account: its user leaves every group by ordinary changes, then one request erases the account on the server. The
// proof of it for everyone else is a last manifest, signed like all others, that leaves no device. A crash before the request
// leaves an account in fewer groups, and one after it a device that finds that manifest at its next contact.
import { type ErrorCode, ok, type Result, refuse } from '../../protocol/errors.ts';
import { deletedAt, type Manifest } from '../../protocol/manifest.ts';
import type { ParametersOf } from '../api/api.ts';
import { nextManifest, openPresent, type PresentAccount } from '../devices/account-revision.ts';
import { withoutDevices } from '../devices/device-removal.ts';
import { findRemoval, type OwnRemoval } from '../devices/own-removal.ts';
import { seenBy } from '../devices/seen-vault.ts';
import { wipe } from '../encryption/primitives.ts';
import { eraseAccount } from '../session/account-record.ts';
import type { AccountOptions } from '../session/account-session.ts';
import { derive, identify } from './credentials.ts';
import { leaveFor } from './removed-device.ts';
import type { Session } from './session.ts';

export interface Leaving {
  /** Leaves every group, or changes nothing: refuses with `successors-needed` where one would have no owner. */
  leaveGroups(): Promise<Result<unknown>>;
  /** Ends the session here; resolves when nothing of it writes any more. */
  leave(): Promise<unknown>;
  /** Called when nothing of the account is here any more. */
  erased(): void;
}

/** Another device may change the account meanwhile, and another person add it to a group. */
const ATTEMPTS = 5;

/** After these the server may have deleted the account, for this request or an earlier one whose answer was lost. */
const unanswered: readonly ErrorCode[] = ['server-unreachable', 'session-ended', 'not-signed-in'];

function isUnanswered(attempt: Result<unknown>): boolean {
  return !attempt.ok && unanswered.includes(attempt.code);
}

async function orDeleted(
  { connection }: AccountOptions,
  { record, state: { contacts } }: Session,
  attempt: Result<OwnRemoval>,
): Promise<Result<OwnRemoval>> {
  const removal = await findRemoval(connection, record, contacts);
  return removal.ok && removal.value.isAccountDeleted ? removal : attempt;
}

/** Erases the account here once it is deleted. Refuses with `wrong-credentials`, `server-owner-needed`, and as `leaveGroups` does. */
export async function deleteAccount(
  options: AccountOptions,
  session: Session,
  parameters: ParametersOf<'deleteAccount'>,
  { leaveGroups, leave, erased }: Leaving,
): Promise<Result<Record<string, never>>> {
  const attempt = await deleteOnServer(options, session, parameters, leaveGroups);
  const deleted = isUnanswered(attempt) ? await orDeleted(options, session, attempt) : attempt;
  if (!deleted.ok) return deleted;
  const { database } = session.state;
  leaveFor(database, session.record, deleted.value);
  await leave();
  eraseAccount(database);
  erased();
  return ok({});
}

async function deleteOnServer(
  options: AccountOptions,
  session: Session,
  { password, acceptVault }: ParametersOf<'deleteAccount'>,
  leaveGroups: Leaving['leaveGroups'],
): Promise<Result<OwnRemoval>> {
  const { connection } = options;
  const { record, state: own } = session;
  const identity = await identify(options, record.username);
  if (!identity.ok) return identity;
  const derived = await derive(identity.value, password);
  if (!derived.ok) return derived;
  const { authKey, vaultKek } = derived.value;
  const dependencies = {
    ...{ connection, own, seen: seenBy(record), acceptVault },
    opener: { passwordKek: vaultKek },
  };
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const present = await openPresent(dependencies, attempt === 0);
    const deleted = present.ok
      ? await deletePresent(options, session, present.value, { authKey, leaveGroups })
      : present;
    if (present.ok) wipe(present.value.vault.contents.accountSeed);
    if (deleted.ok || deleted.code !== 'version-conflict') return deleted;
  }
  return refuse('version-conflict');
}

async function deletePresent(
  { connection, clock }: AccountOptions,
  { record, state: { contacts } }: Session,
  present: PresentAccount,
  { authKey, leaveGroups }: { readonly authKey: string; readonly leaveGroups: Leaving['leaveGroups'] },
): Promise<Result<OwnRemoval>> {
  // Whether the server would refuse shows before the groups are left.
  const allowed = await connection.request('account:delete', { authKey });
  if (!allowed.ok) return allowed;
  const left = await leaveGroups();
  if (!left.ok) return left;
  const last = await withoutDevices(connection, present, clock.now());
  if (!last.ok) return last;
  const manifest = nextManifest(present, last.value);
  const answer = await connection.request('account:delete', { authKey, manifest });
  if (!answer.ok) return answer;
  const pinned = contacts.pin(manifest, record.address);
  return pinned.ok ? ok(removalIn(pinned.value.manifest)) : pinned;
}

function removalIn(manifest: Manifest): OwnRemoval {
  const removedAt = deletedAt(manifest);
  if (removedAt === undefined) throw new Error('the last manifest leaves a device');
  return { removedAt, isAccountDeleted: true };
}
