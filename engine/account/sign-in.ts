import { sealedVersion } from '../../protocol/accounts.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ResponseOf } from '../../protocol/events.ts';
import type { Address, DeviceId } from '../../protocol/ids.ts';
import type { ParametersOf } from '../api/api.ts';
import type { Database } from '../database/database.ts';
import { reviseAccount } from '../devices/account-revision.ts';
import { withDevice } from '../devices/device-listing.ts';
import { type OpenedAccount, openAccount } from '../devices/opened-account.ts';
import { deviceOf, isRevoked, listingOf, newDevice, type OwnDevice } from '../devices/own-device.ts';
import { pinOwnManifest } from '../devices/own-manifest.ts';
import { weaknessOf } from '../encryption/passwords.ts';
import { randomBytes, wipe } from '../encryption/primitives.ts';
import { deriveFromRecoveryKey, parseRecoveryWords } from '../encryption/recovery-key.ts';
import { nextVault, type VaultOpener } from '../encryption/vault.ts';
import { keepMarks } from '../high-water-marks/stored-marks.ts';
import { createContacts } from '../people/contacts.ts';
import {
  type AccountRecord,
  type DeviceRecord,
  forgetRemoval,
  readDevice,
  readVault,
  writeAccount,
  writeAccountAndVault,
} from '../session/account-record.ts';
import type { AccountOptions, AccountState } from '../session/account-session.ts';
import { derive, type Identity, identify } from './credentials.ts';

type Answer = ResponseOf<'account:sign-in'>;

/** What a password and a recovery key have in common. */
interface Way {
  readonly opener: VaultOpener;
  readonly deviceName?: string | undefined;
  ask(device: DeviceId): Promise<Result<Answer>>;
  /** Runs on the opened account before it is stored. */
  settle(opened: OpenedAccount): Promise<Result<unknown>>;
}

/** Refuses with the server's codes, or `verification-failed`. The record is written down when this resolves. */
export async function signInWithPassword(
  options: AccountOptions,
  { username, password, deviceName }: ParametersOf<'signIn'>,
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
    ask: (device) => options.connection.request('account:sign-in', { username: name, authKey, device }),
    settle: async () => ok({}),
  });
}

/** The same with the recovery key, which also gives the account its new password. */
export async function signInWithRecoveryWords(
  options: AccountOptions,
  { username, recoveryKey, newPassword }: ParametersOf<'signInWithRecoveryKey'>,
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
    async ask(device) {
      const answer = await connection.request('account:recover', { username: name, recoveryAuth, device });
      const isWrong = !answer.ok && answer.code === 'wrong-credentials';
      return isWrong ? refuse('wrong-recovery-key', answer.facts) : answer;
    },
    async settle(opened) {
      const vault = nextVault(opened.vault, { passwordKek: derived.value.vaultKek });
      const newAuthKey = derived.value.authKey;
      const proof = { recoveryAuth };
      return connection.request('account:change-password', { proof, newAuthKey, vault });
    },
  });
}

/** The device that this profile knows is kept as long as the account lists it. */
async function enter(options: AccountOptions, identity: Identity, way: Way): Promise<Result<AccountRecord>> {
  const known = options.profile.peek(identity.address, (database) => readKnown(database, identity.address));
  const asKnown = known && (await enterAs(options, identity, way, deviceOf(known.device), known));
  if (asKnown && (asKnown.ok || asKnown.code !== 'device-not-listed')) return asKnown;
  return enterAs(options, identity, way, newDevice(), known);
}

/** What this profile has of the account from before. */
interface KnownAccount {
  readonly device: DeviceRecord;
  readonly vault: Uint8Array | undefined;
  readonly manifest: Uint8Array | undefined;
}

function readKnown(database: Database, address: Address): KnownAccount | undefined {
  const device = readDevice(database);
  if (!device) return;
  const manifest = createContacts(database).signedManifest(address);
  return { device, vault: readVault(database), manifest };
}

