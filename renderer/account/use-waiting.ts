import { useEffect, useState } from 'react';
import type { Refusal } from '../../protocol/errors.ts';

/** When a refusal is over, in milliseconds since 1970; NaN where it names no time that is one. */
export function endOf(refusal: Refusal | undefined): number {
  return Date.parse(String(refusal?.facts?.retryAt ?? ''));
}

/** Milliseconds until a refusal that names a time is over, counted down by the second; 0 otherwise. */
export function useWaiting(refusal: Refusal | undefined): number {
  const until = endOf(refusal);
  const [now, setNow] = useState(() => Date.now());
  const waiting = Number.isFinite(until) && until > now;

  useEffect(() => {
    if (!Number.isFinite(until)) return;
    setNow(Date.now());
    const ticking = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(ticking);
  }, [until]);

  return waiting ? until - now : 0;
}
