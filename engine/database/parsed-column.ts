// A JSON column that is read far more often than it changes, such as the thousand members of a group: of the rows used last it is kept parsed.
import type { z } from 'zod';

const CAPACITY = 64;

/** Returns the function that reads the column of a row, which `key` names. */
export function createParsedColumn<T>(schema: z.ZodType<T>): (key: string, stored: string) => T {
  const parsed = new Map<string, { readonly stored: string; readonly value: T }>();
  return (key, stored) => {
    const known = parsed.get(key);
    const entry = known?.stored === stored ? known : { stored, value: schema.parse(JSON.parse(stored)) };
    parsed.delete(key);
    parsed.set(key, entry);
    const [oldest] = parsed.keys();
    if (parsed.size > CAPACITY && oldest !== undefined) parsed.delete(oldest);
    return entry.value;
  };
}
