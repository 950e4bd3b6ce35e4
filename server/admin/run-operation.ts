import type { z } from 'zod';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { Username } from '../../protocol/ids.ts';
import type { FiledReport } from '../../protocol/reports.ts';
import type { AccountDependencies } from '../accounts/dependencies.ts';
import { deleteDocuments, putCredentials } from '../accounts/documents.ts';
import { endsOwnersInvite, roleByPolicy } from '../accounts/owner.ts';
import type { Invite } from '../invites/invites.ts';
import type { DirectoryEntry } from '../people/directory.ts';
import { proveReport } from '../reports/proof.ts';
import { ReportShelf } from '../reports/report-shelf.ts';
import { type AdminOperation, adminOperations, type ParametersOf, type ResponseOf } from './operations.ts';

/** The resources that the operations use. */
export interface AdminDependencies {
  readonly accounts: AccountDependencies;
  /** Makes a token a link, where the address is known. */
  readonly inviteLink?: (token: string) => string;
}

type Operations = {
  readonly [Name in AdminOperation]: (
    dependencies: AdminDependencies,
    parameters: ParametersOf<Name>,
  ) => Promise<Result<ResponseOf<Name>>>;
};

const WEEK_MILLISECONDS = 604_800_000;

/** Parses the parameters of an operation and performs it. */
export async function perform(
  dependencies: AdminDependencies,
  operation: string,
  parameters: unknown,
): Promise<Result<unknown>> {
  if (!Object.hasOwn(adminOperations, operation)) return refuse('unknown-event');
  const name = operation as AdminOperation; // it is a key of the table
  const schema: z.ZodType = adminOperations[name].parameters;
  const parsed = schema.safeParse(parameters);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse('bad-request', { detail: `${issue?.path.join('.')}: ${issue?.message}` });
  }
  // The compiler can't follow that the schema and the function are of the same name.
  const run = operations[name] as (
    dependencies: AdminDependencies,
    parameters: unknown,
  ) => Promise<Result<unknown>>;
  return run(dependencies, parsed.data);
}

const operations: Operations = {
  'user.preLogin': async ({ accounts: { identity } }, { username }) =>
    ok({
      serverName: identity.serverName,
      salt: Buffer.from(identity.saltOf(username)).toString('base64url'),
      argon2: identity.argon2,
    }),
  'user.add': ({ accounts }, parameters) => addUser(accounts, parameters),
  'user.reset': ({ accounts }, parameters) => resetUser(accounts, parameters),
  'user.list': async ({ accounts }) => ok({ users: [...accounts.directory.all()].map(describeUser) }),
  'user.unlock': async ({ accounts }, { username }) => {
    const entry = findPresent(accounts, username);
    if (!entry.ok) return entry;
    const lifted = await accounts.lock.forget(username);
    return lifted.ok ? ok({}) : lifted;
  },
  'invite.create': async ({ accounts, inviteLink }, { uses = 1, expires, role = 'member' }) => {
    const until = expires === undefined ? accounts.now() + WEEK_MILLISECONDS : Date.parse(expires);
    const created = await accounts.invites.create({ role, uses, expires: until });
    if (!created.ok) return created;
    const { token, invite } = created.value;
    return ok({ id: invite.id, token, ...(inviteLink && { link: inviteLink(token) }) });
  },
  'invite.list': async ({ accounts }) => ok({ invites: accounts.invites.list().map(describeInvite) }),
  'invite.revoke': async ({ accounts }, { id }) => {
    const revoked = await accounts.invites.revoke(id);
    return revoked.ok ? ok({}) : revoked;
  },
  'report.list': async ({ accounts: { store } }) => {
    const reports = await new ReportShelf(store).all();
    return ok({ reports: reports.toSorted((one, other) => other.at - one.at).map(describeReport) });
  },
  'report.show': async ({ accounts: { store, directory } }, { id }) => {
    const report = await new ReportShelf(store).find(id);
    if (!report) return refuse('no-such-report');
    const proven = await proveReport(directory, report);
    const messages = report.frames.map(({ seq, at }, index) => {
      const proof = proven[index];
      return {
        at: new Date(at).toISOString(),
        reported: seq === report.reported,
        edit: proof?.ok === true && proof.content.type === 'edit',
        ...(proof?.ok && { device: proof.header.device, text: proof.content.text }),
      };
    });
    return ok({ ...describeReport(report), messages });
  },
  'report.remove': ({ accounts: { store } }, { id }) => new ReportShelf(store).remove(id),
};

