import { parseServerConfig, type RunningServer, startServer } from '../../server/main.ts';

/** Runs a server in this process, on a free port. Guessing passwords costs as little as the engine accepts. */
export async function runServer(dataFolder: string, args: readonly string[] = []): Promise<RunningServer> {
  const quick = ['--argon2-memory-kib', '65536', '--rate-limits', 'false', '--log-level', 'silent'];
  const config = parseServerConfig({
    argv: ['--port', '0', '--data', dataFolder, '--name', 'home.example', ...quick, ...args],
    env: {},
    readFile: () => '{}',
  });
  if (!config.ok) throw new Error(config.message);
  return startServer(config.value);
}
