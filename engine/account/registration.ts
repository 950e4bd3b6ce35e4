import { joinToken, sealedVersion } from '../../protocol/accounts.ts';
import { toBase64url } from '../../protocol/bytes.ts';
import { type ErrorCode, ok, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import type { RequestOf, ResponseOf } from '../../protocol/events.ts';
import { publicKey, splitAddress } from '../../protocol/ids.ts';
import { withoutSurroundings } from '../../protocol/pasted.ts';
import { type Inviter, parseServerLink } from '../../protocol/server-link.ts';
import type { ParametersOf } from '../api/api.ts';
import type { Connection } from '../connection/connection.ts';
import { createContacts } from '../contacts/contacts.ts';
import type { Database } from '../database/database.ts';
import { listingOf, newDevice } from '../devices/own-device.ts';
import { sealMarks } from '../encryption/high-water-marks.ts';
import { generateMailboxKey } from '../encryption/mailboxes.ts';
import { signManifest } from '../encryption/manifests.ts';
import { type PasswordKeys, weaknessOf } from '../encryption/passwords.ts';
import { equal, randomBytes, wipe } from '../encryption/primitives.ts';
import { deriveFromRecoveryKey, generateRecoveryKey } from '../encryption/recovery-key.ts';
import { generateSigningKey } from '../encryption/signing.ts';
import { createVault } from '../encryption/vault.ts';
import { type AccountRecord, deleteFormerAccount, writeAccountAndVault } from '../session/account-record.ts';
import type { AccountOptions } from '../session/account-session.ts';
import { derive, type Identity, identify } from './credentials.ts';
import { type FormerAccount, formerAccountIn, withUnsent } from './former-account.ts';

export interface Registration {
  readonly record: AccountRecord;
  /** 24 words, kept nowhere. */
  readonly recoveryKey: string;
}

type Request = RequestOf<'account:register'>;

/** A new account with all its keys; the server may not know it yet. */
interface Draft {
  readonly record: AccountRecord;
  readonly recoveryKey: string;
  /** It takes the place of an account that was reset, of which this computer may have something. */
  readonly isReset: boolean;
  readonly keys: Pick<
    Request,
    'username' | 'authKey' | 'recoveryAuth' | 'device' | 'manifest' | 'vault' | 'marks'
  >;
}

/**
 * Makes every key of a new account here and gives the server what it may have. The record is written down when
 * it resolves. Where the answer was lost, or could not be written down, the server may have the account although
 * its user has not seen the recovery key: the next attempt with the same name and password is for the same account.
 */
export function createRegistration(options: AccountOptions) {
  const { connection, profile } = options;
  let unsettled: Draft | undefined;

  return async (parameters: ParametersOf<'register'>): Promise<Result<Registration>> => {
    const identity = await identifyNew(options, parameters);
    if (!identity.ok) return identity;
    const password = await derive(identity.value, parameters.password);
    if (!password.ok) return password;
    const inviter = inviterIn(parameters);
    const { serverName } = identity.value;
    if (inviter && splitAddress(inviter.address).server !== serverName)
      return refuse('other-server', { server: serverName });
    const invite = await proofOfInvite(identity.value, parameters);
    if (!invite.ok) return invite;
    const again = unsettled && isFor(unsettled, identity.value, password.value) ? unsettled : undefined;
    const make = (former?: FormerAccount) =>
      draftAccount(options, identity.value, password.value, parameters, former);
    const ask = (one: Draft) => {
      const { displayName } = parameters;
      const request = { ...one.keys, ...(displayName && { displayName }), ...invite.value };
      return askFor(connection, request, one === again);
    };
    let draft = again ?? (await make());
    let answer = await ask(draft);
    const former = isReset(answer) && parameters.acceptReset ? formerAccountIn(answer.facts) : undefined;
    if (former) {
      draft = await make(former);
      answer = await ask(draft);
    }
    if (answer.ok || answer.code === 'server-unreachable') unsettled = draft;
    if (!answer.ok) return withUnsent(options, identity.value.address, answer);
    const record = { ...draft.record, ...answer.value };
    const database = await profile.open(record.address);
    keepAccount(database, record, draft, inviter);
    if (draft.isReset) database.erase();
    unsettled = undefined;
    return ok({ record, recoveryKey: draft.recoveryKey });
  };
}

async function identifyNew(
  options: AccountOptions,
  { username, password }: ParametersOf<'register'>,
): Promise<Result<Identity>> {
  return weaknessOf(password) ?? (await identify(options, username));
}

function isReset(answer: Result<unknown>): answer is Refusal {
  return !answer.ok && answer.code === 'account-reset';
}

function isFor({ keys }: Draft, { username }: Identity, { authKey }: PasswordKeys): boolean {
  return keys.username === username && keys.authKey === authKey;
}

/** An unanswered registration may have used up the invite: the server checks the invite before the name. */
const takenCodes: ReadonlySet<ErrorCode> = new Set([
  'username-taken',
  'invite-invalid',
  'registration-closed',
]);

/** Signs in to an account that the server already has, if it is the one that an earlier attempt asked for. */
async function askFor(
  connection: Connection,
  request: Request,
  again: boolean,
): Promise<Result<ResponseOf<'account:register'>>> {
  const answer = await connection.request('account:register', request);
  if (answer.ok || !takenCodes.has(answer.code) || !again) return answer;
  const { username, authKey, device, manifest } = request;
  const signedIn = await connection.request('account:sign-in', { username, authKey, device });
  if (!signedIn.ok || !equal(signedIn.value.manifest, manifest)) return answer;
  const account = await connection.request('account:get', {});
  return account.ok ? ok({ token: signedIn.value.token, displayName: account.value.displayName }) : account;
}

function keepAccount(
  database: Database,
  record: AccountRecord,
  { keys: { manifest, vault }, isReset: wasReset }: Draft,
  inviter: Inviter | undefined,
): void {
  database.transaction(() => {
    if (wasReset) deleteFormerAccount(database, record.address);
    const contacts = createContacts(database);
    writeAccountAndVault(database, record, vault);
    contacts.pin(manifest, record.address);
    if (inviter) contacts.introduce(inviter.address, inviter.fingerprint);
  });
}

/** Undefined where no person made the invite. */
function inviterIn({ invite }: Pick<ParametersOf<'register'>, 'invite'>): Inviter | undefined {
  return invite === undefined ? undefined : parseServerLink(invite)?.inviter;
}

type Proof = Pick<RequestOf<'account:register'>, 'invite' | 'initialAuthKey'>;

/**
 * An invite is a link, its token, or the password that an administrator gave out. What hasn't the form of a token
 * may be a password, of which the server gets the auth key only. As `initialPassword` it is one, and taken as typed.
 */
async function proofOfInvite(
  identity: Identity,
  { invite: typed, initialPassword }: Pick<ParametersOf<'register'>, 'invite' | 'initialPassword'>,
): Promise<Result<Proof>> {
  if (initialPassword !== undefined) return initialAuthKeyFrom(identity, initialPassword);
  if (typed === undefined) return ok({});
  const link = typed.includes('://') ? parseServerLink(typed) : undefined;
  const token = joinToken.safeParse(link?.invite ?? withoutSurroundings(typed));
  const proof = await initialAuthKeyFrom(identity, token.data ?? typed.trim());
  return proof.ok && token.success ? ok({ ...proof.value, invite: token.data }) : proof;
}

async function initialAuthKeyFrom(identity: Identity, password: string): Promise<Result<Proof>> {
  const derived = await derive(identity, password);
  return derived.ok ? ok({ initialAuthKey: derived.value.authKey }) : derived;
}
async function draftAccount(
  { clock }: AccountOptions,
  { address, username, serverName, preLogin }: Identity,
  { authKey, vaultKek: passwordKek }: PasswordKeys,
  { deviceName }: ParametersOf<'register'>,
  former: FormerAccount | undefined,
): Promise<Draft> {
  const recovery = generateRecoveryKey();
  const { recoveryAuth, vaultKek: recoveryKek } = deriveFromRecoveryKey(recovery.key);
  const master = generateSigningKey();
  const generation = (former?.generation ?? 0) + 1;
  const version = (former?.version ?? 0) + 1;
  const mailboxKey = await generateMailboxKey(generation);
  const marksKey = randomBytes(32);
  const device = newDevice();
  const manifest = signManifest(
    {
      v: 1,
      address,
      accountKey: publicKey.parse(toBase64url(master.publicKey)),
      version,
      ...(former && {
        previous: former.manifest,
        former: { manifest: former.manifest, until: former.endedAt },
      }),
      devices: [listingOf(device, deviceName, clock.now())],
      mailbox: { generation, key: toBase64url(mailboxKey.publicKey) },
    },
    master.seed,
  );
  const deviceKek = randomBytes(32);
  const contents = {
    ...{ accountSeed: master.seed, mailboxKeys: [mailboxKey], marksKey },
    deviceKeks: [{ device: device.id, kek: deviceKek }],
  };
  const vault = createVault(address, contents, { passwordKek, recoveryKek });
  const marks = sealMarks(marksKey, address, 0, { manifestVersion: version, conversations: {} });
  wipe(master.seed);
  const record: AccountRecord = {
    v: 1,
    ...{ address, username, serverName, preLogin },
    displayName: username,
    device: device.id,
    deviceSeed: device.seed,
    devicePublicKey: device.publicKey,
    mailboxKeys: [mailboxKey],
    marksKey,
    deviceKek,
    vaultVersion: sealedVersion(vault),
    vaultSeenAt: clock.now(),
  };
  const keys = { username, authKey, recoveryAuth, device: device.id, manifest, vault, marks };
  return { record, recoveryKey: recovery.words, isReset: former !== undefined, keys };
}
