// A process that has died is started again: at once the first time, later each time that it dies within a minute,
// and in the end not at all, so that what can't run doesn't keep the computer busy.
const RECENT_MILLISECONDS = 60_000;
const FIRST_DELAY = 100;
const MOST_RESTARTS = 5;

/** Milliseconds to wait, undefined to give up. `deaths` are times in milliseconds. */
export function restartDelay(deaths: readonly number[], now: number): number | undefined {
  const recent = deaths.filter((death) => now - death < RECENT_MILLISECONDS).length;
  return recent > MOST_RESTARTS ? undefined : FIRST_DELAY * 4 ** Math.max(0, recent - 1);
}

export interface Restarts {
  /** Starts again after a while. False: it has died too often. */
  schedule(start: () => void): boolean;
  /** Cancels a scheduled restart and clears the count, when the user starts or stops the process. */
  reset(): void;
}

export function createRestarts(): Restarts {
  let deaths: readonly number[] = [];
  let waiting: ReturnType<typeof setTimeout> | undefined;
  return {
    schedule(start) {
      deaths = [...deaths, Date.now()];
      const delay = restartDelay(deaths, Date.now());
      if (delay !== undefined) waiting = setTimeout(start, delay);
      return delay !== undefined;
    },
    reset() {
      clearTimeout(waiting);
      deaths = [];
    },
  };
}
