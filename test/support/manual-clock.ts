import type { Clock } from '../../engine/ports.ts';

export interface ManualClock extends Clock {
  /** Lets the time pass, and what was planned within it happen, in its order. */
  advance(milliseconds: number): void;
}

export function manualClock(start = Date.UTC(2026, 0, 1)): ManualClock {
  let now = start;
  let planned: { readonly at: number; readonly action: () => void }[] = [];
  return {
    now: () => now,
    after(milliseconds, action) {
      const plan = { at: now + milliseconds, action };
      planned = [...planned, plan].sort((one, other) => one.at - other.at);
      return () => {
        planned = planned.filter((one) => one !== plan);
      };
    },
    advance(milliseconds) {
      const end = now + milliseconds;
      for (let next = planned[0]; next && next.at <= end; next = planned[0]) {
        planned = planned.slice(1);
        now = next.at;
        next.action();
      }
      now = end;
    },
  };
}
