import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { blob, flag } from './columns.ts';
import { type Damage, type Database, openDatabase } from './database.ts';

const key = new Uint8Array(32).fill(7);

async function temporaryDatabase(): Promise<{ path: string; database: Database }> {
  const path = join(await temporaryFolder(), 'test.db');
  const database = openDatabase(path, key);
  onTestFinished(() => database.close());
  database.run(
    'CREATE TABLE things (name TEXT PRIMARY KEY, content BLOB, size INTEGER, done INTEGER) STRICT',
  );
  return { path, database };
}

const thing = z.object({ name: z.string(), content: blob.optional(), size: z.int().optional(), done: flag });

function addThing(database: Database, name: string): number {
  return database.run('INSERT INTO things VALUES (?, ?, ?, ?)', name, undefined, 1, false);
}

test('every type of value is read as it was written', async () => {
  const { database } = await temporaryDatabase();
  const whole = Buffer.from('some bytes');
  database.run('INSERT INTO things VALUES (?, ?, ?, ?)', 'view', whole.subarray(5), 2 ** 50, true);
  database.run('INSERT INTO things VALUES (?, ?, ?, ?)', 'nothing', undefined, undefined, false);
  expect(database.all(thing, 'SELECT * FROM things ORDER BY name')).toEqual([
    { name: 'nothing', content: undefined, size: undefined, done: false },
    { name: 'view', content: new Uint8Array(Buffer.from('bytes')), size: 2 ** 50, done: true },
  ]);
  const view = database.get(thing, 'SELECT * FROM things WHERE name = ?', 'view');
  expect(view?.content).toEqual(new Uint8Array(Buffer.from('bytes')));
  expect(database.get(thing, 'SELECT * FROM things WHERE name = ?', 'missing')).toBeUndefined();
});

test('a transaction that throws changes nothing, even inside another', async () => {
  const { database } = await temporaryDatabase();
  const failing = () =>
    database.transaction(() => {
      addThing(database, 'outer');
      database.transaction(() => addThing(database, 'inner'));
      throw new Error('changed my mind');
    });
  expect(failing).toThrow('changed my mind');
  expect(database.all(thing, 'SELECT * FROM things')).toEqual([]);
  expect(database.transaction(() => addThing(database, 'kept'))).toBe(1);
});

test('rows survive closing, and can’t be read without the key', async () => {
  const { path, database } = await temporaryDatabase();
  addThing(database, 'a name to look for');
  database.close();
  expect((await readFile(path)).includes('a name to look for')).toBe(false);
  const again = openDatabase(path, key);
  expect(again.get(thing, 'SELECT * FROM things')?.name).toBe('a name to look for');
  again.close();
});

test('a file of another key or program is kept aside unchanged, and a new database replaces it', async () => {
  for (const content of [undefined, 'something else']) {
    const { path, database } = await temporaryDatabase();
    addThing(database, 'a name to look for');
    database.close();
    if (content !== undefined) await writeFile(path, content);
    const before = await readFile(path);
    const damages: Damage[] = [];
    const otherKey = new Uint8Array(32);
    openDatabase(path, content === undefined ? otherKey : key, (damage) => damages.push(damage)).close();
    expect(damages).toEqual([{ keptAs: `${path}.damaged-1`, lost: undefined }]);
    expect(await readFile(`${path}.damaged-1`)).toEqual(before);
  }
});

test.skipIf(process.platform === 'win32')('only the owner may read a database and its log', async () => {
  const { path } = await temporaryDatabase();
  const names = await readdir(dirname(path));
  const files = ['test.db', 'test.db-search'];
  expect(names.sort()).toEqual(files.flatMap((file) => [file, `${file}-shm`, `${file}-wal`]).sort());
  for (const name of names) expect((await stat(join(dirname(path), name))).mode & 0o777).toBe(0o600);
});

test('a statement with too few or too many parameters throws', async () => {
  const { database } = await temporaryDatabase();
  expect(() => database.run('INSERT INTO things VALUES (?, ?, ?, ?)', 'too few')).toThrow(RangeError);
  expect(() => database.run('INSERT INTO things (name) VALUES (?)', 'too', 'many')).toThrow(RangeError);
  expect(() => database.run('INSERT INTO things VALUES (1, 2, 3, 4); SELECT 1')).toThrow(RangeError);
});

test('a database of a newer program is refused', async () => {
  const { path, database } = await temporaryDatabase();
  database.run('PRAGMA user_version = 1000');
  database.close();
  expect(() => openDatabase(path, key)).toThrow(/use a newer Parley/);
});

test('a database from before the first release is refused and left unchanged', async () => {
  const { path, database } = await temporaryDatabase();
  for (const version of [1, 6, 100]) {
    database.run(`PRAGMA user_version = ${version}`);
    expect(() => openDatabase(path, key)).toThrow(/from before the first release; move/);
  }
  expect(database.get(z.object({ user_version: z.number() }), 'PRAGMA user_version')?.user_version).toBe(100);
});

test('reads two hundred rows within ten milliseconds', async () => {
  const { database } = await temporaryDatabase();
  database.transaction(() => {
    for (let index = 0; index < 2_000; index += 1) {
      database.run('INSERT INTO things VALUES (?, ?, ?, ?)', `n${index}`, new Uint8Array(300), index, true);
    }
  });
  const durations = Array.from({ length: 5 }, () => {
    const start = performance.now();
    expect(database.all(thing, 'SELECT * FROM things WHERE size >= ? LIMIT 200', 500)).toHaveLength(200);
    return performance.now() - start;
  });
  expect(Math.min(...durations)).toBeLessThan(10);
});
