import { createLogger as createAnyLogger, type Logger, type LogLevel, logLevels } from '../files/logger.ts';

export { type Logger, type LogLevel, logLevels };

/** The server's lines need no name of their process: it has one. */
export function createLogger(level: LogLevel): Logger {
  return createAnyLogger({ level });
}
