import type { AccountRole } from '../../protocol/accounts.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { RequestOf, ResponseOf } from '../../protocol/events.ts';
import type { Username } from '../../protocol/ids.ts';
import type { Manifest } from '../../protocol/manifest.ts';
import type { Connection } from '../cluster/connections.ts';
import { checkFirstManifest, devicesOf } from '../devices/manifest-check.ts';
import type { Invite } from '../invites/invites.ts';
import type { AccountDependencies } from './dependencies.ts';
import { putBlob, putCredentials } from './documents.ts';
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
  const { username, device } = request;
  const server = directory.serverName;
  const manifest = checkFirstManifest(request.manifest, { username, server, device });
  if (!manifest.ok) return manifest;
  const hashed = await hashCredentials(dependencies, request);
  return directory.entering(() =>
    directory.exclusively(username, async () => {
      // The name and the invite's last use may have gone while the password was being hashed.
      const admission = admit(dependencies, request, proven.value);
      if (!admission.ok) return admission;
      return createAccount(
        dependencies,
        { request, connection, hashed, manifest: manifest.value },
        admission.value,
      );
    }),
  );
}

/**
 * Whether the request proves that the account waiting under its name was made for its sender. Strangers without an
 * invite get the same answer for every name, so that it doesn't show which ones exist.
 */
async function proveReserved(
  dependencies: AccountDependencies,
  request: Request,
  connection: Connection,
): Promise<Result<boolean>> {
  const { username, initialAuthKey: authKey } = request;
  const isWelcome = admitStranger(dependencies, request).ok;
  if (authKey === undefined || (isWelcome && !isReserved(dependencies, username))) return ok(false);
  const proven = await prove(dependencies, { username, connection }, { authKey });
  if (proven.ok) return ok(isReserved(dependencies, username));
  if (proven.code !== 'wrong-credentials') return proven;
  return isWelcome ? ok(false) : refuse('invite-invalid', proven.facts);
}

function isReserved({ directory }: AccountDependencies, username: Username): boolean {
  const entry = directory.find(username);
  return entry !== undefined && entry.accountKey === undefined;
}

/** Checks what admits a stranger before the name: a stranger who is refused learns nothing about the name. */
function admit(dependencies: AccountDependencies, request: Request, proven: boolean): Result<Admission> {
  const existing = dependencies.directory.find(request.username);
  if (existing && proven && isReserved(dependencies, request.username)) return ok({ role: existing.role });
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

interface Applicant {
  readonly request: Request;
  readonly connection: Connection;
  readonly hashed: { readonly password: string; readonly recovery: string };
  readonly manifest: Manifest;
}

async function createAccount(
  dependencies: AccountDependencies,
  applicant: Applicant,
  { role, invite }: Admission,
) {
  const { directory, sessions, invites, connections } = dependencies;
  const { request, connection, hashed, manifest } = applicant;
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
  } as const;
  const saved = await directory.put(entry, [
    putCredentials(username, hashed),
    putBlob('manifests', username, request.manifest),
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
