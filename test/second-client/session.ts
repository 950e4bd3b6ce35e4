// Clause 3: the three ways to a session, each of which lists the device that it makes.
import { randomBytes } from 'node:crypto';
import {
  type Account,
  type Device,
  type Documents,
  newContents,
  newDevice,
  noMarks,
  openAccount,
} from './account.ts';
import { toBytes } from './base64url.ts';
import { type DerivedKeys, keyOf, keysOfPassword, keysOfRecovery, wordsOf } from './keys.ts';
import { firstManifest, nextManifest } from './manifests.ts';
import { sealMarks } from './marks.ts';
import { connectSignedOut, type SignedOutConnection } from './signed-out-connection.ts';
import { createVault, sealVault, withPassword } from './vault.ts';

export interface Session {
  readonly connection: SignedOutConnection;
  readonly device: Device;
  readonly token: string;
  readonly account: Account;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface Recovery {
  readonly username: string;
  readonly words: string;
  readonly newPassword: string;
}

/** The session of a new account, and the words that recover it. */
export async function register(
  url: string,
  { username, password }: Credentials,
): Promise<Session & { readonly words: string }> {
  const connection = await connectSignedOut(url, username);
  const address = `${username}@${connection.preLogin.serverName}`;
  const keys = keysOfPassword(password, username, connection.preLogin);
  const recoveryKey = randomBytes(32);
  const recovery = keysOfRecovery(recoveryKey);
  const device = newDevice('Second client');
  const contents = newContents();
  const { accountSeed, mailboxKeys, marksKey } = contents;
  const mailbox = { generation: 1, key: mailboxKeys[0]?.publicKey ?? '' };
  const manifest = firstManifest(address, toBytes(accountSeed), { devices: [device.listed], mailbox });
  const vault = createVault(address, contents, { password: keys.kek, recovery: recovery.kek });
  const { token } = await connection.wire.ask<{ token: string }>('account:register', {
    ...{ username, authKey: keys.auth, recoveryAuth: recovery.auth, device: device.id },
    ...{ manifest: manifest.bytes, vault: sealVault(vault) },
    marks: sealMarks(toBytes(marksKey), address, 0, noMarks),
  });
  const account = { address, manifest, vault, marks: { version: 0, marks: noMarks } };
  return { connection, device, token, account, words: wordsOf(recoveryKey) };
}

export async function signIn(url: string, { username, password }: Credentials): Promise<Session> {
  const connection = await connectSignedOut(url, username);
  const keys = keysOfPassword(password, username, connection.preLogin);
  return startSession(connection, username, 'password', keys);
}

/** Signs in with the recovery words and sets the new password. */
export async function recover(url: string, { username, words, newPassword }: Recovery): Promise<Session> {
  const connection = await connectSignedOut(url, username);
  const recovery = keysOfRecovery(keyOf(words));
  const session = await startSession(connection, username, 'recovery', recovery);
  const keys = keysOfPassword(newPassword, username, connection.preLogin);
  const vault = withPassword(session.account.vault, keys.kek);
  await connection.wire.ask('account:change-password', {
    proof: { recoveryAuth: recovery.auth },
    newAuthKey: keys.auth,
    vault: sealVault(vault),
  });
  return { ...session, account: { ...session.account, vault } };
}

async function startSession(
  connection: SignedOutConnection,
  username: string,
  wrap: 'password' | 'recovery',
  keys: DerivedKeys,
): Promise<Session> {
  const device = newDevice('Second client');
  const proof = wrap === 'password' ? { authKey: keys.auth } : { recoveryAuth: keys.auth };
  const { token, ...documents } = await connection.wire.ask<Documents & { token: string }>(
    wrap === 'password' ? 'account:sign-in' : 'account:recover',
    { username, ...proof, device: device.id },
  );
  const address = `${username}@${connection.preLogin.serverName}`;
  const account = await listDevice(connection, openAccount(documents, address, wrap, keys.kek), device);
  return { connection, device, token, account };
}

/** Publishes the manifest that lists this device, too. */
async function listDevice({ wire }: SignedOutConnection, account: Account, device: Device): Promise<Account> {
  const { manifest, vault } = account;
  const devices = [...manifest.manifest.devices, device.listed];
  const next = nextManifest(manifest, toBytes(vault.contents.accountSeed), { devices });
  await wire.ask('account:publish', { manifest: next.bytes });
  return { ...account, manifest: next };
}
