import { z } from 'zod';
import { createLogger as createAnyLogger, type Logger, logLevels } from '../node/logger.ts';

export type { Logger };

const level = z.enum(logLevels).catch('warn');

/** Logs to stderr, for each process of the app. PARLEY_LOG_LEVEL sets the level (`warn`). */
export function createLogger(part: string, environment: NodeJS.ProcessEnv): Logger {
  return createAnyLogger({
    level: level.parse(environment.PARLEY_LOG_LEVEL),
    base: { part, pid: process.pid },
  });
}
