import { pino, stdSerializers } from 'pino';
import { z } from 'zod';

type Log = (facts: Readonly<Record<string, unknown>>, sentence: string) => void;

/** Facts never hold message text, keys, passwords or tokens. */
export interface Logger {
  readonly debug: Log;
  readonly info: Log;
  readonly warn: Log;
  readonly error: Log;
}

const level = z.enum(['silent', 'error', 'warn', 'info', 'debug']).catch('warn');
const secrets = [
  'password',
  'newPassword',
  'oldPassword',
  'passphrase',
  'recoveryKey',
  'token',
  'text',
  'key',
];

/** Logs to stderr, for each process of the app. PARLEY_LOG_LEVEL says from which level on (`warn`). */
export function createLogger(part: string, environment: NodeJS.ProcessEnv): Logger {
  const options = {
    level: level.parse(environment.PARLEY_LOG_LEVEL),
    base: { part, pid: process.pid },
    serializers: { error: stdSerializers.err },
    redact: secrets.flatMap((name) => [name, `*.${name}`]),
  };
  const stderr = pino.destination({ dest: 2, sync: true });
  // A packaged app on Windows has none, and a terminal may go: what is told must not end the one who tells it.
  stderr.on('error', () => undefined);
  return pino(options, stderr);
}
