import { uptime } from 'node:os';
import type { Clock } from './ports.ts';

export const systemClock: Clock = {
  now: Date.now,
  // The process's own clock stands still while the computer sleeps.
  elapsed: () => uptime() * 1_000,
  after(milliseconds, action) {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  },
};
