import type { Refusal } from '../../protocol/errors.ts';

/** By this computer's monotonic clock: neither the server's clock nor a change of its own matters. */
const ends = new WeakMap<Refusal, number>();

/** When a refusal that names a duration is over, by `performance.now()`; undefined where it names none. */
export function endOf(refusal: Refusal | undefined): number | undefined {
  const wait = refusal?.facts?.retryAfterMs;
  if (!refusal || typeof wait !== 'number' || !Number.isFinite(wait)) return;
  // Counted from when it was first looked at, and by whatever looks at it later.
  const end = ends.get(refusal) ?? performance.now() + wait;
  ends.set(refusal, end);
  return end;
}
