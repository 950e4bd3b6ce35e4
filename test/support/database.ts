import { existsSync } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../engine/database/database.ts';
import { openEncryptedFile } from '../../engine/database/encrypted-file.ts';
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
  const copy = join(await temporaryFolder(), 'copy.db');
  for (const end of ['', '-wal']) if (existsSync(path + end)) await copyFile(path + end, copy + end);
  const file = openEncryptedFile(copy, key);
  file.pragma('wal_checkpoint(TRUNCATE)');
  // A log can't be encrypted anew.
  file.pragma('journal_mode = DELETE');
  file.rekey(Buffer.alloc(0));
  file.close();
  return readFile(copy);
}
