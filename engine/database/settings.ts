// Single values that belong to the account as a whole, as JSON.
import { z } from 'zod';
import type { Database } from './database.ts';

const row = z.object({ value: z.string() });

/** Throws a ZodError when what is stored is not what the schema says. */
export function readSetting<Schema extends z.ZodType>(
  database: Database,
  key: string,
  schema: Schema,
): z.output<Schema> | undefined {
  const stored = database.get(row, 'SELECT value FROM settings WHERE key = ?', key);
  return stored && schema.parse(JSON.parse(stored.value));
}

export function writeSetting<Schema extends z.ZodType>(
  database: Database,
  key: string,
  schema: Schema,
  value: z.output<Schema>,
): void {
  database.run(
    'INSERT INTO settings VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    key,
    JSON.stringify(z.encode(schema, value)),
  );
}
