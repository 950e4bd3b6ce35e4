import { joinToken, sealedVersion } from '../../protocol/accounts.ts';
import { toBase64url } from '../../protocol/bytes.ts';
import { ok, type Result } from '../../protocol/errors.ts';
import type { RequestOf } from '../../protocol/events.ts';
import { publicKey } from '../../protocol/ids.ts';
import { parseServerLink } from '../../protocol/invite-link.ts';
import type { ParametersOf } from '../api.ts';
import { generateMailboxKey } from '../encryption/mailboxes.ts';
import { signManifest } from '../encryption/manifests.ts';
import { randomBytes, wipe } from '../encryption/primitives.ts';
import { deriveFromRecoveryKey, generateRecoveryKey } from '../encryption/recovery-key.ts';
import { generateSigningKey } from '../encryption/signing.ts';
import { createVault } from '../encryption/vault.ts';
import type { Database } from '../history/database.ts';
import { createContacts } from '../people/contacts.ts';
import type { AccountOptions } from './account.ts';
import { type AccountRecord, writeAccount } from './account-record.ts';
import { derive, type Identity, identify, weaknessOf } from './credentials.ts';
import { listingOf, newDevice } from './own-device.ts';

export interface Registration {
  readonly record: AccountRecord;
  /** 24 words, kept nowhere. */
  readonly recoveryKey: string;
}

/**
 * Makes every key of a new account here and gives the server what it may have. The record is written down
 * when this resolves.
 */
export async function registerAccount(
  { connection, clock, profile }: AccountOptions,
  parameters: ParametersOf<'register'>,
): Promise<Result<Registration>> {
  const weakness = weaknessOf(parameters.password);
  if (weakness) return weakness;
  const identity = await identify(connection, parameters.username);
  if (!identity.ok) return identity;
  const password = await derive(identity.value, parameters.password);
  if (!password.ok) return password;
  const invite = await proofOfInvite(identity.value, parameters.invite);
  if (!invite.ok) return invite;
  const recovery = generateRecoveryKey();
  const { recoveryAuth, vaultKek } = deriveFromRecoveryKey(recovery.key);
  const keks = { passwordKek: password.value.vaultKek, recoveryKek: vaultKek };
  const made = await makeAccount(identity.value, parameters, keks, clock.now());
  const answer = await connection.request('account:register', {
    username: identity.value.username,
    ...(parameters.displayName && { displayName: parameters.displayName }),
    authKey: password.value.authKey,
    recoveryAuth,
    ...invite.value,
    device: made.record.device,
    manifest: made.manifest,
    vault: made.vault,
  });
  if (!answer.ok) return answer;
  const record = { ...made.record, ...answer.value };
  keepAccount(await profile.open(record.address), record, made.manifest);
  return ok({ record, recoveryKey: recovery.words });
}

function keepAccount(database: Database, record: AccountRecord, manifest: Uint8Array): void {
  database.transaction(() => {
    writeAccount(database, record);
    createContacts(database).pin(manifest, record.address);
  });
}

/**
 * An invite is a link, its token, or the password that an administrator gave out. What hasn't the form of a token
 * may be a password, of which the server gets the auth key only.
 */
async function proofOfInvite(
  identity: Identity,
  typed: string | undefined,
): Promise<Result<Pick<RequestOf<'account:register'>, 'invite' | 'initialAuthKey'>>> {
  if (typed === undefined) return ok({});
  const link = typed.includes('://') ? parseServerLink(typed) : undefined;
  const invite = link?.invite ?? typed.trim();
  const asPassword = await derive(identity, invite);
  if (!asPassword.ok) return asPassword;
  const initialAuthKey = asPassword.value.authKey;
  return ok(joinToken.safeParse(invite).success ? { invite, initialAuthKey } : { initialAuthKey });
}

async function makeAccount(
  { address, username, serverName }: Identity,
  parameters: ParametersOf<'register'>,
  keks: { readonly passwordKek: Uint8Array; readonly recoveryKek: Uint8Array },
  now: number,
) {
  const master = generateSigningKey();
  const mailboxKey = await generateMailboxKey(1);
  const marksKey = randomBytes(32);
  const device = newDevice();
  const manifest = signManifest(
    {
      v: 1,
      address,
      accountKey: publicKey.parse(toBase64url(master.publicKey)),
      version: 1,
      devices: [listingOf(device, parameters.deviceName, now)],
      mailbox: { generation: 1, key: toBase64url(mailboxKey.publicKey) },
    },
    master.seed,
  );
  const vault = createVault(address, { accountSeed: master.seed, mailboxKeys: [mailboxKey], marksKey }, keks);
  wipe(master.seed);
  const record: AccountRecord = {
    v: 1,
    address,
    username,
    serverName,
    displayName: username,
    device: device.id,
    deviceSeed: device.seed,
    devicePublicKey: device.publicKey,
    mailboxKeys: [mailboxKey],
    marksKey,
    vaultVersion: sealedVersion(vault),
  };
  return { record, manifest, vault };
}