async function addUser(
  dependencies: AccountDependencies,
  { username, displayName = username, initialAuthKey, role }: ParametersOf<'user.add'>,
): Promise<Result<ResponseOf<'user.add'>>> {
  const { directory, invites, passwords } = dependencies;
  const password = await passwords.hash(initialAuthKey);
  return directory.entering(async () => {
    if (directory.find(username)) return refuse('username-taken');
    const entry: DirectoryEntry = {
      username,
      displayName,
      role: role ?? roleByPolicy(dependencies, username) ?? 'member',
      status: 'normal',
      accountKey: undefined,
      devices: new Map(),
    };
    const ending = invites.endForFirst(endsOwnersInvite(dependencies.policy, username));
    const saved = await directory.put(entry, [putCredentials(username, { password }), ...ending.changes]);
    if (!saved.ok) return saved;
    ending.forget();
    return ok({ role: entry.role });
  });
}

/** The name of a deleted account stays in the directory. */
function findPresent(
  { directory }: Pick<AccountDependencies, 'directory'>,
  username: Username,
): Result<DirectoryEntry> {
  const entry = directory.find(username);
  if (!entry) return refuse('no-such-user');
  return entry.deleted ? refuse('person-deleted', { user: username }) : ok(entry);
}

/** The last manifest stays: others need it to read what was written, and the next one has to follow it. */
async function resetUser(
  { directory, sessions, passwords, lock, now }: AccountDependencies,
  { username, initialAuthKey }: ParametersOf<'user.reset'>,
): Promise<Result<ResponseOf<'user.reset'>>> {
  const password = await passwords.hash(initialAuthKey);
  return directory.exclusively(username, async () => {
    const present = findPresent({ directory }, username);
    if (!present.ok) return present;
    const entry = present.value;
    const wasSetUp = (await directory.manifest(username)) !== undefined;
    const over = sessions.of(username);
    const waiting: DirectoryEntry = {
      ...entry,
      status: 'normal',
      accountKey: undefined,
      devices: new Map(),
      mailboxGeneration: undefined,
      // Of an account that waits already: what its former devices signed ended then.
      reset: entry.reset ?? (wasSetUp ? new Date(now()).toISOString() : undefined),
    };
    const saved = await directory.put(waiting, [
      putCredentials(username, { password }),
      ...deleteDocuments(username, ['vaults', 'marks']),
      ...sessions.endings(over),
    ]);
    if (!saved.ok) return saved;
    sessions.drop(over, 'revoked');
    // Guesses at the password before say nothing about this one.
    await lock.forget(username);
    return ok({ role: entry.role, wasSetUp });
  });
}

function describeUser({ username, displayName, role, accountKey, reset, deleted }: DirectoryEntry) {
  const waiting = reset === undefined ? 'waiting' : 'reset';
  const active = deleted ? 'deleted' : 'active';
  const state = accountKey === undefined ? waiting : active;
  return { username, displayName, role, state } as const;
}

function describeReport({ id, at, reporter, sender: reported, kind }: FiledReport) {
  return { id, at: new Date(at).toISOString(), reporter, reported, kind };
}

function describeInvite({ id, role, usesLeft, created, expires }: Invite) {
  return {
    id,
    role,
    usesLeft,
    created: new Date(created).toISOString(),
    ...(expires !== undefined && { expires: new Date(expires).toISOString() }),
  };
}
