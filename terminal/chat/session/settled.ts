import type { EngineClient } from '../../../engine/api/api.ts';

const FIRST_MILLISECONDS = 400;
const QUIET_MILLISECONDS = 150;
const MOST_MILLISECONDS = 3_000;

/** Resolves once what has come in during an absence is counted, or when that takes long: the count goes on changing then. */
export async function unreadSettled(engine: EngineClient): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let quiet = setTimeout(resolve, FIRST_MILLISECONDS);
  const stop = engine.on('unread', () => {
    clearTimeout(quiet);
    quiet = setTimeout(resolve, QUIET_MILLISECONDS);
  });
  const most = setTimeout(resolve, MOST_MILLISECONDS);
  await promise;
  stop();
  clearTimeout(quiet);
  clearTimeout(most);
}
