import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { PasswordAnswer, PasswordTask } from './password-worker.ts';

/** Hashes and compares auth keys with bcrypt, off the main thread, on as many threads as there are cores. */
export interface PasswordPool {
  hash(authKey: string): Promise<string>;
  /** Takes as long, and is false, when there is nothing to compare with. */
  compare(authKey: string, hash: string | undefined): Promise<boolean>;
  close(): Promise<void>;
}

/** A well-formed hash of the same cost, of no known key. */
const UNMATCHED_HASH = `$2b$10$${'.'.repeat(53)}`;

export function createPasswordPool(size = availableParallelism()): PasswordPool {
  const threads = Array.from({ length: size }, () => new PasswordThread());

  function run(task: Omit<PasswordTask, 'id'>): Promise<string | boolean> {
    const idlest = threads.reduce((best, thread) => (thread.waiting < best.waiting ? thread : best));
    return idlest.run(task);
  }

  return {
    hash: async (authKey) => String(await run({ authKey })),
    compare: async (authKey, hash) => (await run({ authKey, hash: hash ?? UNMATCHED_HASH })) === true,
    close: async () => {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

/** One worker, started when it is first needed and again after it has died. */
class PasswordThread {
  readonly #pending = new Map<number, PromiseWithResolvers<string | boolean>>();
  #worker: Worker | undefined;
  #lastId = 0;

  get waiting(): number {
    return this.#pending.size;
  }

  run(task: Omit<PasswordTask, 'id'>): Promise<string | boolean> {
    this.#worker ??= this.#start();
    this.#lastId += 1;
    const answer = Promise.withResolvers<string | boolean>();
    this.#pending.set(this.#lastId, answer);
    this.#worker.postMessage({ ...task, id: this.#lastId } satisfies PasswordTask);
    return answer.promise;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./password-worker.ts', import.meta.url));
    worker.on('message', ({ id, value }: PasswordAnswer) => {
      this.#pending.get(id)?.resolve(value);
      this.#pending.delete(id);
    });
    worker.on('error', (error) => this.#fail(worker, error));
    worker.on('exit', () => this.#fail(worker, new Error('the password worker has ended')));
    return worker;
  }

  #fail(worker: Worker, error: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const answer of this.#pending.values()) answer.reject(error);
    this.#pending.clear();
  }
}
