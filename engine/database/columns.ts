// Column types that SQLite doesn't have, for the schemas of rows.
import { z } from 'zod';

export const blob = z.instanceof(Uint8Array);
export const flag = z.int().transform((value) => value !== 0);
