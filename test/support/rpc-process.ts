// `parley` as a process of its own, as a person's shell or a program starts it: the built one, which starts in a third
// of the time that the sources take.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFailed, onTestFinished } from 'vitest';

export interface ParleyProcess {
  readonly child: ChildProcessWithoutNullStreams;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Everything it has written to stdout and stderr so far. */
  stdout(): string;
  stderr(): string;
  /** SIGKILL, as a crash or a power cut ends it. */
  kill9(): Promise<void>;
}

const DEADLINE = 15_000;
const command = join(import.meta.dirname, '../../out/server/parley.js');

/** Killed when the running test ends; what it said on stderr is shown if that test failed. */
export function spawnParley(args: readonly string[], environment: NodeJS.ProcessEnv = {}): ParleyProcess {
  const child = spawn(process.execPath, [command, ...args], { env: { ...process.env, ...environment } });
  const [stdout, stderr] = [textOf(child.stdout), textOf(child.stderr)];
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal);
  const kill9 = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  // A pipe to a process that has just ended; `ended` reports it.
  child.stdin.on('error', () => child.stdin.destroy());
  onTestFinished(kill9);
  onTestFailed(() => {
    process.stderr.write(`parley ${args.join(' ')}\n${stderr()}\n`);
  });
  return { child, ended, stdout, stderr, kill9 };
}

export interface Finished {
  readonly code: number | NodeJS.Signals;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `parley` to its end, with `input` on its stdin. */
export async function runParley(
  args: readonly string[],
  {
    input = '',
    environment = {},
  }: { readonly input?: string | Uint8Array; readonly environment?: NodeJS.ProcessEnv } = {},
): Promise<Finished> {
  const { child, ended, stdout, stderr } = spawnParley(args, environment);
  child.stdin.end(input);
  return { code: await ended, stdout: stdout(), stderr: stderr() };
}

function textOf(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}

/** Rejects, with what the process said on stderr, when it ends or the time is over before the promise is settled. */
export async function beforeDeadline<T>(
  { ended, stderr }: ParleyProcess,
  promise: Promise<T>,
  what: () => string,
): Promise<T> {
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const fail = (why: string) => reject(new Error(`${why} before ${what()}\n${stderr()}`));
  const timer = setTimeout(() => fail(`${DEADLINE / 1_000} seconds passed`), DEADLINE);
  ended.then((code) => fail(`parley ended with ${code}`));
  return Promise.race([promise, failed]).finally(() => clearTimeout(timer));
}
