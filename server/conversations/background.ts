import type { Logger } from '../logger.ts';

/** Work that no request waits for. Logs what fails. */
export interface Background {
  run(task: Promise<unknown>): void;
  /** Resolves when nothing is under way any more. */
  settled(): Promise<void>;
}

export function createBackground(logger: Logger): Background {
  const tasks = new Set<Promise<void>>();
  return {
    run: (work) => {
      const task = work.then(
        () => undefined,
        (error: unknown) => logger.error({ error }, 'Work in the background of the conversations failed.'),
      );
      tasks.add(task);
      task.finally(() => tasks.delete(task));
    },
    settled: async () => {
      while (tasks.size > 0) await Promise.all(tasks);
    },
  };
}
