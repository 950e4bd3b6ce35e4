// A network has four wrong passwords in five minutes for a name, then none for five minutes; failures from other
// networks don't count. Names without an account are counted like any other, so that the answers are alike.
import { z } from 'zod';
import { createQueue } from '../../node/keyed-queue.ts';
import { ok, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import { type Username, username } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { DocumentPath, Store, StoreChange } from '../store/store.ts';

const COLLECTION = 'sign-in-failures';

/** The counter that takes in the wrong passwords of all networks. */
export const OVERALL = 'password' as const;

const failuresDocument = z.strictObject({
  username,
  counter: z.string(),
  count: z.int().positive(),
  /** Milliseconds since 1970: then the failures are forgotten. */
  until: z.int(),
});
type Failures = z.infer<typeof failuresDocument>;

/** A try to prove that one is an account's owner. Tries of one name and counter are counted together. */
export interface Attempt {
  readonly username: Username;
  readonly counter: string;
  /** Counts in the slower counter of all networks, too. */
  readonly overall?: typeof OVERALL;
}

type CounterPath = Pick<Attempt, 'username' | 'counter'>;

function pathOf({ username, counter }: CounterPath): DocumentPath {
  return { collection: COLLECTION, partition: username, key: counter };
}

function keyOf({ username, counter }: CounterPath): string {
  return `${username} ${counter}`;
}

function longestOf({ counter }: CounterPath): number {
  return counter === OVERALL ? limits.signInOverallMilliseconds : limits.signInLockMilliseconds;
}

export class SignInLock {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #failures = new Map<string, Failures>();
  readonly #attempts = createQueue();

  constructor(store: Store, now: () => number, failures: readonly Failures[]) {
    this.#store = store;
    this.#now = now;
    for (const one of failures) this.#failures.set(keyOf(one), one);
  }

  /** Checks a proof unless it is locked; `prove` resolves to undefined for a wrong one. Tries of one counter wait for each other. */
  attempt<T>(attempt: Attempt, prove: () => Promise<T | undefined>): Promise<Result<T>> {
    const overall = attempt.overall ? { ...attempt, counter: attempt.overall } : undefined;
    return this.#attempts.run(keyOf(attempt), async () => {
      const lock =
        this.#lockAt(attempt, limits.signInFailures) ??
        (overall && this.#lockAt(overall, limits.signInFailuresOverall));
      if (lock) return this.#locked(lock);
      // Counted before it is checked: of tries from many networks at once no more than the limit are looked at.
      if (overall) this.#failures.set(keyOf(overall), this.#oneMoreOverall(overall));
      const proven = await prove();
      if (proven === undefined) return this.#fail(attempt, overall);
      if (overall) this.#oneLess(overall);
      if (this.#current(attempt)) await this.#forget([attempt]);
      return ok(proven);
    });
  }

  /** Lifts every lock of a name. Its result only says whether that was written down. */
  forget(name: Username): Promise<Result<undefined>> {
    return this.#forget([...this.#failures.values()].filter(({ username }) => username === name));
  }

  /** Forgets what has run out, and writes down what a corrected clock has changed. */
  async sweep(): Promise<void> {
    const changes: StoreChange[] = [];
    for (const [key, stored] of [...this.#failures]) {
      const current = this.#current(stored);
      if (!current) changes.push({ type: 'delete', ...pathOf(stored) });
      else if (current !== stored) changes.push({ type: 'put', ...pathOf(stored), value: current });
      if (!current) this.#failures.delete(key);
    }
    if (changes.length > 0) await this.#store.commit(changes);
  }

  #forget(counters: readonly CounterPath[]): Promise<Result<undefined>> {
    for (const counter of counters) this.#failures.delete(keyOf(counter));
    return this.#store.commit(counters.map((counter) => ({ type: 'delete', ...pathOf(counter) })));
  }

  /** None lasts longer than it may from now: the clock may have been ahead when it was made. */
  #current(counter: CounterPath): Failures | undefined {
    const failures = this.#failures.get(keyOf(counter));
    const latest = this.#now() + longestOf(counter);
    if (!failures || failures.until <= this.#now()) return;
    if (failures.until <= latest) return failures;
    const bounded = { ...failures, until: latest };
    this.#failures.set(keyOf(counter), bounded);
    return bounded;
  }

  #locked({ until }: Failures): Refusal {
    return refuse('account-locked', { retryAfterMs: Math.max(0, until - this.#now()) });
  }

  #lockAt(counter: CounterPath, limit: number): Failures | undefined {
    const failures = this.#current(counter);
    return failures && failures.count >= limit ? failures : undefined;
  }

  async #fail(attempt: Attempt, overall: CounterPath | undefined): Promise<Refusal> {
    const { username, counter } = attempt;
    const count = (this.#current(attempt)?.count ?? 0) + 1;
    const failures = { username, counter, count, until: this.#now() + limits.signInLockMilliseconds };
    // On a full disk it counts in memory all the same: a lock must not wait for room.
    this.#failures.set(keyOf(attempt), failures);
    const slower = overall && this.#failures.get(keyOf(overall));
    const counted = slower ? [failures, slower] : [failures];
    await this.#store.commit(counted.map((value) => ({ type: 'put', ...pathOf(value), value })));
    const triesLeft = limits.signInFailures - count;
    return triesLeft > 0 ? refuse('wrong-credentials', { triesLeft }) : this.#locked(failures);
  }

  /** From the first failure on: one now and then must not add up for ever. */
  #oneMoreOverall({ username, counter }: CounterPath): Failures {
    const before = this.#current({ username, counter });
    const until = before?.until ?? this.#now() + limits.signInOverallMilliseconds;
    return { username, counter, count: (before?.count ?? 0) + 1, until };
  }

  #oneLess(overall: CounterPath): void {
    const failures = this.#failures.get(keyOf(overall));
    if (failures && failures.count > 1) {
      this.#failures.set(keyOf(overall), { ...failures, count: failures.count - 1 });
    } else {
      this.#failures.delete(keyOf(overall));
    }
  }
}

export async function openSignInLock(store: Store, now: () => number): Promise<SignInLock> {
  const failures: Failures[] = [];
  for await (const { value } of store.scan(COLLECTION)) failures.push(failuresDocument.parse(value));
  const lock = new SignInLock(store, now, failures);
  await lock.sweep();
  return lock;
}
