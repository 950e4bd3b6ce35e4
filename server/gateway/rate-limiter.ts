import { type RateClass, rates } from '../../protocol/limits.ts';

/** Milliseconds since 1970. */
export type Clock = () => number;

interface Bucket {
  tokens: number;
  filledAt: number;
}

const FIRST_SWEEP = 1_024;

/** Token buckets, one for each rate class and caller. A bucket that is full again is forgotten. */
export class RateLimiter {
  readonly #buckets = new Map<RateClass, Map<string, Bucket>>();
  readonly #now: Clock;
  #nextSweep = FIRST_SWEEP;

  constructor(now: Clock = Date.now) {
    this.#now = now;
  }

  /** Takes a token. Returns undefined, or when there is one again, in milliseconds since 1970. */
  take(rateClass: RateClass, caller: string): number | undefined {
    const now = this.#now();
    const { burst, perSecond } = rates[rateClass];
    const bucket = this.#bucket(rateClass, caller, now);
    const refilled = bucket.tokens + (Math.max(0, now - bucket.filledAt) * perSecond) / 1_000;
    bucket.tokens = Math.min(burst, refilled);
    bucket.filledAt = now;
    if (bucket.tokens < 1) return now + Math.ceil(((1 - bucket.tokens) * 1_000) / perSecond);
    bucket.tokens -= 1;
    return undefined;
  }

  #bucket(rateClass: RateClass, caller: string, now: number): Bucket {
    let callers = this.#buckets.get(rateClass);
    if (!callers) this.#buckets.set(rateClass, (callers = new Map()));
    const known = callers.get(caller);
    if (known) return known;
    const bucket: Bucket = { tokens: rates[rateClass].burst, filledAt: now };
    callers.set(caller, bucket);
    if (callers.size >= this.#nextSweep) this.#sweep(now);
    return bucket;
  }

  #sweep(now: number): void {
    let largest = 0;
    for (const [rateClass, callers] of this.#buckets) {
      const { burst, perSecond } = rates[rateClass];
      for (const [caller, bucket] of callers) {
        const missing = burst - bucket.tokens;
        if (missing > 0 && (now - bucket.filledAt) * perSecond >= missing * 1_000) callers.delete(caller);
      }
      largest = Math.max(largest, callers.size);
    }
    this.#nextSweep = Math.max(FIRST_SWEEP, largest * 2);
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
