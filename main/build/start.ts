// `npm start`: a server on this computer, and the app beside it. Where Electron's program can't be had the
// server runs all the same. Both are in groups of their own: a terminal's Ctrl+C comes here alone and ends one
// after the other, and nothing takes it for two.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { at } from './bundle-for-node.ts';

const NO_APP =
  'The app can’t be opened here, because Electron’s program could not be downloaded. The server runs.\n';

/** Resolves with its address when it listens; what it says is passed on. */
async function startServer(args: readonly string[]): Promise<{ server: ChildProcess; url: string }> {
  const server = spawn(process.execPath, [at('terminal/parley.ts'), 'server', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const lines = createInterface({ input: server.stdout });
  const { promise: listening, resolve } = Promise.withResolvers<string | undefined>();
  lines.on('line', (line) => {
    process.stdout.write(`${line}\n`);
    const [, url] = /^Listening on (\S+)/.exec(line) ?? [];
    if (url !== undefined) resolve(url);
  });
  lines.on('close', () => resolve(undefined));
  const url = await listening;
  if (url !== undefined) return { server, url };
  const [code] = server.exitCode === null ? await once(server, 'exit') : [server.exitCode];
  process.exit(code ?? 1);
}

/** The path of Electron's executable, which its package downloads at first use; undefined where it can't. */
async function electronPath(): Promise<string | undefined> {
  try {
    // In a process of its own: the package waits for the download, and complains at length.
    const { stdout } = await promisify(execFile)(process.execPath, ['-p', "require('electron')"], {
      cwd: at('.'),
    });
    return stdout.trim().split('\n').at(-1);
  } catch (error) {
    if (error instanceof Error && 'stderr' in error) return undefined;
    throw error;
  }
}

/** Undefined where it can't be opened, which is said. */
async function openApp(url: string): Promise<ChildProcess | undefined> {
  const path = await electronPath();
  const app = path && spawn(path, [at('.'), `--server=${url}`], { stdio: 'inherit', detached: true });
  const opened = app && (await once(app, 'spawn').catch(() => undefined));
  if (app && opened) return app;
  process.stdout.write(NO_APP);
  return undefined;
}

const { server, url } = await startServer(process.argv.slice(2));
let first = server;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => first.kill());
const app = await openApp(url);
if (app) {
  first = app;
  app.once('exit', () => server.kill());
}
const [code] = await once(server, 'exit');
process.exitCode = code ?? 0;
