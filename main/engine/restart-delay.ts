const RECENT_MILLISECONDS = 60_000;
const FIRST_DELAY = 100;
const LONGEST_DELAY = 30_000;

/**
 * Milliseconds to wait before a process that has died is started again: at once the first time, longer each time
 * that it dies within a minute. `deaths` are times in milliseconds.
 */
export function restartDelay(deaths: readonly number[], now: number): number {
  const recent = deaths.filter((death) => now - death < RECENT_MILLISECONDS).length;
  return Math.min(LONGEST_DELAY, FIRST_DELAY * 4 ** Math.max(0, recent - 1));
}
