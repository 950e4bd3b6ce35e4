// One message is one line, whatever is in it: `<ISO time> <seq> <name>: <text>`.

const LINE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (\d+) [a-z0-9._@-]+: ).*$/;
const ERASED = '(erased)';
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that are escaped
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\\]/g;
const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

/** The line with its end. Control characters, line ends and the backslash are escaped as in JSON. */
export function formatLine(at: number, seq: number, name: string, text: string): string {
  return `${new Date(at).toISOString()} ${seq} ${name}: ${text.replace(UNSAFE, escapeCharacter)}\n`;
}

/** The position a line was written for; undefined when it is no whole line of this log. */
export function seqOfLine(line: string): number | undefined {
  const seq = LINE.exec(line)?.[2];
  return seq === undefined ? undefined : Number(seq);
}

/** The line without its text, of the same length in bytes. */
export function eraseLine(line: string): string {
  const head = LINE.exec(line)?.[1] ?? '';
  const length = Buffer.byteLength(line.slice(head.length));
  return head + ERASED.slice(0, length).padEnd(length);
}

function escapeCharacter(character: string): string {
  return NAMED[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
