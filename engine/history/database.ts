import type { z } from 'zod';

export type Parameter = string | number | bigint | boolean | Uint8Array | undefined;

/** NULL reads as undefined, a blob as Uint8Array, a boolean as 0 or 1 (see columns.ts). */
export interface Database {
  all<Row>(row: z.ZodType<Row>, sql: string, ...parameters: readonly Parameter[]): Row[];
  get<Row>(row: z.ZodType<Row>, sql: string, ...parameters: readonly Parameter[]): Row | undefined;
  /** Returns how many rows changed. */
  run(sql: string, ...parameters: readonly Parameter[]): number;
  /** All or nothing; inside another transaction it becomes part of that one. The action must not wait. */
  transaction<T>(action: () => T): T;
  close(): void;
}

/** Opens or creates the file under a key of 32 bytes. Throws an UnreadableDatabase. */
export declare function openDatabase(path: string, key: Uint8Array): Database;
