// From the command line to an exit code: 0 done, 2 wrong usage, and those of a failure, with one plain sentence on stderr.
import packageJson from '../package.json' with { type: 'json' };
import { type Command, CommandFailure, readCommandLine, textTable, usageOf, WrongUsage } from './command.ts';
import { subcommands } from './subcommands.ts';
import { closestTo } from './suggestion.ts';

const NODE_MAJOR = 24;

/** Runs `parley` with these arguments and returns its exit code. */
export async function run(args: readonly string[]): Promise<number> {
  if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR) {
    return complain(`Parley needs Node ${NODE_MAJOR} or newer; this is ${process.versions.node}.`, 1);
  }
  const [first = ''] = args;
  if (first === '--version' || first === '-v') return print(`${packageJson.version}\n`);
  // `parley help admin user` asks what `parley admin user --help` does.
  if (first === 'help') return run([...args.slice(1), '--help']);
  const found = Object.entries(subcommands).find(([name]) => `${args.join(' ')} `.startsWith(`${name} `));
  if (found === undefined) return showOverview(args);
  const [name, subcommand] = found;
  try {
    return await runCommand(name, await subcommand.load(), args.slice(name.split(' ').length));
  } catch (error) {
    return explain(error);
  }
}

function asksForHelp(args: readonly string[]): boolean {
  return args.includes('--help') || args.includes('-h');
}

async function runCommand(name: string, command: Command, args: readonly string[]): Promise<number> {
  if (asksForHelp(args)) return print(usageOf(command));
  try {
    await command.run(readCommandLine(args, command.flags));
    return 0;
  } catch (error) {
    if (error instanceof WrongUsage) return complain(`${error.message} See parley ${name} --help.`, 2);
    throw error;
  }
}

/** Errors whose message is a sentence for a person: by name, since their modules are loaded only when needed. */
const sentences = ['StartFailure', 'UnreadableProfile', 'UnreadableDatabase'];

/** Prints what went wrong, without a stack trace unless PARLEY_LOG_LEVEL asks for one. Returns the exit code. */
export function explain(error: unknown): number {
  if (!(error instanceof Error)) return complain(`Parley failed: ${String(error)}`, 1);
  if (error instanceof CommandFailure) return complain(error.message, error.exitCode);
  if (sentences.includes(error.name)) return complain(error.message, 1);
  const withTrace = process.env.PARLEY_LOG_LEVEL === 'debug';
  return complain(`Parley failed: ${withTrace ? error.stack : error.message}`, 1);
}

/** No subcommand was named: its group is shown, or all of them, or what is wrong with it is said. */
function showOverview(args: readonly string[]): number {
  const group = longestGroup(args);
  const wrong = args[group.length];
  if (asksForHelp(args)) return print(overviewOf(group));
  if (wrong === undefined) return complain(overviewOf(group).trimEnd(), 2);
  const help = `See ${['parley', ...group, '--help'].join(' ')}.`;
  if (wrong.startsWith('-')) return complain(`There is no flag “${wrong}”. ${help}`, 2);
  const typed = [...group, wrong].join(' ');
  const meant = closestTo(typed, groupsAndCommands());
  const hint = meant === undefined ? '' : ` Did you mean “${meant}”?`;
  return complain(`There is no command “${typed}”.${hint} ${help}`, 2);
}

/** As many of the words as begin a subcommand. */
function longestGroup(words: readonly string[]): readonly string[] {
  const known = groupsAndCommands();
  const length = words.findIndex((_, index) => !known.includes(words.slice(0, index + 1).join(' ')));
  return length < 0 ? words : words.slice(0, length);
}

/** `admin`, `admin user`, `admin user add`, … */
function groupsAndCommands(): readonly string[] {
  const beginnings = Object.keys(subcommands).flatMap((name) =>
    name.split(' ').map((_, index, words) => words.slice(0, index + 1).join(' ')),
  );
  return [...new Set(beginnings)];
}

function overviewOf(group: readonly string[]): string {
  const prefix = group.map((word) => `${word} `).join('');
  const shown = Object.entries(subcommands).filter(([name]) => name.startsWith(prefix));
  const table = textTable(shown.map(([name, { about }]) => [`  ${name.slice(prefix.length)}`, about]));
  const closing = `Each command has --help${prefix === '' ? '; parley has --version' : ''}.`;
  return `Usage: parley ${prefix}<command>\n\n${table}\n${closing}\n`;
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function complain(text: string, exitCode: number): number {
  process.stderr.write(`${text}\n`);
  return exitCode;
}
