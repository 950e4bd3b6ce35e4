import type pino from 'pino';
import { createLogger as createAnyLogger, type Logger, type LogLevel, logLevels } from '../node/logger.ts';
import { humanLine } from './human-log.ts';

export { type Logger, type LogLevel, logLevels };

/** `auto`: text at a terminal, JSON elsewhere. */
export const logFormats = ['auto', 'text', 'json'] as const;
export type LogFormat = (typeof logFormats)[number];

/** The server's lines need no name of their process: it has one. */
export function createLogger(
  level: LogLevel,
  format: LogFormat = 'auto',
  destination?: pino.DestinationStream,
): Logger {
  const isText = format === 'text' || (format === 'auto' && process.stderr.isTTY);
  return createAnyLogger({
    level,
    ...(destination && { destination }),
    ...(isText && { render: humanLine }),
  });
}
