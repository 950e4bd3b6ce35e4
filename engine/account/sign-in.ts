import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ResponseOf } from '../../protocol/events.ts';
import type { DeviceId } from '../../protocol/ids.ts';
import type { ParametersOf } from '../api/api.ts';
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
import { createContacts } from '../people/contacts.ts';
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

/** What a password and a recovery key have in common. */
interface Way {
  readonly opener: VaultOpener;
  readonly deviceName?: string | undefined;
  /** The version that the user accepts although this device has seen a newer one. */
  readonly acceptVault?: number | undefined;
  ask(device: DeviceId): Promise<Result<Answer>>;
  /** Runs on the opened account before it is stored. Returns the vault's version afterwards. */
  settle(opened: OpenedAccount): Promise<Result<number>>;
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
  return enter(options, identity.value, {
    opener: { passwordKek: vaultKek },
    deviceName,
    acceptVault,
    ask: (device) => options.connection.request('account:sign-in', { username: name, authKey, device }),
    settle: async ({ vault }) => ok(vault.version),
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
  return enter(options, identity.value, {
    opener: { recoveryKek: vaultKek },
    acceptVault,
    async ask(device) {
      const answer = await connection.request('account:recover', { username: name, recoveryAuth, device });
      const isWrong = !answer.ok && answer.code === 'wrong-credentials';
      return isWrong ? refuse('wrong-recovery-key', answer.facts) : answer;
    },
    async settle(opened) {
      const vault = nextVault(opened.vault, { passwordKek: derived.value.vaultKek });
      const newAuthKey = derived.value.authKey;
      const proof = { recoveryAuth };
      const changed = await connection.request('account:change-password', { proof, newAuthKey, vault });
      return changed.ok ? ok(opened.vault.version + 1) : changed;
    },
  });
}

/** The device that this profile knows is kept as long as the account lists it. */
async function enter(options: AccountOptions, identity: Identity, way: Way): Promise<Result<AccountRecord>> {
  const known = options.profile.peek(identity.address, readDevice);
  const asKnown = known && (await enterAs(options, { identity, way, known, device: deviceOf(known) }));
  if (asKnown && (asKnown.ok || asKnown.code !== 'device-not-listed')) return asKnown;
  return enterAs(options, { identity, way, known, device: newDevice() });
}

interface Attempt {
  readonly identity: Identity;
  readonly way: Way;
  /** What this profile knows of the account. */
  readonly known: DeviceRecord | undefined;
  readonly device: OwnDevice;
}

async function enterAs(options: AccountOptions, attempt: Attempt): Promise<Result<AccountRecord>> {
  const { identity, way, device } = attempt;
  const answer = await way.ask(device.id);
  if (!answer.ok) return answer;
  const opened = openAccount(identity.address, answer.value, way.opener);
  const entered = opened.ok
    ? await takeOver(options, { ...attempt, answer: answer.value, opened: opened.value })
    : opened;
  if (opened.ok) wipe(opened.value.vault.contents.accountSeed);
  // The server has begun a session that this device is not going to use.
  if (!entered.ok) await options.connection.request('account:sign-out', {});
  return entered;
}

interface Entry extends Attempt {
  readonly answer: Answer;
  readonly opened: OpenedAccount;
}

async function takeOver(options: AccountOptions, entry: Entry): Promise<Result<AccountRecord>> {
  const { identity, way, known, device, answer, opened } = entry;
  const older = known && refuseOlderVault(opened.vault, known, way.acceptVault);
  if (older) return older;
  if (isRevoked(device, opened.manifest.manifest)) return refuse('device-not-listed');
  const settled = await way.settle(opened);
  if (!settled.ok) return settled;
  const database = await options.profile.open(identity.address);
  const record = recordOf(entry, settled.value, options.clock.now());
  // The device is written down before it is published: if the answer is lost, the next sign-in finds it.
  writeAccount(database, record);
  const marks = checkMarks(entry, database);
  if (!marks.ok) return marks;
  const listed = await makeListed(options, entry, database);
  if (!listed.ok) return listed;
  const account = await options.connection.request('account:get', {});
  if (!account.ok) return account;
  const complete = { ...record, displayName: account.value.displayName, token: answer.token };
  writeAccount(database, complete);
  return ok(complete);
}

function recordOf(
  { identity, known, device, opened }: Entry,
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
function checkMarks({ identity, answer, opened }: Entry, database: Database): Result<undefined> {
  if (!answer.marks) return refuse('verification-failed', { detail: 'the high-water marks are missing' });
  const { marksKey } = opened.vault.contents;
  const marks = keepMarks(database, { marksKey, address: identity.address }, answer.marks);
  if (!marks.ok) return marks;
  const isOld = opened.manifest.manifest.version < marks.value.manifestVersion;
  return isOld ? refuse('verification-failed', { detail: 'an old manifest' }) : ok(undefined);
}

/** Pins the account's own manifest, with this device in it. */
async function makeListed(
  { connection, clock }: AccountOptions,
  { identity: { address }, way, device, answer, opened }: Entry,
  database: Database,
): Promise<Result<unknown>> {
  const contacts = createContacts(database);
  const pinned = await pinOwnManifest(connection, contacts, address, answer.manifest);
  if (!pinned.ok) return refuse('verification-failed', { detail: 'an old manifest' });
  if (isListed(device, pinned.value.manifest)) return pinned;
  const listing = listingOf(device, way.deviceName, clock.now());
  const { accountSeed } = opened.vault.contents;
  const listed = await listDevice(connection, pinned.value, accountSeed, listing);
  return listed.ok ? contacts.pin(listed.value, address) : listed;
}
