// JSON lines on stderr, or at a terminal lines for a person. No message text, key, password or token gets in: a field that is named like one
// is struck out at any depth, bytes are reduced to their number, errors to name, message, code and frames.
import pino from 'pino';
import { humanLine } from './human-log.ts';

export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** `auto`: text at a terminal, JSON elsewhere. */
export const logFormats = ['auto', 'text', 'json'] as const;
export type LogFormat = (typeof logFormats)[number];

/** Facts first, then a constant sentence: what varies belongs into the facts, where it is redacted. */
type Write = (facts: Readonly<Record<string, unknown>>, sentence: string) => void;
export interface Logger {
  readonly error: Write;
  readonly warn: Write;
  readonly info: Write;
  readonly debug: Write;
}

const SECRET_NAME =
  /auth|body|frame|invite|key|marks|password|passphrase|payload|proof|salt|secret|text|token|vault/i;
const DEEPEST = 6;

export function createLogger(
  level: LogLevel,
  format: LogFormat = 'auto',
  destination: pino.DestinationStream = standardError(),
): Logger {
  const isText = format === 'text' || (format === 'auto' && process.stderr.isTTY);
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { log: redact } },
    isText ? { write: (line) => destination.write(humanLine(line)) } : destination,
  );
}

/** It may be full or gone: what is told must not end the one who tells it. */
function standardError(): pino.DestinationStream {
  const stderr = pino.destination({ dest: 2, sync: true });
  stderr.on('error', () => undefined);
  return stderr;
}

/** Exported for the test that every kind of secret is struck out. */
export function redact(facts: object): Record<string, unknown> {
  return redactFields(facts, 0);
}

function redactFields(fields: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(fields).map(([name, value]) => [
    name,
    SECRET_NAME.test(name) ? '[redacted]' : redactValue(value, depth + 1),
  ]);
  return Object.fromEntries(entries);
}

function redactValue(value: unknown, depth: number): unknown {
  if (value instanceof Error) return describeError(value, depth);
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return '[deeper]';
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  return redactFields(value, depth);
}

function describeError(error: Error, depth: number): object {
  return {
    name: error.name,
    // JSON.parse quotes what it could not read.
    message: error instanceof SyntaxError ? '[redacted]' : error.message,
    ...('code' in error && { code: error.code }),
    frames: error.stack?.split('\n').filter((line) => line.startsWith('    at ')),
    ...(error.cause !== undefined && { cause: redactValue(error.cause, depth + 1) }),
  };
}
