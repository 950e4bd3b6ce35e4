import { useEffect, useReducer } from 'react';
import type { Refusal } from '../../protocol/errors.ts';
import { endOf } from '../../view-models/account/waiting.ts';

/** Milliseconds until a refusal that names a duration is over, counted down by the second; 0 otherwise. */
export function useWaiting(refusal: Refusal | undefined): number {
  const end = endOf(refusal);
  const [, countDown] = useReducer((ticks: number) => ticks + 1, 0);

  useEffect(() => {
    if (end === undefined) return;
    const ticking = setInterval(countDown, 1_000);
    return () => clearInterval(ticking);
  }, [end]);

  return end === undefined ? 0 : Math.max(0, end - performance.now());
}
