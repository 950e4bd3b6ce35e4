// A line of the log as a person reads it at a terminal; the facts in it have been redacted before.
const levels: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info', 40: 'warning', 50: 'error' };
const CONTROL = /\p{Cc}/gu;

/** From a JSON line of pino’s: `10:42:07 info listening  url=http://… name=home`. */
export function humanLine(json: string): string {
  const { time, level, msg, ...facts } = JSON.parse(json);
  const clock = new Date(time).toTimeString().slice(0, 8);
  const fields = Object.entries(facts).map(([name, value]) => `${name}=${describe(value)}`);
  const line = [`${clock} ${levels[level] ?? level} ${msg}`, ...fields].join('  ');
  return `${line.replaceAll(CONTROL, ' ')}\n`;
}

function describe(value: unknown): string {
  if (typeof value === 'string') return /[\s"]/.test(value) ? JSON.stringify(value) : value;
  // An error: its frames are for the JSON log.
  if (typeof value === 'object' && value !== null && 'frames' in value && 'message' in value) {
    const code = 'code' in value ? ` (${value.code})` : '';
    return `${JSON.stringify(value.message)}${code}`;
  }
  return JSON.stringify(value);
}
