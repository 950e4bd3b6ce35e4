// The only module that knows libsql, which ends the whole process on a boolean, a named parameter or a
// bare Buffer: every call hands it one array of plain values.
import Libsql from 'libsql';
import type { z } from 'zod';
import { toBase64url } from '../../protocol/bytes.ts';
import { migrate } from './migrations/migrate.ts';

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

/** The file is left as it is: a wrong key and a damaged file can't be told apart. */
export class UnreadableDatabase extends Error {
  constructor(path: string, cause: unknown) {
    super(`The database ${path} was left as it is: ${reasonOf(cause)}.`, { cause });
    this.name = 'UnreadableDatabase';
  }
}

/** What libsql takes but its types leave out. */
interface Encryption {
  readonly encryptionCipher: string;
  readonly encryptionKey: string;
}

type File = InstanceType<typeof Libsql>;

/** Opens or creates the file under a key of 32 bytes. Throws an UnreadableDatabase. */
export function openDatabase(path: string, key: Uint8Array): Database {
  let file: File | undefined;
  try {
    file = connect(path, key);
    file.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    migrate(file);
    return databaseOver(file);
  } catch (error) {
    file?.close();
    throw new UnreadableDatabase(path, error);
  }
}

function reasonOf(cause: unknown): string {
  if (cause instanceof Libsql.SqliteError && cause.code === 'SQLITE_NOTADB') {
    return 'it is damaged, or was made with another key';
  }
  return cause instanceof Error ? cause.message : String(cause);
}

function connect(path: string, key: Uint8Array): File {
  const options: Libsql.Options & Encryption = {
    encryptionCipher: 'aes256cbc',
    encryptionKey: toBase64url(key),
  };
  return new Libsql(path, options);
}

function databaseOver(file: File): Database {
  const statement = statementCache(file);
  return {
    all: (row, sql, ...parameters) =>
      statement(sql)
        .all(parameters.map(toColumn))
        .map((columns) => row.parse(fromColumns(columns))),
    get(row, sql, ...parameters) {
      const columns = statement(sql).get(parameters.map(toColumn));
      return columns === undefined ? undefined : row.parse(fromColumns(columns));
    },
    run: (sql, ...parameters) => statement(sql).run(parameters.map(toColumn)).changes,
    transaction(action) {
      if (file.inTransaction) return action();
      return file.transaction(action).immediate();
    },
    close() {
      file.close();
    },
  };
}

function statementCache(file: File) {
  const statements = new Map<string, ReturnType<File['prepare']>>();
  return (sql: string) => {
    const prepared = statements.get(sql) ?? file.prepare(sql);
    statements.set(sql, prepared);
    return prepared;
  };
}

function toColumn(parameter: Parameter): string | number | bigint | Uint8Array | null {
  if (parameter === undefined) return null;
  return typeof parameter === 'boolean' ? Number(parameter) : parameter;
}

function fromColumns(columns: unknown): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  // libsql gives a row as an object, always.
  for (const [name, value] of Object.entries(columns as object)) {
    const isBlob = value instanceof ArrayBuffer || value instanceof Uint8Array;
    row[name] = isBlob ? new Uint8Array(value) : (value ?? undefined);
  }
  return row;
}
