// One `parley rpc` and the person at it, as a story sees them: calls, and the notifications that came.
import { createInterface } from 'node:readline';
import type { z } from 'zod';
import type { EngineEvents, EventName, MethodName, methods, ResultOf } from '../../engine/api/api.ts';
import { Inbox, type Notification } from './rpc-inbox.ts';
import { beforeDeadline, type ParleyProcess, spawnParley } from './rpc-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface RpcClient {
  readonly process: ParleyProcess;
  readonly profile: string;
  /** Rejects with an RpcFailure when the answer is an error. */
  call<Name extends MethodName>(
    method: Name,
    parameters?: z.input<(typeof methods)[Name]>,
  ): Promise<ResultOf<Name>>;
  /** Any method and parameters; resolves with the whole answer. */
  ask(method: string, parameters?: unknown): Promise<Answer>;
  /** The first notification that fits, already here or still to come. None is returned twice. */
  next<Name extends EventName>(
    name: Name,
    fits?: (payload: EngineEvents[Name]) => boolean,
  ): Promise<EngineEvents[Name]>;
  /** Closes stdin and returns the exit code. */
  close(): Promise<number | NodeJS.Signals>;
  kill9(): Promise<void>;
}

export interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: RpcError;
}

interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: { readonly code: string; readonly [fact: string]: unknown };
}

/** An answer that was an error; `code` is the one for programs, such as `no-such-user`. */
export class RpcFailure extends Error {
  readonly code: string | undefined;
  readonly data: RpcError['data'];

  constructor(method: string, error: RpcError) {
    super(`${method}: ${error.message}`);
    this.code = error.data?.code;
    this.data = error.data;
  }
}

export interface ClientOptions {
  /** The address of the server, or an invite link. */
  readonly server: string;
  /** A new folder unless given: the same one again is the same device again. */
  readonly profile?: string;
  readonly args?: readonly string[];
  /** Accepts what strangers begin, unless the story is about requests. */
  readonly acceptRequests?: boolean;
}

/** Starts `parley rpc`, not signed in yet. */
export async function startClient({
  server,
  profile,
  args = [],
  acceptRequests = true,
}: ClientOptions): Promise<RpcClient> {
  const folder = profile ?? (await temporaryFolder());
  const policy = acceptRequests ? [] : ['--hold-requests'];
  const process = spawnParley(['rpc', '--server', server, '--profile', folder, ...policy, ...args]);
  const calls = new Map<number, (answer: Answer) => void>();
  const inbox = new Inbox(process);
  createInterface({ input: process.child.stdout }).on('line', (line) => {
    const message: Answer | Notification = JSON.parse(line);
    if ('method' in message) inbox.add(message);
    else calls.get(message.id)?.(message);
  });
  let lastId = 0;
  const ask = (method: string, params?: unknown) => {
    lastId += 1;
    const { promise, resolve } = Promise.withResolvers<Answer>();
    calls.set(lastId, resolve);
    process.child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: lastId, method, params })}\n`);
    return beforeDeadline(process, promise, () => `it answered ${method}`);
  };
  return {
    process,
    profile: folder,
    ask,
    async call(method, parameters) {
      const answer = await ask(method, parameters);
      if (answer.error !== undefined) throw new RpcFailure(method, answer.error);
      // docs/rpc.md says that a method's result is of its type; the stories look at what is in it.
      return answer.result as ResultOf<typeof method>;
    },
    next: (name, fits) => inbox.take(name, fits),
    close() {
      process.child.stdin.end();
      return beforeDeadline(process, process.ended, () => 'it ended');
    },
    kill9: process.kill9,
  };
}
