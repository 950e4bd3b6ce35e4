// What prepared-accounts.ts copies, made by the real engine at a real server.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openEngine } from '../../engine/engine.ts';
import { keyFile } from './key-file.ts';
import { runServer } from './run-server.ts';
import { layout, type NewAccount, password, type SignedUp } from './signed-up.ts';
import { silentLogger } from './silent-logger.ts';
import { unwrap } from './unwrap.ts';

export async function signUpAccounts(accounts: readonly NewAccount[], folder: string): Promise<void> {
  const { serverFolder, profileFolder, signedUpFile } = layout(folder);
  await mkdir(serverFolder, { recursive: true });
  const server = await runServer(serverFolder);
  const signedUp: Record<string, SignedUp> = {};
  for (const account of accounts) {
    const { username, displayName } = namesOf(account);
    const profile = { profileFolder: profileFolder(username), keySources: [keyFile], logger: silentLogger };
    const engine = unwrap(await openEngine({ server: server.url, ...profile }));
    const { promise: listed, resolve } = Promise.withResolvers<void>();
    engine.on('conversation', () => resolve());
    const registered = unwrap(await engine.call('register', { username, password, displayName }));
    // What is said in the Lobby from now on is unread: a newcomer's begins when the server first lists it.
    await listed;
    signedUp[username] = { ...registered, username, displayName, password };
    await engine.close();
    // Where `parley rpc` looks for it.
    const keyOfProfile = join(profile.profileFolder, 'profile.key');
    await writeFile(keyOfProfile, await keyFile.secret(), { mode: 0o600 });
  }
  await server.close();
  await writeFile(signedUpFile, JSON.stringify(signedUp));
}

function namesOf(account: NewAccount) {
  return typeof account === 'string' ? { username: account.toLowerCase(), displayName: account } : account;
}
