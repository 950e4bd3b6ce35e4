// The processes of a measurement. Each is asked one thing at a time over its channel.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { LoadAnswer, LoadRequest } from './load.ts';
import type { Sample } from './probe.ts';

export interface Load {
  ask<Asked extends LoadRequest>(request: Asked): Promise<LoadAnswer<Asked['kind']>>;
  stop(): Promise<void>;
}

/** A process that is measured. */
export interface Measured {
  readonly url: string;
  sample(): Promise<Sample>;
  /** After a full collection. */
  sampleMemory(): Promise<Sample>;
  stop(): Promise<void>;
}

export function startLoad(): Load {
  const child = start([pathOf('./load.ts')]);
  return {
    // The process answers a request with the answer of its kind.
    ask: (request) => ask(child, request) as Promise<never>,
    stop: () => stop(child),
  };
}

export function startRelay(): Promise<Measured> {
  return startMeasured([pathOf('./relay.ts')]);
}

/** The server as it is run by people, on a folder, without rate limits. */
export function startServer(folder: string, name: string, port = 0): Promise<Measured> {
  const settings = ['--name', name, '--rate-limits', 'off', '--log-level', 'warn'];
  return startMeasured([
    pathOf('../terminal/parley.ts'),
    'server',
    '--port',
    String(port),
    '--data',
    folder,
    ...settings,
  ]);
}

async function startMeasured(args: readonly string[]): Promise<Measured> {
  const child = start(['--expose-gc', '--import', pathOf('./probe.ts'), ...args]);
  const url = await announcedUrl(child);
  const sample = (kind: string) => ask(child, kind) as Promise<Sample>; // what the probe answers
  return {
    url,
    sample: () => sample('sample'),
    sampleMemory: () => sample('sample-memory'),
    stop: () => stop(child),
  };
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    serialization: 'advanced',
    env: { ...process.env, NODE_ENV: 'production' },
  });
}

async function announcedUrl(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the process has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^Listening on (\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('the process ended before it listened');
}

async function ask(child: ChildProcess, request: object | string): Promise<unknown> {
  const ended = new AbortController();
  const exit = once(child, 'exit', ended).then(() => Promise.reject(new Error('a process has ended')));
  child.send(request);
  try {
    const [answer] = await Promise.race([once(child, 'message', ended), exit]);
    return answer;
  } finally {
    exit.catch((error: unknown) => error);
    ended.abort();
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGINT');
  await once(child, 'exit');
}
