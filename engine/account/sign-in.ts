import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ResponseOf } from '../../protocol/events.ts';
import type { DeviceId } from '../../protocol/ids.ts';
import type { ParametersOf } from '../api/api.ts';
import { createContacts } from '../contacts/contacts.ts';
import type { Database } from '../database/database.ts';
import { listDevice } from '../devices/device-listing.ts';
import {
  deviceOf,
  isListed,
  isRevoked,
  listingOf,
  newDevice,
  type OwnDevice,
} from '../devices/own-device.ts';
import { pinOwnManifest } from '../devices/own-manifest.ts';
import { weaknessOf } from '../encryption/passwords.ts';
import { wipe } from '../encryption/primitives.ts';
import { deriveFromRecoveryKey, parseRecoveryWords } from '../encryption/recovery-key.ts';
import { nextVault, type VaultOpener } from '../encryption/vault.ts';
import { keepMarks } from '../high-water-marks/stored-marks.ts';
import {
  type AccountRecord,
  type DeviceRecord,
  readDevice,
  writeAccount,
} from '../session/account-record.ts';
import type { AccountOptions } from '../session/account-session.ts';
import { derive, type Identity, identify } from './credentials.ts';
import { type OpenedAccount, openAccount } from './opened-account.ts';
import { refuseOlderVault } from './seen-vault.ts';

type Answer = ResponseOf<'account:sign-in'>;

/** A password or a recovery key, as a means to sign in. */
interface SignInMethod {
  readonly opener: VaultOpener;
  readonly deviceName?: string | undefined;
  /** The version that the user accepts although this device has seen a newer one. */
  readonly acceptVault?: number | undefined;
  request(device: DeviceId): Promise<Result<Answer>>;
  /** Runs on the opened account before it is stored. Returns the vault's version afterwards. */
  complete(opened: OpenedAccount): Promise<Result<number>>;
}

/** Refuses with the server's codes, `verification-failed`, or `account-set-back`. The record is written down when this resolves. */
export async function signInWithPassword(
  options: AccountOptions,
  { username, password, deviceName, acceptVault }: ParametersOf<'signIn'>,
): Promise<Result<AccountRecord>> {
  const identity = await identify(options, username);
  if (!identity.ok) return identity;
  const derived = await derive(identity.value, password);
  if (!derived.ok) return derived;
  const { authKey, vaultKek } = derived.value;
  const name = identity.value.username;
  return startSession(options, identity.value, {
    opener: { passwordKek: vaultKek },
    deviceName,
    acceptVault,
    request: (device) => options.connection.request('account:sign-in', { username: name, authKey, device }),
    complete: async ({ vault }) => ok(vault.version),
  });
}

/** The same with the recovery key, which also gives the account its new password. */
export async function signInWithRecoveryWords(
  options: AccountOptions,
  { username, recoveryKey, newPassword, acceptVault }: ParametersOf<'signInWithRecoveryKey'>,
): Promise<Result<AccountRecord>> {
  const { connection } = options;
  const key = parseRecoveryWords(recoveryKey);
  if (!key) return refuse('wrong-recovery-key');
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
    acceptVault,
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
  const known = options.profile.readFrom(identity.address, readDevice);
  const asKnown =
    known && (await startSessionAs(options, { identity, method, known, device: deviceOf(known) }));
  if (asKnown && (asKnown.ok || asKnown.code !== 'device-not-listed')) return asKnown;
  return startSessionAs(options, { identity, method, known, device: newDevice() });
}

interface SignInAttempt {
  readonly identity: Identity;
  readonly method: SignInMethod;
  /** What this profile knows of the account. */
  readonly known: DeviceRecord | undefined;
  readonly device: OwnDevice;
}

async function startSessionAs(
  options: AccountOptions,
  attempt: SignInAttempt,
): Promise<Result<AccountRecord>> {
  const { identity, method, device } = attempt;
  const answer = await method.request(device.id);
  if (!answer.ok) return answer;
  const opened = openAccount(identity.address, answer.value, method.opener);
  const started = opened.ok
    ? await adoptAccount(options, { ...attempt, answer: answer.value, opened: opened.value })
    : opened;
  if (opened.ok) wipe(opened.value.vault.contents.accountSeed);
  // The server has begun a session that this device is not going to use.
  if (!started.ok) await options.connection.request('account:sign-out', {});
  return started;
}

interface OpenedAttempt extends SignInAttempt {
  readonly answer: Answer;
  readonly opened: OpenedAccount;
}

async function adoptAccount(options: AccountOptions, attempt: OpenedAttempt): Promise<Result<AccountRecord>> {
  const { identity, method, known, device, answer, opened } = attempt;
  const older = known && refuseOlderVault(opened.vault, known, method.acceptVault);
  if (older) return older;
  if (isRevoked(device, opened.manifest.manifest)) return refuse('device-not-listed');
  const completed = await method.complete(opened);
  if (!completed.ok) return completed;
  const database = await options.profile.open(identity.address);
  const record = recordOf(attempt, completed.value, options.clock.now());
  // The device is written down before it is published: if the answer is lost, the next sign-in finds it.
  writeAccount(database, record);
  const marks = checkMarks(attempt, database);
  if (!marks.ok) return marks;
  const listed = await ensureListed(options, attempt, database);
  if (!listed.ok) return listed;
  const account = await options.connection.request('account:get', {});
  if (!account.ok) return account;
  const signedIn = { ...record, displayName: account.value.displayName, token: answer.token };
  writeAccount(database, signedIn);
  return ok(signedIn);
}

function recordOf(
  { identity, known, device, opened }: OpenedAttempt,
  vaultVersion: number,
  now: number,
): AccountRecord {
  const { mailboxKeys, marksKey } = opened.vault.contents;
  const isKnown = opened.vault.version === vaultVersion && vaultVersion === known?.vaultVersion;
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
    mailboxKeys: [...mailboxKeys],
    marksKey,
    vaultVersion,
    vaultSeenAt: isKnown ? known.vaultSeenAt : now,
  };
}

/** Another device may have seen a newer manifest than the one that the server serves now. */
function checkMarks({ identity, answer, opened }: OpenedAttempt, database: Database): Result<undefined> {
  if (!answer.marks) return refuse('verification-failed', { detail: 'the high-water marks are missing' });
  const { marksKey } = opened.vault.contents;
  const marks = keepMarks(database, { marksKey, address: identity.address }, answer.marks);
  if (!marks.ok) return marks;
  const isOld = opened.manifest.manifest.version < marks.value.manifestVersion;
  return isOld ? refuse('verification-failed', { detail: 'an old manifest' }) : ok(undefined);
}

/** Pins the account's own manifest, with this device in it. */
async function ensureListed(
  { connection, clock }: AccountOptions,
  { identity: { address }, method, device, answer, opened }: OpenedAttempt,
  database: Database,
): Promise<Result<unknown>> {
  const contacts = createContacts(database);
  const pinned = await pinOwnManifest(connection, contacts, address, answer.manifest);
  if (!pinned.ok) return refuse('verification-failed', { detail: 'an old manifest' });
  if (isListed(device, pinned.value.manifest)) return pinned;
  const listing = listingOf(device, method.deviceName, clock.now());
  const { accountSeed } = opened.vault.contents;
  const listed = await listDevice(connection, pinned.value, accountSeed, listing);
  return listed.ok ? contacts.pin(listed.value, address) : listed;
}
