import { type RateClass, type RateLimit, rates } from '../../protocol/limits.ts';

/** Milliseconds since whenever; never set back or forward. */
export type Clock = () => number;

interface Bucket {
  readonly limit: RateLimit;
  tokens: number;
  filledAt: number;
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
    const bucket = this.#bucket(rateClass, caller, now);
    bucket.tokens = tokensAt(bucket, now);
    bucket.filledAt = now;
    if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) * 1_000) / bucket.limit.perSecond);
    bucket.tokens -= 1;
    return undefined;
  }

  #bucket(rateClass: RateClass, caller: string, now: number): Bucket {
    const key = `${rateClass} ${caller}`;
    const known = this.#buckets.get(key);
    if (known) return known;
    if (this.#buckets.size >= this.#nextSweep) this.#sweep(now);
    const limit = rates[rateClass];
    const bucket = { limit, tokens: limit.burst, filledAt: now };
    this.#buckets.set(key, bucket);
    return bucket;
  }

  #sweep(now: number): void {
    for (const [key, bucket] of this.#buckets) {
      if (tokensAt(bucket, now) >= bucket.limit.burst) this.#buckets.delete(key);
    }
    this.#nextSweep = Math.max(FIRST_SWEEP, this.#buckets.size * 2);
  }
}

function tokensAt({ limit, tokens, filledAt }: Bucket, now: number): number {
  return Math.min(limit.burst, tokens + (Math.max(0, now - filledAt) * limit.perSecond) / 1_000);
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
