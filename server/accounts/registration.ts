import type { AccountRole } from '../../protocol/accounts.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { RequestOf, ResponseOf } from '../../protocol/events.ts';
import type { Username } from '../../protocol/ids.ts';
import type { Manifest } from '../../protocol/manifest.ts';
import type { Connection } from '../connections.ts';
import { putBlob, putCredentials, readCredentials } from './documents.ts';
import type { Invite } from './invites.ts';
import { checkFirstManifest, devicesOf } from './manifest-check.ts';
import { endsOwnersInvite, roleByPolicy } from './owner.ts';
import type { AccountParts } from './parts.ts';

type Request = RequestOf<'account:register'>;

interface Admission {
  readonly role: AccountRole;
  readonly invite?: Invite;
}

export async function register(
  parts: AccountParts,
  request: Request,
  connection: Connection,
): Promise<Result<ResponseOf<'account:register'>>> {
  const proven = await proveReserved(parts, request);
  if (!proven.ok) return proven;
  const admitted = admit(parts, request, proven.value);
  if (!admitted.ok) return admitted;
  const { username, device } = request;
  const server = parts.directory.serverName;
  const manifest = checkFirstManifest(request.manifest, { username, server, device });
  if (!manifest.ok) return manifest;
  const hashed = await hashCredentials(parts, request);
  return parts.directory.entering(async () => {
    // The name and the invite's last use may have gone while the password was being hashed.
    const admission = admit(parts, request, proven.value);
    if (!admission.ok) return admission;
    return enter(parts, { request, connection, hashed, manifest: manifest.value }, admission.value);
  });
}

/** Whether the request proves that the account waiting under its name was made for whoever asks. */
async function proveReserved(parts: AccountParts, request: Request): Promise<Result<boolean>> {
  const { username, initialAuthKey } = request;
  if (initialAuthKey === undefined || !isReserved(parts, username)) return ok(false);
  const proven = await parts.lock.attempt(username, async () => {
    const credentials = await readCredentials(parts.store, username);
    return parts.passwords.compare(initialAuthKey, credentials?.password);
  });
  return proven.ok ? ok(true) : proven;
}

function isReserved({ directory }: AccountParts, username: Username): boolean {
  const entry = directory.find(username);
  return entry !== undefined && entry.accountKey === undefined;
}

function admit(parts: AccountParts, request: Request, proven: boolean): Result<Admission> {
  const { directory, invites, policy } = parts;
  const existing = directory.find(request.username);
  if (existing) {
    return proven && isReserved(parts, request.username)
      ? ok({ role: existing.role })
      : refuse('username-taken');
  }
  const isFirst = directory.isEmpty;
  const invite = request.invite === undefined ? undefined : invites.find(request.invite);
  if (policy.registration === 'closed' && !isFirst) return refuse('registration-closed');
  if (policy.registration !== 'open' && !invite) {
    const cameWithout = request.invite === undefined && request.initialAuthKey === undefined;
    return refuse(cameWithout ? 'invite-required' : 'invite-invalid');
  }
  const role = roleByPolicy(parts, request.username) ?? invite?.role ?? 'member';
  return ok({ role, ...(invite && { invite }) });
}

async function hashCredentials({ passwords }: AccountParts, request: Request) {
  const [password, recovery] = await Promise.all([
    passwords.hash(request.authKey),
    passwords.hash(request.recoveryAuth),
  ]);
  return { password, recovery };
}

interface Entrant {
  readonly request: Request;
  readonly connection: Connection;
  readonly hashed: { readonly password: string; readonly recovery: string };
  readonly manifest: Manifest;
}

async function enter(parts: AccountParts, entrant: Entrant, { role, invite }: Admission) {
  const { directory, sessions, invites, connections } = parts;
  const { request, connection, hashed, manifest } = entrant;
  const { username, device } = request;
  const displayName = request.displayName ?? directory.find(username)?.displayName ?? username;
  const ending = invites.endForFirst(endsOwnersInvite(parts.policy, username));
  const { token, session, change } = sessions.prepare(username, device);
  const entry = {
    username,
    displayName,
    role,
    status: 'normal',
    accountKey: manifest.accountKey,
    devices: devicesOf(manifest),
    disabled: false,
  } as const;
  const saved = await directory.put(entry, [
    putCredentials(username, hashed),
    putBlob('manifests', username, request.manifest),
    putBlob('vaults', username, request.vault),
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
