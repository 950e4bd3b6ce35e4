import { type RateClass, type RateLimit, rates } from '../../protocol/limits.ts';

/** Milliseconds since whenever; never set back or forward. */
export type Clock = () => number;

/** A token bucket, full at first. */
export class Bucket {
  readonly #limit: RateLimit;
  #tokens: number;
  #filledAt: number;

  constructor(limit: RateLimit, now: number) {
    this.#limit = limit;
    this.#tokens = limit.burst;
    this.#filledAt = now;
  }

  /** Takes a token. Returns undefined, or in how many milliseconds there is one again. */
  take(now: number): number | undefined {
    this.#tokens = this.#tokensAt(now);
    this.#filledAt = now;
    if (this.#tokens < 1) return Math.ceil(((1 - this.#tokens) * 1_000) / this.#limit.perSecond);
    this.#tokens -= 1;
    return undefined;
  }

  isFull(now: number): boolean {
    return this.#tokensAt(now) >= this.#limit.burst;
  }

  /** A clock that is set back takes nothing away. */
  #tokensAt(now: number): number {
    const filled = (Math.max(0, now - this.#filledAt) * this.#limit.perSecond) / 1_000;
    return Math.min(this.#limit.burst, this.#tokens + filled);
  }
}

const FIRST_SWEEP = 1_024;

/** Token buckets, one for each rate class and caller. A bucket that is full again is forgotten. */
export class RateLimiter {
  readonly #buckets = new Map<string, Bucket>();
  readonly #now: Clock;
  #nextSweep = FIRST_SWEEP;

  constructor(now: Clock = () => performance.now()) {
    this.#now = now;
  }

  get size(): number {
    return this.#buckets.size;
  }

  /** Takes a token. Returns undefined, or in how many milliseconds there is one again. */
  take(rateClass: RateClass, caller: string): number | undefined {
    const now = this.#now();
    return this.#bucket(rateClass, caller, now).take(now);
  }

  #bucket(rateClass: RateClass, caller: string, now: number): Bucket {
    const key = `${rateClass} ${caller}`;
    const known = this.#buckets.get(key);
    if (known) return known;
    if (this.#buckets.size >= this.#nextSweep) this.#sweep(now);
    const bucket = new Bucket(rates[rateClass], now);
    this.#buckets.set(key, bucket);
    return bucket;
  }

  #sweep(now: number): void {
    for (const [key, bucket] of this.#buckets) {
      if (bucket.isFull(now)) this.#buckets.delete(key);
    }
    this.#nextSweep = Math.max(FIRST_SWEEP, this.#buckets.size * 2);
  }
}

/** The caller as whom a network address counts: an IPv6 subscriber has a whole /64 of them. */
export function networkOf(remoteAddress: string): string {
  const plain = remoteAddress.replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*$/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail = ''] = plain.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === '' ? [] : tail.split(':');
  const zeros = plain.includes('::') ? Array<string>(8 - front.length - back.length).fill('0') : [];
  return `${[...front, ...zeros, ...back].slice(0, 4).join(':')}::/64`;
}
