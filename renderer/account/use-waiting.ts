import { useEffect, useState } from 'react';
import type { Refusal } from '../../protocol/errors.ts';

/** Milliseconds until a refusal that names a time is over, counted down by the second; 0 otherwise. */
export function useWaiting(refusal: Refusal | undefined): number {
  const until = Date.parse(String(refusal?.facts?.retryAt ?? ''));
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
