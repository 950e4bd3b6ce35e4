import { z } from 'zod';
import { sentenceFor } from '../../protocol/errors.ts';
import { type Command, CommandFailure, parseFlags, takeWords } from '../command.ts';
import { readTextFile } from '../text-file.ts';
import { addUserTo } from './add-user.ts';
import { type ImportEntry, readImport } from './import-file.ts';
import { dataFlag, dataFolder } from './result.ts';

const flags = z.object({ data: dataFolder });

export const importUsers: Command = {
  synopsis: 'admin user import <file> [--data <folder>]',
  about:
    'Makes the accounts of a JSON file: a list of {"username", "password", "displayName"}, or an object of user\nnames and passwords. Creates the accounts of valid entries and reports invalid ones. “-” reads stdin.',
  flags: dataFlag,
  examples: ['admin user import ./class-7b.json', 'admin user import - --data /srv/parley < class-7b.json'],
  async run({ flags: given, words }) {
    const [file] = takeWords(words, 'file');
    const { data } = parseFlags(flags, given);
    const entries = readImport(parseJson(await readTextFile(file)));
    if (!entries)
      throw new CommandFailure(`The file ${file} is neither a list nor an object of accounts in JSON.`);
    let failed = 0;
    for (const entry of entries) {
      const fault = await importEntry(data, entry);
      if (fault === undefined) continue;
      failed += 1;
      process.stderr.write(`Entry ${entry.number} (${entry.name}): ${fault}\n`);
    }
    const made = entries.length - failed;
    process.stdout.write(`${made} ${made === 1 ? 'account' : 'accounts'} made.\n`);
    if (failed > 0) throw new CommandFailure(`${failed} of ${entries.length} entries could not be used.`);
  },
};

/** What went wrong, as a sentence. */
async function importEntry(data: string, { user }: ImportEntry): Promise<string | undefined> {
  if (typeof user === 'string') return `${user}.`;
  const added = await addUserTo(data, user);
  return added.ok ? undefined : sentenceFor(added.code, added.facts);
}

/** Undefined when it is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return;
    throw error;
  }
}
