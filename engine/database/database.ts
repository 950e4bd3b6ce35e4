import type Sqlite from 'better-sqlite3-multiple-ciphers';
import type { z } from 'zod';
import { type Damage, finishReplacing, removeKept, replaceDamaged } from './damaged-file.ts';
import { type EncryptedFile, isDamage, openEncryptedFile } from './encrypted-file.ts';
import { attachIndex, isIndexIntact, renewIndex } from './search-index.ts';

export type { Damage } from './damaged-file.ts';

export type Parameter = string | number | bigint | boolean | Uint8Array | undefined;

/** NULL reads as undefined, a blob as Uint8Array, a boolean as 0 or 1 (see columns.ts). */
export interface Database {
  all<Row>(row: z.ZodType<Row>, sql: string, ...parameters: readonly Parameter[]): Row[];
  get<Row>(row: z.ZodType<Row>, sql: string, ...parameters: readonly Parameter[]): Row | undefined;
  /** Returns how many rows changed. */
  run(sql: string, ...parameters: readonly Parameter[]): number;
  /**
   * All or nothing; inside another transaction it becomes part of that one. The action must not wait. It runs once
   * more where it met damage.
   */
  transaction<T>(action: () => T): T;
  /** Leaves nothing of deleted rows in the database and its log. Not in a transaction. */
  flushDeleted(): void;
  /** Leaves nothing of what has been deleted on disk, damaged files that were kept included. Not in a transaction. */
  erase(): void;
  close(): void;
}

/** The file is left as it is. */
export class UnreadableDatabase extends Error {
  constructor(path: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`The database ${path} was left as it is: ${reason}.`, { cause });
    this.name = 'UnreadableDatabase';
  }
}

export type DamageListener = (damage: Damage) => void;

/**
 * Opens or creates the file under a key of 32 bytes. What is damaged, then or later, or was made with another key, is
 * kept aside and replaced with what could be read of it; `onDamage` is called once that is so. Throws an
 * UnreadableDatabase where it can't be opened for another reason.
 */
export function openDatabase(
  path: string,
  key: Uint8Array,
  onDamage: DamageListener = () => undefined,
): Database {
  try {
    finishReplacing(path);
    return new OpenDatabase(path, key, onDamage);
  } catch (error) {
    throw new UnreadableDatabase(path, error);
  }
}

type Statement = Sqlite.Statement<unknown[]>;

class OpenDatabase implements Database {
  readonly #path: string;
  readonly #key: Uint8Array;
  readonly #onDamage: DamageListener;
  readonly #statements = new Map<string, Statement>();
  #file: EncryptedFile;

  constructor(path: string, key: Uint8Array, onDamage: DamageListener) {
    this.#path = path;
    this.#key = key;
    this.#onDamage = onDamage;
    try {
      this.#file = openWithIndex(path, key);
    } catch (error) {
      if (!isDamage(error)) throw error;
      const damage = replaceDamaged(path, key, undefined);
      this.#file = openWithIndex(path, key);
      onDamage(damage);
    }
  }

  all<Row>(row: z.ZodType<Row>, sql: string, ...parameters: readonly Parameter[]): Row[] {
    const bound = parameters.map(toColumn);
    return this.#repaired(() => this.#statement(sql).all(...bound)).map((columns) =>
      row.parse(fromColumns(columns)),
    );
  }

  get<Row>(row: z.ZodType<Row>, sql: string, ...parameters: readonly Parameter[]): Row | undefined {
    const bound = parameters.map(toColumn);
    const columns = this.#repaired(() => {
      const statement = this.#statement(sql);
      // The driver's `get` ends a statement at its first row, and passes over it when the commit that comes then fails.
      return statement.readonly ? statement.get(...bound) : statement.all(...bound)[0];
    });
    return columns === undefined ? undefined : row.parse(fromColumns(columns));
  }

  run(sql: string, ...parameters: readonly Parameter[]): number {
    const bound = parameters.map(toColumn);
    return this.#repaired(() => this.#statement(sql).run(...bound).changes);
  }

  transaction<T>(action: () => T): T {
    return this.#file.inTransaction
      ? action()
      : this.#repaired(() => this.#file.transaction(action).immediate());
  }

  /** Pages are overwritten at once; the log holds them as they were until it is cut. */
  flushDeleted(): void {
    this.#repaired(() => this.#file.pragma('wal_checkpoint(TRUNCATE)'));
  }

  erase(): void {
    this.#renewIndex();
    this.#repaired(() => this.#file.exec('VACUUM'));
    this.flushDeleted();
    removeKept(this.#path);
  }

  close(): void {
    this.#file.close();
  }

  /** Inside a transaction the whole of it is done again, not one statement. */
  #repaired<T>(action: () => T): T {
    if (this.#file.inTransaction) return action();
    try {
      return action();
    } catch (error) {
      if (!isDamage(error)) throw error;
      if (this.#renewsDamagedIndex()) return this.#repaired(action);
      const damage = replaceDamaged(this.#path, this.#key, this.#file);
      this.#statements.clear();
      this.#file = openWithIndex(this.#path, this.#key);
      this.#onDamage(damage);
      return action();
    }
  }

  /** The messages may be damaged as well: then the index can't be renewed, or the next try shows it. */
  #renewsDamagedIndex(): boolean {
    if (isIndexIntact(this.#file)) return false;
    try {
      this.#renewIndex();
      return true;
    } catch (error) {
      if (!isDamage(error)) throw error;
      return false;
    }
  }

  #renewIndex(): void {
    this.#statements.clear();
    renewIndex(this.#file, this.#path);
  }

  #statement(sql: string): Statement {
    const prepared = this.#statements.get(sql) ?? this.#file.prepare(sql);
    this.#statements.set(sql, prepared);
    return prepared;
  }
}

function openWithIndex(path: string, key: Uint8Array): EncryptedFile {
  const file = openEncryptedFile(path, key);
  try {
    attachIndex(file, path);
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

function toColumn(parameter: Parameter): string | number | bigint | Uint8Array | null {
  if (parameter === undefined) return null;
  return typeof parameter === 'boolean' ? Number(parameter) : parameter;
}

function fromColumns(columns: unknown): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  // The driver gives a row as an object, always.
  for (const [name, value] of Object.entries(columns as object)) {
    row[name] = value instanceof Uint8Array ? new Uint8Array(value) : (value ?? undefined);
  }
  return row;
}
