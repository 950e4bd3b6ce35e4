import { z } from 'zod';
import { createLogger, type Logger, logLevels } from '../node/logger.ts';
import { CommandFailure } from './command.ts';

const level = z.enum(logLevels).default('warn');

/** Logs to stderr, since stdout belongs to answers. PARLEY_LOG_LEVEL says from which level on (`warn`). */
export function stderrLogger(environment: NodeJS.ProcessEnv): Logger {
  const parsed = level.safeParse(environment.PARLEY_LOG_LEVEL);
  if (!parsed.success) throw new CommandFailure(`PARLEY_LOG_LEVEL must be one of ${logLevels.join(', ')}.`);
  return createLogger({ level: parsed.data });
}