async function enterAs(
  options: AccountOptions,
  identity: Identity,
  way: Way,
  device: OwnDevice,
  known: KnownAccount | undefined,
): Promise<Result<AccountRecord>> {
  const answer = await way.ask(device.id);
  if (!answer.ok) return answer;
  const newest = newestOf(answer.value, known);
  const opened = openAccount(identity.address, newest, way.opener, known?.device.vaultVersion ?? 0);
  const isRestored = newest !== answer.value;
  const entered = opened.ok
    ? await takeOver(options, {
        identity,
        way,
        device,
        answer: answer.value,
        opened: opened.value,
        isRestored,
      })
    : opened;
  if (opened.ok) wipe(opened.value.vault.contents.accountSeed);
  // The server has begun a session that this device is not going to use.
  if (!entered.ok) await options.connection.request('account:sign-out', {});
  return entered;
}

/** A server that was restored from a backup has lost what this device still has. */
function newestOf(answer: Answer, known: KnownAccount | undefined): Pick<Answer, 'manifest' | 'vault'> {
  const { vault, manifest } = known ?? {};
  const isBehind = vault && manifest && sealedVersion(answer.vault) < sealedVersion(vault);
  return isBehind ? { vault, manifest } : answer;
}

interface Entry {
  readonly identity: Identity;
  readonly way: Way;
  readonly device: OwnDevice;
  readonly answer: Answer;
  readonly opened: OpenedAccount;
  /** The server had lost the newest documents, and this device still has them. */
  readonly isRestored: boolean;
}

async function takeOver(options: AccountOptions, entry: Entry): Promise<Result<AccountRecord>> {
  const { identity, device, answer, opened } = entry;
  if (isRevoked(device, opened.manifest.manifest)) return refuse('device-not-listed');
  const settled = await entry.way.settle(opened);
  if (!settled.ok) return settled;
  const database = await options.profile.open(identity.address);
  const record = recordOf(entry);
  // The device is written down before it is published: if the answer is lost, the next sign-in finds it.
  writeAccount(database, record);
  const marks = checkMarks(entry, database);
  if (!marks.ok) return marks;
  const listed = await makeListed(options, entry, database, record.deviceKek);
  if (!listed.ok) return listed;
  const account = await options.connection.request('account:get', {});
  if (!account.ok) return account;
  const { contents, vault } = listed.value;
  const complete = {
    ...record,
    ...keysOf(contents),
    vaultVersion: sealedVersion(vault),
    displayName: account.value.displayName,
    token: answer.token,
  };
  forgetRemoval(database);
  writeAccountAndVault(database, complete, vault);
  return ok(complete);
}

function recordOf({ identity, device, opened: { vault } }: Entry): AccountRecord {
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
    deviceKek: randomBytes(32),
    ...keysOf(vault.contents),
    vaultVersion: vault.version,
  };
}

function keysOf({
  mailboxKeys,
  marksKey,
}: Pick<AccountRecord, 'marksKey'> & Pick<AccountState, 'mailboxKeys'>) {
  return { mailboxKeys: [...mailboxKeys], marksKey };
}

/** Another device may have seen a newer manifest than the one that the server serves now. */
function checkMarks({ identity, answer, opened, isRestored }: Entry, database: Database): Result<unknown> {
  if (!answer.marks) return refuse('verification-failed', { detail: 'the high-water marks are missing' });
  // Those that the server has lost may have been under another key; it gets this device's back.
  if (isRestored) return ok({});
  const { marksKey } = opened.vault.contents;
  const marks = keepMarks(database, { marksKey, address: identity.address }, answer.marks);
  if (!marks.ok) return marks;
  const isOld = opened.manifest.manifest.version < marks.value.manifestVersion;
  return isOld ? refuse('verification-failed', { detail: 'an old manifest' }) : ok({});
}

/** Publishes the account with this device in its list and its vault, and pins its manifest. */
async function makeListed(
  { connection, clock }: AccountOptions,
  { identity: { address }, way, device, answer, opened }: Entry,
  database: Database,
  kek: Uint8Array,
) {
  const contacts = createContacts(database);
  const own = { address, contacts, database };
  const { marksKey } = opened.vault.contents;
  const pinned = await pinOwnManifest(connection, { ...own, marksKey }, answer.manifest);
  if (!pinned.ok) return refuse('verification-failed', { detail: 'an old manifest' });
  const listing = listingOf(device, way.deviceName, clock.now());
  const lowestVault = opened.vault.version;
  return reviseAccount({ connection, own, opener: way.opener, lowestVault }, (present) =>
    withDevice(connection, present, listing, kek),
  );
}
