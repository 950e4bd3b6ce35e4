// A line before it is drawn: parts of text, and what each of them is. Only `drawn` makes of it what a terminal gets, and it lets
// no control character through, no matter who wrote the text.
import { styleText } from 'node:util';
import { softWrapped } from './soft-wrap.ts';
import { visibleText } from './visible-text.ts';

export type Role = 'text' | 'dim' | 'strong' | 'error' | 'good' | 'heading';

export interface Part {
  readonly text: string;
  readonly as?: Role | undefined;
  /** Whose name it is: each has a colour that stays. */
  readonly nameOf?: string | undefined;
}

export type Line = readonly Part[];

export function line(text: string, as?: Role): Line {
  return [{ text, as }];
}

export function name(user: string): Part {
  return { text: user, nameOf: user };
}

type Format = Parameters<typeof styleText>[0];

/** Puts a text into a format, where the terminal is to have colours. */
export type Paint = (format: Format, text: string) => string;

/** As NO_COLOR, FORCE_COLOR, TERM and the stream say, unless `plain`. */
export function paintFor(stream: NodeJS.WriteStream, plain: boolean): Paint {
  if (plain || process.env.TERM === 'dumb') return (_, text) => text;
  return (format, text) => styleText(format, text, { stream });
}

const formats: Readonly<Record<Role, Format | undefined>> = {
  text: undefined,
  dim: 'dim',
  strong: 'bold',
  error: 'red',
  good: 'green',
  heading: ['bold', 'cyan'],
};

/** Red is for errors, and yellow can't be read on white. */
const nameFormats: readonly Format[] = [
  'cyan',
  'green',
  'magenta',
  'blue',
  ['bold', 'cyan'],
  ['bold', 'green'],
  ['bold', 'magenta'],
  ['bold', 'blue'],
];

function nameFormat(user: string): Format {
  let sum = 0;
  for (const character of user) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return nameFormats[sum % nameFormats.length] ?? 'cyan';
}

/** What follows a line break stands under a bar, so that a text with lines can't pass for other messages. */
const CONTINUATION = '\n      | ';

/** `columns`: of a terminal; without them lines are as long as they are. */
export function drawn(line: Line, paint: Paint, columns = Number.POSITIVE_INFINITY): string {
  const texts = line.map(({ text }) => visibleText(text).replaceAll('\n', CONTINUATION));
  const wrapped = softWrapped(texts, columns);
  return line
    .map(({ as = 'text', nameOf }, index) => {
      const format = nameOf === undefined ? formats[as] : nameFormat(nameOf);
      const rows = (wrapped[index] ?? '').split('\n');
      return rows.map((row) => (format && row !== '' ? paint(format, row) : row)).join('\n');
    })
    .join('');
}
