// One JSON value in a file of its own, replaced whole. What its schema refuses is reported, never overwritten.
import type { z } from 'zod';
import { readFileIfExists, writeFileAtomically } from './atomic-file.ts';

/** The file is left as it is. */
export class UnreadableJsonFile extends Error {
  override readonly name = 'UnreadableJsonFile';

  constructor(path: string, cause: unknown) {
    super(`The file ${path} is damaged or of a newer Parley.`, { cause });
  }
}

/** Undefined when there is no such file. Throws an UnreadableJsonFile, or the system's error. */
export async function readJsonFile<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  const stored = await readFileIfExists(path);
  if (!stored) return undefined;
  try {
    return schema.parse(JSON.parse(stored.toString('utf8')));
  } catch (error) {
    throw new UnreadableJsonFile(path, error);
  }
}

/** Throws the system's error; the file then is as it was. */
export function writeJsonFile(path: string, content: object): Promise<void> {
  return writeFileAtomically(path, JSON.stringify(content));
}
