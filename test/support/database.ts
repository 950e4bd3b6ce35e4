import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../engine/history/database.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** An empty database with every table, closed and removed when the running test ends. */
export async function temporaryDatabase(): Promise<Database> {
  const folder = await temporaryFolder();
  const database = openDatabase(join(folder, 'test.db'), new Uint8Array(32));
  onTestFinished(() => database.close());
  return database;
}
