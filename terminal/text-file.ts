import { readFile } from 'node:fs/promises';
import { CommandFailure } from './command.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'you may not read it',
  EISDIR: 'it is a folder',
};

/** The text of a file that a person named. Throws CommandFailure with the file's name when it can't be read. */
export async function readTextFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new CommandFailure(`The file ${file} can’t be read: ${reasons[code] ?? code}.`);
  }
}

export async function readFirstLine(file: string): Promise<string> {
  const [line = ''] = (await readTextFile(file)).split(/\r?\n/, 1);
  return line;
}
