import type { z } from 'zod';
import { textOf } from '../../protocol/bytes.ts';

/** The file is left as it is; only a person can say what to do about it. */
export class UnreadableProfile extends Error {
  constructor(path: string, reason: string, cause?: unknown) {
    super(`The file ${path} can't be read: ${reason}. It was left as it is.`, { cause });
    this.name = 'UnreadableProfile';
  }
}

/** Parses one of the profile's JSON files. Throws an UnreadableProfile that names it. */
export function parseProfileFile<Schema extends z.ZodType>(
  path: string,
  content: Uint8Array,
  schema: Schema,
): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(textOf(content)));
  } catch (error) {
    throw new UnreadableProfile(path, 'it is damaged or of a newer Parley', error);
  }
}
