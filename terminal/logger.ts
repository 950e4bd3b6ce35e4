import { pino, stdSerializers } from 'pino';
import { z } from 'zod';
import type { EngineOptions } from '../engine/engine.ts';
import { CommandFailure } from './command.ts';

const level = z.enum(['silent', 'error', 'warn', 'info', 'debug']);
const secrets = ['password', 'newPassword', 'oldPassword', 'passphrase', 'recoveryKey', 'token', 'text'];

/** Logs to stderr, since stdout belongs to answers. PARLEY_LOG_LEVEL says from which level on (`warn`). */
export function stderrLogger(environment: NodeJS.ProcessEnv): EngineOptions['logger'] {
  const parsed = level.default('warn').safeParse(environment.PARLEY_LOG_LEVEL);
  if (!parsed.success)
    throw new CommandFailure(`PARLEY_LOG_LEVEL must be one of ${level.options.join(', ')}.`);
  const options = {
    level: parsed.data,
    serializers: { error: stdSerializers.err },
    redact: secrets.flatMap((name) => [name, `*.${name}`]),
  };
  return pino(options, pino.destination({ dest: 2, sync: true }));
}
