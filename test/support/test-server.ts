// A server within the test's own process.
import { onTestFinished } from 'vitest';
import { parseServerConfig, type RunningServer, startServer } from '../../server/main.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface TestServer {
  readonly url: string;
  readonly name: string;
  readonly dataFolder: string;
  readonly ownerInvite: string | undefined;
  stop(): Promise<void>;
}

export interface TestServerOptions {
  /** A new one unless given: the same folder again is the same server again. */
  readonly dataFolder?: string;
  readonly args?: readonly string[];
}

/** Runs on a free port until the test ends. Guessing passwords costs as little as the engine accepts. */
export async function startTestServer({
  dataFolder,
  args = [],
}: TestServerOptions = {}): Promise<TestServer> {
  const folder = dataFolder ?? (await temporaryFolder());
  const quick = ['--argon2-memory-kib', '65536', '--rate-limits', 'false', '--log-level', 'silent'];
  const config = parseServerConfig({
    argv: ['--port', '0', '--data', folder, '--name', 'home.example', ...quick, ...args],
    env: {},
    readFile: () => '{}',
  });
  if (!config.ok) throw new Error(config.message);
  const server = await startServer(config.value);
  const stop = onlyOnce(server);
  onTestFinished(stop);
  const { url, name, ownerInvite } = server;
  return { url, name, dataFolder: folder, ownerInvite, stop };
}

function onlyOnce(server: RunningServer): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  return () => {
    stopping ??= server.close();
    return stopping;
  };
}
