// What every subcommand is. One table of flags says what is accepted and what the usage shows, so that
// neither can promise what the other refuses.
import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { closestTo } from './suggestion.ts';

export interface Flag {
  /** What the usage calls the value; a flag without one is a switch. */
  readonly value?: string;
  readonly about: string;
}

export interface Command {
  /** What is typed after `parley`. */
  readonly synopsis: string;
  readonly about: string;
  readonly flags: Readonly<Record<string, Flag>>;
  /** Two or so, as they are typed after `parley`. */
  readonly examples?: readonly string[];
  run(given: CommandLine): Promise<void>;
}

/** It is loaded when it is asked for. */
export interface Subcommand {
  readonly about: string;
  load(): Promise<Command>;
}

export interface CommandLine {
  /** Everything behind the subcommand, as it was typed. */
  readonly args: readonly string[];
  readonly flags: Readonly<Record<string, string | boolean>>;
  readonly words: readonly string[];
}

/** The command was called wrongly; the exit code is 2. */
export class WrongUsage extends Error {}

/** Beside 0 (done), and 2 (called wrongly). */
export const exitCodes = {
  failed: 1,
  /** All that could be done is done; what couldn't is named. */
  partly: 3,
  /** The server can't be reached, or takes nothing now: what was to be sent waits. */
  waiting: 4,
} as const;

/** One plain sentence for a person. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly exitCode: number;

  constructor(
    sentence: string,
    { exitCode = exitCodes.failed, ...options }: ErrorOptions & { exitCode?: number } = {},
  ) {
    super(sentence, options);
    this.exitCode = exitCode;
  }
}

/** Throws WrongUsage, naming the flag, for one that is unknown, lacks its value or has one too many. */
export function readCommandLine(args: readonly string[], known: Command['flags']): CommandLine {
  const options = Object.entries(known).map(([name, { value }]) => [
    name,
    { type: value === undefined ? ('boolean' as const) : ('string' as const) },
  ]);
  // Not strict: Node's own complaints speak to programmers.
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(options),
    strict: false,
    tokens: true,
  });
  const flags: Record<string, string | boolean> = {};
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind === 'option') flags[token.name] = flagValue(token, known);
  }
  return { args, flags, words };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function flagValue(token: OptionToken, known: Command['flags']): string | boolean {
  const flag = Object.hasOwn(known, token.name) ? known[token.name] : undefined;
  if (flag === undefined) throw new WrongUsage(unknownFlag(token.rawName, Object.keys(known)));
  if (flag.value === undefined) {
    if (token.value !== undefined) throw new WrongUsage(`${token.rawName} takes no value.`);
    return true;
  }
  // “-” alone is stdin.
  const swallowedFlag = !token.inlineValue && /^-./.test(token.value ?? '');
  if (!token.value || swallowedFlag) throw new WrongUsage(`${token.rawName} needs a ${flag.value}.`);
  return token.value;
}

export function unknownFlag(typed: string, known: readonly string[]): string {
  const meant = closestTo(typed.replace(/^-+/, ''), known);
  return `There is no flag ${typed}.${meant === undefined ? '' : ` Did you mean --${meant}?`}`;
}

/** Parses flags with their schema, whose messages say what a flag must be. Throws WrongUsage with the flag's name. */
export function parseFlags<Schema extends z.ZodType>(
  schema: Schema,
  flags: CommandLine['flags'],
): z.output<Schema> {
  const parsed = schema.safeParse(flags);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0] ?? '');
  throw new WrongUsage(
    Object.hasOwn(flags, name) ? `--${name} must be ${issue?.message}.` : `--${name} is missing.`,
  );
}

/** The words after the subcommand, by name. Throws WrongUsage when there are more or fewer. */
export function takeWords<const Names extends readonly string[]>(
  words: readonly string[],
  ...names: Names
): { readonly [Index in keyof Names]: string } {
  const missing = names[words.length];
  if (missing !== undefined) throw new WrongUsage(`The <${missing}> is missing.`);
  if (words.length > names.length) throw new WrongUsage(`Unexpected argument “${words[names.length]}”.`);
  // The lengths are equal by now, which the type of a mapped tuple can't follow.
  return words as { readonly [Index in keyof Names]: string };
}

/** The usage text of one command. */
export function usageOf({ synopsis, about, flags, examples = [] }: Command): string {
  const rows = Object.entries(flags).map(([name, { value, about: meaning }]) => [
    value === undefined ? `  --${name}` : `  --${name} <${value}>`,
    meaning,
  ]);
  const table = rows.length > 0 ? `\n${textTable(rows)}` : '';
  const typed = examples.map((example) => `  parley ${example}\n`).join('');
  return `Usage: parley ${synopsis}\n\n${about}\n${table}${typed && `\nExamples:\n${typed}`}`;
}

/** Rows of cells as lines, two spaces between the columns. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, column) => Math.max(cell.length, widest[column] ?? 0)),
    [],
  );
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
  return rows.map((row) => `${line(row).join('  ').trimEnd()}\n`).join('');
}
