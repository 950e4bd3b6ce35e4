// Whoever guesses a password has four tries in five minutes, then none for five minutes. Names that
// nobody has are counted like any other, so that the answers tell nothing apart.
import { z } from 'zod';
import { ok, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import { type Username, username } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { DocumentPath, Store, StoreChange } from '../store/store.ts';
import { KeyedQueue } from './keyed-queue.ts';

const COLLECTION = 'sign-in-failures';

const failuresDocument = z.strictObject({
  username,
  count: z.int().positive(),
  /** Milliseconds since 1970: then the failures are forgotten. */
  until: z.int(),
});
type Failures = z.infer<typeof failuresDocument>;

function pathOf(name: Username): DocumentPath {
  return { collection: COLLECTION, partition: name, key: 'current' };
}

export class SignInLock {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #failures: Map<Username, Failures>;
  readonly #attempts = new KeyedQueue<Username>();

  constructor(store: Store, now: () => number, failures: Map<Username, Failures>) {
    this.#store = store;
    this.#now = now;
    this.#failures = failures;
  }

  /** Checks a proof unless the name is locked; attempts at one name wait for each other. */
  attempt(name: Username, isRight: () => Promise<boolean>): Promise<Result<undefined>> {
    return this.#attempts.run(name, async () => {
      const before = this.#current(name);
      if (before && before.count >= limits.signInFailures) return this.#locked(before);
      if (await isRight()) {
        if (before) await this.forget(name);
        return ok(undefined);
      }
      return this.#fail(name, before);
    });
  }

  /** Lifts a lock. Its result only says whether that was written down. */
  forget(name: Username): Promise<Result<undefined>> {
    this.#failures.delete(name);
    return this.#store.commit([{ type: 'delete', ...pathOf(name) }]);
  }

  /** Forgets what has run out, and writes down what a corrected clock has changed. */
  async sweep(): Promise<void> {
    const changes: StoreChange[] = [];
    for (const [name, stored] of [...this.#failures]) {
      const current = this.#current(name);
      if (!current) changes.push({ type: 'delete', ...pathOf(name) });
      else if (current !== stored) changes.push({ type: 'put', ...pathOf(name), value: current });
      if (!current) this.#failures.delete(name);
    }
    if (changes.length > 0) await this.#store.commit(changes);
  }

  /** None lasts longer than a lock may from now: the clock may have been ahead when it was made. */
  #current(name: Username): Failures | undefined {
    const failures = this.#failures.get(name);
    const latest = this.#now() + limits.signInLockMilliseconds;
    if (!failures || failures.until <= this.#now()) return;
    if (failures.until <= latest) return failures;
    const bounded = { ...failures, until: latest };
    this.#failures.set(name, bounded);
    return bounded;
  }

  #locked({ until }: Failures): Refusal {
    return refuse('account-locked', { retryAfterMs: Math.max(0, until - this.#now()) });
  }

  async #fail(name: Username, before: Failures | undefined): Promise<Refusal> {
    const failures: Failures = {
      username: name,
      count: (before?.count ?? 0) + 1,
      until: this.#now() + limits.signInLockMilliseconds,
    };
    // On a full disk it counts in memory all the same: a lock must not wait for room.
    this.#failures.set(name, failures);
    await this.#store.commit([{ type: 'put', ...pathOf(name), value: failures }]);
    const triesLeft = limits.signInFailures - failures.count;
    return triesLeft > 0 ? refuse('wrong-credentials', { triesLeft }) : this.#locked(failures);
  }
}

export async function openSignInLock(store: Store, now: () => number): Promise<SignInLock> {
  const failures = new Map<Username, Failures>();
  for await (const { value } of store.scan(COLLECTION)) {
    const document = failuresDocument.parse(value);
    failures.set(document.username, document);
  }
  const lock = new SignInLock(store, now, failures);
  await lock.sweep();
  return lock;
}
