// The only module that knows the driver. Pages are encrypted and carry a tag, so damage is an error and never other
// content: see docs/decisions/0021.
import { chmodSync, closeSync, openSync } from 'node:fs';
import Sqlite from 'better-sqlite3-multiple-ciphers';
import { migrate } from './migrations/migrate.ts';
import { unreadCounts } from './unread-counts.ts';

export type EncryptedFile = Sqlite.Database;

/** Opens or creates the file under a key of 32 bytes, readable by its owner only, and brings it up to date. */
export function openEncryptedFile(path: string, key: Uint8Array): EncryptedFile {
  const file = connect(path, key);
  try {
    migrate(file);
    file.exec(unreadCounts);
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Opens a file of which parts may be unreadable, or that is shorter than it says it is. */
export function openDamagedFile(path: string, key: Uint8Array): EncryptedFile {
  const file = new Sqlite(path);
  unlock(file, key);
  // SQLite reads a truncated file only on a connection that may change its schema.
  file.unsafeMode(true);
  file.pragma('writable_schema = ON');
  return file;
}

function connect(path: string, key: Uint8Array): EncryptedFile {
  // SQLite gives its log the permissions that the file has.
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const file = new Sqlite(path);
  try {
    unlock(file, key);
    // Of a new file: the list of tables fits the first page, and damage to another one costs rows only.
    file.pragma('page_size = 8192');
    file.pragma('journal_mode = WAL');
    file.pragma('synchronous = FULL');
    file.pragma('foreign_keys = ON');
    file.pragma('secure_delete = ON');
    // What SQLite would put into a file of its own beside the database isn't encrypted.
    file.pragma('temp_store = MEMORY');
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

/** The key goes in as it is: SQLite would derive a key from a passphrase again at every opening. */
function unlock(file: EncryptedFile, key: Uint8Array): void {
  file.pragma("cipher = 'aegis'");
  file.key(Buffer.from(`raw:${Buffer.from(key).toString('hex')}`));
}

const damages: readonly string[] = [
  'SQLITE_CORRUPT',
  'SQLITE_NOTADB',
  'SQLITE_IOERR_READ',
  'SQLITE_IOERR_SHORT_READ',
  'SQLITE_IOERR_CORRUPTFS',
];

/** Whether what is stored can't be read as it was written, rather than not now. */
export function isDamage(error: unknown): boolean {
  if (!(error instanceof Sqlite.SqliteError)) return false;
  return damages.includes(error.code) || error.code.startsWith('SQLITE_CORRUPT_');
}
