import { existsSync } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3-multiple-ciphers';
import { onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../engine/database/database.ts';
import { type EncryptedFile, openEncryptedFile } from '../../engine/database/encrypted-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** An empty database with every table, closed and removed when the running test ends. */
export async function temporaryDatabase(): Promise<Database> {
  const folder = await temporaryFolder();
  const database = openDatabase(join(folder, 'test.db'), new Uint8Array(32));
  onTestFinished(() => database.close());
  return database;
}

/** Every page of a database in plain text, unused ones and what its log holds included. It may be open. */
export async function decrypted(path: string, key: Uint8Array): Promise<Buffer> {
  return plainPages(path, (copy) => openEncryptedFile(copy, key));
}

/** The same of the search index beside it. */
export async function decryptedIndex(path: string, key: Uint8Array): Promise<Buffer> {
  const file = openEncryptedFile(path, key);
  const stored = file.prepare(`SELECT value FROM settings WHERE key = 'search key'`).pluck().get();
  file.close();
  return plainPages(`${path}-search`, (copy) => {
    const index = new Sqlite(copy);
    index.pragma("cipher = 'aegis'");
    index.key(Buffer.from(`raw:${JSON.parse(String(stored))}`));
    return index;
  });
}

async function plainPages(path: string, open: (copy: string) => EncryptedFile): Promise<Buffer> {
  const copy = join(await temporaryFolder(), 'copy.db');
  for (const end of ['', '-wal']) if (existsSync(path + end)) await copyFile(path + end, copy + end);
  const file = open(copy);
  file.pragma('wal_checkpoint(TRUNCATE)');
  // A log can't be encrypted anew.
  file.pragma('journal_mode = DELETE');
  file.rekey(Buffer.alloc(0));
  file.close();
  return readFile(copy);
}
