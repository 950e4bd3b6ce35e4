// JSON lines on stderr, the same for every process. No message text, key, password or token gets in: a field
// that is named like one is struck out at any depth, and so is an invite or a token in an address; bytes are
// reduced to their number, errors to name, message, code and frames.
import pino from 'pino';

export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Facts first, then a constant sentence: what varies belongs into the facts, where it is redacted. */
type Write = (facts: Readonly<Record<string, unknown>>, sentence: string) => void;
export interface Logger {
  readonly error: Write;
  readonly warn: Write;
  readonly info: Write;
  readonly debug: Write;
}

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Facts of every line. */
  readonly base?: Readonly<Record<string, unknown>>;
  /** Standard error unless a test wants the lines. */
  readonly destination?: pino.DestinationStream;
  /** Makes something else of a line of JSON. */
  readonly render?: (line: string) => string;
}

export function createLogger({ level, base, destination = standardError(), render }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: base ?? null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { log: (facts) => redactFields(facts, 0) },
    },
    render ? { write: (line) => destination.write(render(line)) } : destination,
  );
}

/** stderr may be full or closed, and a packaged app on Windows has none: logging must not end the process. */
function standardError(): pino.DestinationStream {
  const stderr = pino.destination({ dest: 2, sync: true });
  stderr.on('error', () => undefined);
  return stderr;
}

const SECRET_NAME =
  /auth|body|frame|invite|key|marks|password|passphrase|payload|proof|salt|secret|text|token|vault/i;
const SECRET_PARAMETER = /\b(invite|token)=[^&#\s"']+/gi;
const DEEPEST = 6;

function redactFields(fields: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(fields).map(([name, value]) => [
    name,
    SECRET_NAME.test(name) ? '[redacted]' : redactValue(value, depth + 1),
  ]);
  return Object.fromEntries(entries);
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (value instanceof Error) return describeError(value, depth);
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return '[deeper]';
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  return redactFields(value, depth);
}

function redactText(text: string): string {
  return text.replace(SECRET_PARAMETER, '$1=[redacted]');
}

function describeError(error: Error, depth: number): object {
  return {
    name: error.name,
    // JSON.parse quotes what it could not read.
    message: error instanceof SyntaxError ? '[redacted]' : redactText(error.message),
    ...('code' in error && { code: error.code }),
    frames: error.stack?.split('\n').filter((line) => line.startsWith('    at ')),
    ...(error.cause !== undefined && { cause: redactValue(error.cause, depth + 1) }),
  };
}
