// A server process and the people on it: `const alice = await server.person('alice')`.
import { createInterface } from 'node:readline';
import { expect, vi } from 'vitest';
import { type PreparedAccount, PreparedAccounts } from './prepared-accounts.ts';
import { type RpcClient, startClient } from './rpc-client.ts';
import { beforeDeadline, type ParleyProcess, spawnParley } from './rpc-process.ts';
import type { NewAccount } from './signed-up.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** On Windows a program can't press Ctrl-C in another's console: there a server that is stopped is killed. */
export const canStop = process.platform !== 'win32';

export interface RpcServer {
  readonly process: ParleyProcess;
  readonly url: string;
  readonly dataFolder: string;
  /** A link for the first account; there only on the first start. */
  readonly ownerInvite: string | undefined;
  /** A client with a new profile, or the given one, not signed in. */
  client(profile?: string): Promise<RpcClient>;
  /** A signed-in person at a new client: with the prepared account of that name, otherwise with a new one. */
  person(username: string, displayName?: string): Promise<RpcUser>;
  /** Another device of theirs, signed in. */
  device(person: RpcUser, deviceName?: string): Promise<RpcUser>;
  /** Stops as Ctrl-C does. Throws unless it ended with 0. */
  stop(): Promise<void>;
}

export interface RpcUser extends RpcClient {
  readonly username: string;
  readonly password: string;
  readonly device: string;
  readonly recoveryKey: string;
}

export interface ServerOptions {
  /** A new folder unless given: the same one again is the same server again. */
  readonly dataFolder?: string;
  readonly args?: readonly string[];
  /** Who signed up before it started. */
  readonly accounts?: readonly NewAccount[];
}

/** Starts `parley server` on a free port of this computer and waits until it listens. */
export async function startRpcServer({
  dataFolder,
  args = [],
  accounts,
}: ServerOptions = {}): Promise<RpcServer> {
  const folder = dataFolder ?? (await temporaryFolder());
  const prepared = accounts && (await PreparedAccounts.find(accounts));
  await prepared?.copyServer(folder);
  const process = spawnParley(['server', '--port', '0', '--data', folder, ...args], quick);
  const url = await announcedUrl(process);
  const client = (profile?: string) => startClient({ server: url, ...(profile && { profile }) });
  return {
    process,
    url,
    dataFolder: folder,
    ownerInvite: /parley:\/\/\S+/.exec(process.stdout())?.[0],
    client,
    async person(username, displayName) {
      const account = await prepared?.take(username, url);
      if (!account) return register(client(), username, displayName);
      expect(account.displayName).toBe(displayName ?? username);
      return comeBack(client(account.profileFolder), account);
    },
    device: (person, deviceName) => signIn(client(), person, deviceName),
    async stop() {
      process.child.kill('SIGINT');
      const code = await beforeDeadline(process, process.ended, () => 'it stopped');
      if (code !== 0 && canStop) throw new Error(`the server ended with ${code}`);
    },
  };
}

/** Tests are about other things than the cost of guessing passwords. */
const quick = { PARLEY_ARGON2_MEMORY_KIB: '65536', PARLEY_RATE_LIMITS: 'off' };

/** The line with the address is the last of the announcement. */
async function announcedUrl(process: ParleyProcess): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  createInterface({ input: process.child.stdout }).on('line', (line) => {
    const [, url] = /^Listening on (\S+)/.exec(line) ?? [];
    if (url !== undefined) resolve(url);
  });
  return beforeDeadline(process, promise, () => 'it listened');
}

async function comeBack(starting: Promise<RpcClient>, account: PreparedAccount): Promise<RpcUser> {
  const client = await starting;
  await vi.waitFor(
    async () => expect(await client.call('status')).toMatchObject({ state: 'online' }),
    10_000,
  );
  return { ...client, ...account };
}

async function register(
  starting: Promise<RpcClient>,
  username: string,
  displayName?: string,
): Promise<RpcUser> {
  const client = await starting;
  const password = `${username}’s long password`;
  const registered = await client.call('register', {
    username,
    password,
    ...(displayName && { displayName }),
  });
  return { ...client, username, password, device: registered.device, recoveryKey: registered.recoveryKey };
}

async function signIn(
  starting: Promise<RpcClient>,
  { username, password, recoveryKey }: RpcUser,
  deviceName?: string,
): Promise<RpcUser> {
  const client = await starting;
  const signedIn = await client.call('signIn', { username, password, ...(deviceName && { deviceName }) });
  return { ...client, username, password, recoveryKey, device: signedIn.device };
}
