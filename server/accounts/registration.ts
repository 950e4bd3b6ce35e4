import type { AccountRole } from '../../protocol/accounts.ts';
import { ok, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import type { RequestOf, ResponseOf } from '../../protocol/events.ts';
import type { Username } from '../../protocol/ids.ts';
import type { Manifest } from '../../protocol/manifest.ts';
import type { Connection } from '../cluster/connections.ts';
import {
  checkFirstManifest,
  checkManifestAfterReset,
  devicesOf,
  hashOf,
  parseManifest,
} from '../devices/manifest-check.ts';
import type { Invite } from '../invites/invites.ts';
import type { AccountDependencies } from './dependencies.ts';
import { keepFormerManifest, putBlob, putCredentials, readCredentials } from './documents.ts';
import { endsOwnersInvite, roleByPolicy } from './owner.ts';
import { hashRecovery, prove } from './proof.ts';

type Request = RequestOf<'account:register'>;

interface Admission {
  readonly role: AccountRole;
  readonly invite?: Invite;
}

export async function register(
  dependencies: AccountDependencies,
  request: Request,
  connection: Connection,
): Promise<Result<ResponseOf<'account:register'>>> {
  const { directory } = dependencies;
  const proven = await proveReserved(dependencies, request, connection);
  if (!proven.ok) return proven;
  const admitted = admit(dependencies, request, proven.value);
  if (!admitted.ok) return admitted;
  const { username } = request;
  const manifest = await checkNewManifest(dependencies, request);
  if (!manifest.ok) return manifest;
  const hashed = await hashCredentials(dependencies, request);
  return directory.entering(() =>
    directory.exclusively(username, async () => {
      // The name and the invite's last use may have gone while the password was being hashed.
      const admission = admit(dependencies, request, proven.value);
      if (!admission.ok) return admission;
      if (!(await isInForce(dependencies, username, proven.value))) return refuse('invite-invalid');
      return createAccount(dependencies, { request, connection, hashed, ...manifest.value }, admission.value);
    }),
  );
}

interface NewManifest {
  readonly manifest: Manifest;
  /** The one that it follows, of an account that was reset. */
  readonly before?: Uint8Array;
}

async function checkNewManifest(
  { directory, now }: AccountDependencies,
  { username, device, manifest: document }: Request,
): Promise<Result<NewManifest>> {
  const server = directory.serverName;
  const reset = directory.find(username)?.reset;
  const before = reset === undefined ? undefined : await directory.manifest(username);
  if (reset === undefined || !before) {
    const first = checkFirstManifest(document, { username, server, device });
    return first.ok ? ok({ manifest: first.value }) : first;
  }
  const owner = { device, reset, now: now() };
  const next = checkManifestAfterReset(document, { bytes: before, username, server }, owner);
  if (next.ok) return ok({ manifest: next.value, before });
  // Who begins without knowing of the reset learns of it here.
  const isUnaware = checkFirstManifest(document, { username, server, device }).ok;
  return isUnaware ? refusalAfterReset(reset, before, now()) : next;
}

/**
 * What the account's next manifest has to follow. `endedAt` is later than all that the former devices have written, and by
 * the server's clock, as the times of records are.
 */
export function refusalAfterReset(resetAt: string, before: Uint8Array, now: number): Refusal {
  const { version, mailbox } = parseManifest(before);
  const endedAt = new Date(now).toISOString();
  const { generation } = mailbox;
  return refuse('account-reset', { resetAt, endedAt, version, generation, manifest: hashOf(before) });
}

/**
 * What is stored of the initial password, where the request proves that the account waiting under its name was made for its
 * sender. Strangers without an invite get the same answer for every name, so that it doesn't show which ones exist.
 */
async function proveReserved(
  dependencies: AccountDependencies,
  request: Request,
  connection: Connection,
): Promise<Result<string | undefined>> {
  const { username, initialAuthKey: authKey } = request;
  const isWelcome = admitStranger(dependencies, request).ok;
  if (authKey === undefined || (isWelcome && !isReserved(dependencies, username))) return ok(undefined);
  const proven = await prove(dependencies, { username, connection }, { authKey });
  if (proven.ok) return ok(isReserved(dependencies, username) ? proven.value : undefined);
  if (proven.code !== 'wrong-credentials') return proven;
  return isWelcome ? ok(undefined) : refuse('invite-invalid', proven.facts);
}

/** An administrator may have given out another initial password since the one of the request was proven. */
async function isInForce(
  { store }: AccountDependencies,
  username: Username,
  proven: string | undefined,
): Promise<boolean> {
  return proven === undefined || (await readCredentials(store, username))?.password === proven;
}

function isReserved({ directory }: AccountDependencies, username: Username): boolean {
  const entry = directory.find(username);
  return entry !== undefined && entry.accountKey === undefined;
}

/** Checks what admits a stranger before the name: a stranger who is refused learns nothing about the name. */
function admit(
  dependencies: AccountDependencies,
  request: Request,
  proven: string | undefined,
): Result<Admission> {
  const existing = dependencies.directory.find(request.username);
  if (existing && proven !== undefined && isReserved(dependencies, request.username))
    return ok({ role: existing.role });
  const admitted = admitStranger(dependencies, request);
  return admitted.ok && existing ? refuse('username-taken') : admitted;
}

function admitStranger(dependencies: AccountDependencies, request: Request): Result<Admission> {
  const { directory, invites, policy } = dependencies;
  const isFirst = directory.isEmpty;
  const invite = request.invite === undefined ? undefined : invites.find(request.invite);
  if (policy.registration === 'closed' && !isFirst) return refuse('registration-closed');
  if (policy.registration !== 'open' && !invite) {
    const cameWithout = request.invite === undefined && request.initialAuthKey === undefined;
    return refuse(cameWithout ? 'invite-required' : 'invite-invalid');
  }
  const role = roleByPolicy(dependencies, request.username) ?? invite?.role ?? 'member';
  return ok({ role, ...(invite && { invite }) });
}

async function hashCredentials({ passwords }: AccountDependencies, { authKey, recoveryAuth }: Request) {
  return { password: await passwords.hash(authKey), recovery: hashRecovery(recoveryAuth) };
}

interface Applicant extends NewManifest {
  readonly request: Request;
  readonly connection: Connection;
  readonly hashed: { readonly password: string; readonly recovery: string };
}

async function createAccount(
  dependencies: AccountDependencies,
  applicant: Applicant,
  { role, invite }: Admission,
) {
  const { directory, sessions, invites, connections } = dependencies;
  const { request, connection, hashed, manifest, before } = applicant;
  const { username, device } = request;
  const displayName = request.displayName ?? directory.find(username)?.displayName ?? username;
  const ending = invites.endForFirst(endsOwnersInvite(dependencies.policy, username));
  const { token, session, change } = sessions.prepare(username, device);
  const entry = {
    username,
    displayName,
    role,
    status: 'normal',
    accountKey: manifest.accountKey,
    devices: devicesOf(manifest),
    mailboxGeneration: manifest.mailbox.generation,
    keyedSince: before && manifest.mailbox.generation,
  } as const;
  const saved = await directory.put(entry, [
    putCredentials(username, hashed),
    putBlob('manifests', username, request.manifest),
    ...(before ? [keepFormerManifest(username, before)] : []),
    putBlob('vaults', username, request.vault),
    putBlob('marks', username, request.marks),
    change,
    ...(invite ? [invites.use(invite)] : []),
    ...ending.changes,
  ]);
  if (!saved.ok) return saved;
  if (invite) invites.used(invite);
  ending.forget();
  sessions.add(session);
  connections.attach(connection, session);
  return ok({ token, displayName });
}
