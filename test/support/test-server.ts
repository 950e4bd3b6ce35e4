// A server within the test's own process.
import { onTestFinished } from 'vitest';
import type { RunningServer } from '../../server/main.ts';
import { type PreparedAccount, PreparedAccounts } from './prepared-accounts.ts';
import { runServer } from './run-server.ts';
import type { NewAccount } from './signed-up.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface TestServer {
  readonly url: string;
  readonly name: string;
  readonly dataFolder: string;
  readonly ownerInvite: string | undefined;
  /** See PreparedAccounts. */
  takeAccount(username: string): Promise<PreparedAccount | undefined>;
  stop(): Promise<void>;
}

export interface TestServerOptions {
  /** A new one unless given: the same folder again is the same server again. */
  readonly dataFolder?: string;
  readonly args?: readonly string[];
  /** Who signed up before it started. */
  readonly accounts?: readonly NewAccount[];
}

/** Runs on a free port until the test ends. Guessing passwords costs as little as the engine accepts. */
export async function startTestServer({
  dataFolder,
  args,
  accounts,
}: TestServerOptions = {}): Promise<TestServer> {
  const folder = dataFolder ?? (await temporaryFolder());
  const prepared = accounts && (await PreparedAccounts.find(accounts));
  await prepared?.copyServer(folder);
  const server = await runServer(folder, args);
  const stop = onlyOnce(server);
  onTestFinished(stop);
  const { url, name, ownerInvite } = server;
  const takeAccount = async (username: string) => prepared?.take(username, url);
  return { url, name, dataFolder: folder, ownerInvite, takeAccount, stop };
}

function onlyOnce(server: RunningServer): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  return () => {
    stopping ??= server.close();
    return stopping;
  };
}
