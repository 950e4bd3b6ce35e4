import { z } from 'zod';
import { createLogger, type Logger, logLevels } from '../node/logger.ts';
import { CommandFailure } from './command.ts';

const level = z.enum(logLevels);

/** Logs to stderr, since stdout belongs to answers. PARLEY_LOG_LEVEL says from which level on. */
export function stderrLogger(
  { PARLEY_LOG_LEVEL }: NodeJS.ProcessEnv,
  otherwise: z.output<typeof level> = 'warn',
): Logger {
  const parsed = level.safeParse(PARLEY_LOG_LEVEL ?? otherwise);
  if (!parsed.success) throw new CommandFailure(`PARLEY_LOG_LEVEL must be one of ${logLevels.join(', ')}.`);
  return createLogger({ level: parsed.data });
}
