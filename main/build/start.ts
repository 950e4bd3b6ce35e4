// `npm start`: a server on this computer, and the app beside it. Where Electron's program can't be had the
// server runs all the same. Both are in groups of their own: a terminal's Ctrl+C comes here alone and ends one
// after the other, and nothing takes it for two.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { formatInviteLink, parseServerLink } from '../../protocol/server-link.ts';
import { at } from './bundle-for-node.ts';

/** What a user without the app can do. */
const withoutApp = (
  url: string,
) => `The app can’t be opened here: Electron could not be downloaded. The server is running.
  Try again once github.com can be reached: npm start
  Join from another computer’s app: ${url}
  Talk from a program (docs/rpc.md): npx parley rpc --server ${url} --profile ./profiles/me
`;

interface StartedServer {
  readonly server: ChildProcess;
  readonly url: string;
  /** Until the owner has come. */
  readonly invite: string | undefined;
}

/** Resolves with its address when it listens; its output is passed on. */
async function startServer(args: readonly string[]): Promise<StartedServer> {
  const server = spawn(process.execPath, [at('terminal/parley.ts'), 'server', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const lines = createInterface({ input: server.stdout });
  const { promise: listening, resolve } = Promise.withResolvers<string | undefined>();
  let invite: string | undefined;
  lines.on('line', (line) => {
    process.stdout.write(`${line}\n`);
    invite ??= parseServerLink(/parley:\/\/\S+/.exec(line)?.[0] ?? '')?.invite;
    const [, url] = /^Listening on (\S+)/.exec(line) ?? [];
    if (url !== undefined) resolve(url);
  });
  lines.on('close', () => resolve(undefined));
  const url = await listening;
  if (url !== undefined) return { server, url, invite };
  const [code] = server.exitCode === null ? await once(server, 'exit') : [server.exitCode];
  process.exit(code ?? 1);
}

/** The path of Electron's executable, which its package downloads at first use; undefined where it can't. */
async function electronPath(): Promise<string | undefined> {
  const isThere =
    'ELECTRON_OVERRIDE_DIST_PATH' in process.env || existsSync(at('node_modules/electron/dist'));
  if (!isThere) process.stdout.write('Downloading Electron (about 100 MB, once)…\n');
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
async function openApp({ url, invite }: StartedServer): Promise<ChildProcess | undefined> {
  const path = await electronPath();
  // Every user of this computer could read the invite among a program's arguments.
  const env = { ...process.env, PARLEY_SERVER: invite === undefined ? url : formatInviteLink(url, invite) };
  const app = path && spawn(path, [at('.')], { stdio: 'inherit', detached: true, env });
  const opened = app && (await once(app, 'spawn').catch(() => undefined));
  if (app && opened) return app;
  process.stdout.write(withoutApp(url));
  return undefined;
}

const started = await startServer(process.argv.slice(2));
const { server } = started;
let first = server;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => first.kill());
const app = await openApp(started);
if (app) {
  first = app;
  app.once('exit', () => server.kill());
}
const [code] = await once(server, 'exit');
process.exitCode = code ?? 0;
