import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { decodeText, NotText } from '../node/decode-text.ts';
import { CommandFailure } from './command.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'you may not read it',
  EISDIR: 'it is a folder',
};

/** The text of a file that a person named, `-` being stdin. Throws CommandFailure with its name when it can't be read. */
export async function readTextFile(file: string): Promise<string> {
  try {
    return decodeText(file === '-' ? await buffer(process.stdin) : await readFile(file));
  } catch (error) {
    throw fileFault(file, error);
  }
}

/** What a person reads of a file that can't be read. */
export function fileFault(file: string, error: unknown): CommandFailure {
  return new CommandFailure(`The file ${file} can’t be read: ${reasonOf(error)}.`, { cause: error });
}

function reasonOf(error: unknown): string {
  if (error instanceof NotText) return 'it is not text in UTF-8';
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return reasons[code] ?? code;
}

export async function readFirstLine(file: string): Promise<string> {
  const [line = ''] = (await readTextFile(file)).split(/\r?\n/, 1);
  return line;
}
