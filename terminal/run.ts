// From the command line to an exit code: 0 done, 1 failed (one plain sentence on stderr), 2 wrong usage.
import packageJson from '../package.json' with { type: 'json' };
import { type Command, readCommandLine, textTable, usageOf, WrongUsage } from './command.ts';
import { subcommands } from './subcommands.ts';

const NODE_MAJOR = 24;

/** Runs `parley` with these arguments and returns its exit code. */
export async function run(args: readonly string[]): Promise<number> {
  if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR) {
    return complain(`Parley needs Node ${NODE_MAJOR} or newer; this is ${process.versions.node}.`, 1);
  }
  if (args[0] === '--version') return print(`${packageJson.version}\n`);
  const found = Object.entries(subcommands).find(([name]) => `${args.join(' ')} `.startsWith(`${name} `));
  if (found === undefined) return showOverview(args);
  const [name, subcommand] = found;
  try {
    return await runCommand(await subcommand.load(), args.slice(name.split(' ').length));
  } catch (error) {
    return explain(error);
  }
}

async function runCommand(command: Command, args: readonly string[]): Promise<number> {
  if (args.includes('--help')) return print(usageOf(command));
  try {
    await command.run(readCommandLine(args, command.flags));
    return 0;
  } catch (error) {
    if (error instanceof WrongUsage) return complain(`${error.message}\n\n${usageOf(command).trimEnd()}`, 2);
    throw error;
  }
}

/** Errors whose message is a sentence for a person: by name, since their modules are loaded only when needed. */
const sentences = ['CommandFailure', 'StartFailure', 'UnreadableProfile', 'UnreadableDatabase'];

/** Tells a person what went wrong, without a stack trace unless PARLEY_LOG_LEVEL asks for one. Returns the exit code. */
export function explain(error: unknown): number {
  if (!(error instanceof Error)) return complain(`Parley failed: ${String(error)}`, 1);
  if (sentences.includes(error.name)) return complain(error.message, 1);
  const withTrace = process.env.PARLEY_LOG_LEVEL === 'debug';
  return complain(`Parley failed: ${withTrace ? error.stack : error.message}`, 1);
}

function showOverview(args: readonly string[]): number {
  const [first = ''] = args;
  const ofGroup = Object.entries(subcommands).filter(([name]) => name.startsWith(`${first} `));
  const shown = ofGroup.length > 0 ? ofGroup : Object.entries(subcommands);
  const table = textTable(shown.map(([name, { about }]) => [`  ${name}`, about]));
  const overview = `Usage: parley <command>\n\n${table}\nEach command has --help; parley has --version.`;
  if (args.includes('--help')) return print(`${overview}\n`);
  const known = first === '' || ofGroup.length > 0;
  const complaint = known ? '' : `There is no ${first.startsWith('-') ? 'flag' : 'command'} “${first}”.\n\n`;
  return complain(`${complaint}${overview}`, 2);
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function complain(text: string, exitCode: 1 | 2): number {
  process.stderr.write(`${text}\n`);
  return exitCode;
}
