import type { z } from 'zod';
import { readJsonFile, UnreadableJsonFile } from '../../node/json-file.ts';

/** The file is left as it is; only the user can say what to do about it. */
export class UnreadableProfile extends Error {
  constructor(path: string, reason: string, cause?: unknown) {
    super(`The file ${path} can't be read: ${reason}. It was left as it is.`, { cause });
    this.name = 'UnreadableProfile';
  }
}

/** Reads one of the profile's JSON files, if it is there. Throws an UnreadableProfile that names it. */
export async function readProfileFile<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  try {
    return await readJsonFile(path, schema);
  } catch (error) {
    if (!(error instanceof UnreadableJsonFile)) throw error;
    throw new UnreadableProfile(path, 'it is damaged or of a newer Parley', error.cause);
  }
}
