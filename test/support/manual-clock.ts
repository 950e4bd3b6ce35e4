import type { Clock } from '../../engine/ports.ts';

export interface ManualClock extends Clock {
  /** Lets the time pass, and what was planned within it happen, in its order. */
  advance(milliseconds: number): void;
  /** Sets the date, as a user or a time server does: no time passes. */
  set(date: number): void;
}

export function manualClock(start = Date.UTC(2026, 0, 1)): ManualClock {
  let elapsed = 0;
  let date = start;
  let planned: { readonly at: number; readonly action: () => void }[] = [];
  return {
    now: () => date + elapsed,
    elapsed: () => elapsed,
    after(milliseconds, action) {
      const plan = { at: elapsed + milliseconds, action };
      planned = [...planned, plan].sort((one, other) => one.at - other.at);
      return () => {
        planned = planned.filter((one) => one !== plan);
      };
    },
    advance(milliseconds) {
      const end = elapsed + milliseconds;
      for (let next = planned[0]; next && next.at <= end; next = planned[0]) {
        planned = planned.slice(1);
        elapsed = next.at;
        next.action();
      }
      elapsed = end;
    },
    set(to) {
      date = to - elapsed;
    },
  };
}
