import { sealedVersion } from '../../protocol/accounts.ts';
import { ok, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import type { ResponseOf } from '../../protocol/events.ts';
import type { Address, DeviceId } from '../../protocol/ids.ts';
import type { Manifest } from '../../protocol/manifest.ts';
import type { ParametersOf } from '../api/api.ts';
import { createContacts } from '../contacts/contacts.ts';
import type { Database } from '../database/database.ts';
import { reviseAccount } from '../devices/account-revision.ts';
import { withDevice } from '../devices/device-listing.ts';
import { type OpenedAccount, openAccount } from '../devices/opened-account.ts';
import { deviceOf, isRevoked, listingOf, newDevice, type OwnDevice } from '../devices/own-device.ts';
import { pinOwnManifest } from '../devices/own-manifest.ts';
import { refuseOlderVault, seenBy } from '../devices/seen-vault.ts';
import { verifyManifest } from '../encryption/manifests.ts';
import { weaknessOf } from '../encryption/passwords.ts';
import { randomBytes, wipe } from '../encryption/primitives.ts';
import { deriveFromRecoveryKey, parseRecoveryWords } from '../encryption/recovery-key.ts';
import { nextVault, type VaultOpener } from '../encryption/vault.ts';
import { keepMarks } from '../high-water-marks/stored-marks.ts';
import {
  type AccountRecord,
  type DeviceRecord,
  deviceKekOf,
  forgetEnd,
  readAccount,
  readDevice,
  readVault,
  writeAccountAndVault,
} from '../session/account-record.ts';
import type { AccountOptions, AccountState } from '../session/account-session.ts';
import { derive, type Identity, identify } from './credentials.ts';
import { countUnsent, eraseFormerAccount, withUnsent } from './former-account.ts';

type Answer = ResponseOf<'account:sign-in'>;

/** A password or a recovery key, as a means to sign in. */
interface SignInMethod {
  readonly opener: VaultOpener;
  /** Where the opener has another key; nothing that a user typed where it is missing. */
  readonly otherKey?: Refusal | undefined;
  readonly deviceName?: string | undefined;
  /** The version that the user accepts although this device has seen a newer one. */
  readonly acceptVault?: number | undefined;
  /** The user accepts that the account was reset, and what this computer has of it is erased. */
  readonly acceptReset?: true | undefined;
  request(device: DeviceId): Promise<Result<Answer>>;
  /** Runs on the opened account before it is stored. Returns the vault's version afterwards. */
  complete(opened: OpenedAccount): Promise<Result<number>>;
}

/**
 * Refuses with the server's codes, `verification-failed`, `account-set-back`, or `recovery-key-needed`. The record is written
 * down when this resolves. A device whose session was ended has its part of the vault still, and needs no recovery key.
 */
export async function signInWithPassword(
  options: AccountOptions,
  { username, password, recoveryKey, deviceName, acceptVault, acceptReset }: ParametersOf<'signIn'>,
): Promise<Result<AccountRecord>> {
  const recovery = recoveryKey === undefined ? undefined : parseRecoveryWords(recoveryKey);
  if (recoveryKey !== undefined && !recovery) return refuse('recovery-key-mistyped');
  const identity = await identify(options, username);
  if (!identity.ok) return identity;
  const derived = await derive(identity.value, password);
  if (!derived.ok) return derived;
  const { authKey, vaultKek: passwordKek } = derived.value;
  const { username: name, address } = identity.value;
  const kept = options.profile.readFrom(address, readAccount);
  const recoveryKek = recovery && deriveFromRecoveryKey(recovery).vaultKek;
  return startSession(options, identity.value, {
    opener: { passwordKek, recoveryKek, device: kept && deviceKekOf(kept) },
    otherKey: recoveryKek && refuse('wrong-recovery-key'),
    ...{ deviceName, acceptVault, acceptReset },
    request: (device) => options.connection.request('account:sign-in', { username: name, authKey, device }),
    complete: async ({ vault }) => ok(vault.version),
  });
}

/** The same with the recovery key, which also gives the account its new password. */
export async function signInWithRecoveryWords(
  options: AccountOptions,
  { username, recoveryKey, newPassword, ...accepted }: ParametersOf<'signInWithRecoveryKey'>,
): Promise<Result<AccountRecord>> {
  const { connection } = options;
  const key = parseRecoveryWords(recoveryKey);
  if (!key) return refuse('recovery-key-mistyped');
  const weakness = weaknessOf(newPassword);
  if (weakness) return weakness;
  const identity = await identify(options, username);
  if (!identity.ok) return identity;
  const derived = await derive(identity.value, newPassword);
  if (!derived.ok) return derived;
  const { recoveryAuth, vaultKek } = deriveFromRecoveryKey(key);
  const name = identity.value.username;
  return startSession(options, identity.value, {
    opener: { recoveryKek: vaultKek },
    ...accepted,
    async request(device) {
      const answer = await connection.request('account:recover', { username: name, recoveryAuth, device });
      const isWrong = !answer.ok && answer.code === 'wrong-credentials';
      return isWrong ? refuse('wrong-recovery-key', answer.facts) : answer;
    },
    async complete(opened) {
      const vault = nextVault(opened.vault, { passwordKek: derived.value.vaultKek });
      const newAuthKey = derived.value.authKey;
      const proof = { recoveryAuth };
      const changed = await connection.request('account:change-password', { proof, newAuthKey, vault });
      return changed.ok ? ok(opened.vault.version + 1) : changed;
    },
  });
}

/** The device that this profile knows is kept as long as the account lists it. */
async function startSession(
  options: AccountOptions,
  identity: Identity,
  method: SignInMethod,
): Promise<Result<AccountRecord>> {
  const { address } = identity;
  const known = options.profile.readFrom(address, (database) => readKnown(database, address));
  const asKnown =
    known && (await startSessionAs(options, { identity, method, known, device: deviceOf(known.device) }));
  if (asKnown && !asKnown.ok && asKnown.code === 'reset-since' && method.acceptReset) {
    await eraseFormerAccount(options, address);
    return startSessionAs(options, { identity, method, known: undefined, device: newDevice() });
  }
  if (asKnown && (asKnown.ok || asKnown.code !== 'device-not-listed')) return asKnown;
  return startSessionAs(options, { identity, method, known, device: newDevice() });
}

/** What this profile has of the account from before. */
interface KnownAccount {
  readonly device: DeviceRecord;
  readonly vault: Uint8Array | undefined;
  readonly pinned: Manifest | undefined;
  /** The pinned one as it came. */
  readonly manifest: Uint8Array | undefined;
}

function readKnown(database: Database, address: Address): KnownAccount | undefined {
  const device = readDevice(database);
  if (!device) return;
  const contacts = createContacts(database);
  const pinned = contacts.find(address)?.pinned?.manifest;
  return { device, vault: readVault(database), pinned, manifest: contacts.signedManifest(address) };
}

interface SignInAttempt {
  readonly identity: Identity;
  readonly method: SignInMethod;
  readonly known: KnownAccount | undefined;
  readonly device: OwnDevice;
}

async function startSessionAs(
  options: AccountOptions,
  attempt: SignInAttempt,
): Promise<Result<AccountRecord>> {
  const { identity, method, device } = attempt;
  const answer = await method.request(device.id);
  if (!answer.ok) return withUnsent(options, identity.address, answer);
  const documents = newestOf(attempt, answer.value);
  const opened = openAccount(identity.address, documents, method.opener, method.otherKey);
  const reset = opened.ok ? refuseOtherKey(options, attempt, opened.value) : undefined;
  const started =
    reset ??
    (opened.ok
      ? await adoptAccount(options, { ...attempt, answer: answer.value, opened: opened.value, documents })
      : opened);
  if (opened.ok) wipe(opened.value.vault.contents.accountSeed);
  // The server has begun a session that this device is not going to use.
  if (!started.ok) await options.connection.request('account:sign-out', {});
  return started;
}

/**
 * The account was reset, and set up again elsewhere, since this computer knew it: the vault opens, but it holds another account
 * key. One that waits to be set up is refused by the server, and goes on with a registration.
 */
function refuseOtherKey(
  options: AccountOptions,
  { identity: { address }, known }: SignInAttempt,
  { manifest: { manifest } }: OpenedAccount,
): Refusal | undefined {
  const isOther = known?.pinned && known.pinned.accountKey !== manifest.accountKey;
  if (!isOther || !manifest.former) return;
  return refuse('reset-since', {
    resetAt: manifest.former.until,
    unsent: countUnsent(options, address) ?? 0,
  });
}

type Documents = Pick<Answer, 'manifest' | 'vault'>;

/**
 * A server that was restored from a backup has lost what this device still has. Where the list of devices isn't older, or
 * the lost vault is under another password, it gets nothing back: the user decides (seen-vault.ts).
 */
function newestOf({ identity: { address }, method, known }: SignInAttempt, answer: Answer): Documents {
  const { vault, manifest, pinned } = known ?? {};
  const served = verifyManifest(answer.manifest, address);
  if (!vault || !manifest || !pinned || !served.ok) return answer;
  const isBehind =
    sealedVersion(answer.vault) < sealedVersion(vault) && served.value.manifest.version < pinned.version;
  const own = isBehind ? openAccount(address, { vault, manifest }, method.opener) : undefined;
  if (!own?.ok) return answer;
  wipe(own.value.vault.contents.accountSeed);
  return { vault, manifest };
}

interface OpenedAttempt extends SignInAttempt {
  readonly answer: Answer;
  readonly opened: OpenedAccount;
  /** Those that are opened: the answer's, or this device's own where the server has lost them. */
  readonly documents: Documents;
}

async function adoptAccount(options: AccountOptions, attempt: OpenedAttempt): Promise<Result<AccountRecord>> {
  const { identity, method, known, device, answer, opened, documents } = attempt;
  const seen = known && { ...known.device, generation: known.pinned?.mailbox.generation ?? 0 };
  const older = seen && refuseOlderVault(opened.vault, seen, method.acceptVault);
  if (older) return older;
  if (isRevoked(device, opened.manifest.manifest)) return refuse('device-not-listed');
  const completed = await method.complete(opened);
  if (!completed.ok) return completed;
  const database = await options.profile.open(identity.address);
  const record = recordOf(attempt, completed.value, options.clock.now());
  // The device is written down before it is published: if the answer is lost, the next sign-in finds it. So is the vault,
  // which takes the place of a newer one that the user has given up: the server must not get that one back.
  writeAccountAndVault(database, record, documents.vault);
  const marks = checkMarks(attempt, database);
  if (!marks.ok) return marks;
  const listed = await ensureListed(options, attempt, database, record);
  if (!listed.ok) return listed;
  const account = await options.connection.request('account:get', {});
  if (!account.ok) return account;
  const { contents, vault } = listed.value;
  const signedIn = {
    ...record,
    ...keysOf(contents),
    // Of the vault that this sign-in has published: what the server has before that is an older account from now on.
    vaultVersion: sealedVersion(vault),
    vaultSeenAt: options.clock.now(),
    displayName: account.value.displayName,
    token: answer.token,
  };
  forgetEnd(database);
  writeAccountAndVault(database, signedIn, vault);
  return ok(signedIn);
}

function recordOf(
  { identity, method, known, device, opened: { vault } }: OpenedAttempt,
  vaultVersion: number,
  now: number,
): AccountRecord {
  const seen = known?.device;
  const kept = method.opener.device;
  const isKnown = vault.version === vaultVersion && vaultVersion === seen?.vaultVersion;
  return {
    v: 1,
    address: identity.address,
    username: identity.username,
    serverName: identity.serverName,
    preLogin: identity.preLogin,
    displayName: identity.username,
    device: device.id,
    deviceSeed: device.seed,
    devicePublicKey: device.publicKey,
    // A sign-in that is interrupted leaves this device the key that opens its part of the vault.
    deviceKek: kept?.device === device.id ? kept.kek : randomBytes(32),
    ...keysOf(vault.contents),
    vaultVersion,
    vaultSeenAt: isKnown ? seen.vaultSeenAt : now,
  };
}

function keysOf({
  mailboxKeys,
  marksKey,
}: Pick<AccountRecord, 'marksKey'> & Pick<AccountState, 'mailboxKeys'>) {
  return { mailboxKeys: [...mailboxKeys], marksKey };
}

/** Another device may have seen a newer manifest than the one that the server serves now. */
function checkMarks(
  { identity, answer, opened, documents }: OpenedAttempt,
  database: Database,
): Result<unknown> {
  if (!answer.marks) return refuse('verification-failed', { detail: 'the high-water marks are missing' });
  // Those that the server has lost may have been under another key; it gets this device's back.
  if (documents !== answer) return ok({});
  const { marksKey } = opened.vault.contents;
  const marks = keepMarks(database, { marksKey, address: identity.address }, answer.marks);
  if (!marks.ok) return marks;
  const isOld = opened.manifest.manifest.version < marks.value.manifestVersion;
  return isOld ? refuse('verification-failed', { detail: 'an old manifest' }) : ok({});
}

/** Publishes the account with this device in its list and its vault, and pins its manifest. */
async function ensureListed(
  { connection, clock }: AccountOptions,
  { identity: { address }, method, device, answer, opened }: OpenedAttempt,
  database: Database,
  record: AccountRecord,
) {
  const contacts = createContacts(database);
  const own = { address, contacts, database, marksKey: opened.vault.contents.marksKey };
  const pinned = await pinOwnManifest(connection, own, answer);
  if (!pinned.ok) return refuse('verification-failed', { detail: 'an old manifest' });
  const listing = listingOf(device, method.deviceName, clock.now());
  return reviseAccount({ connection, own, opener: method.opener, seen: seenBy(record) }, (present) =>
    withDevice(connection, present, listing, record.deviceKek),
  );
}
