// The local database under each cipher that puts a tag on its pages: what writing a page of records and reading a page
// of messages cost. `node bench/local-database.ts`; see docs/decisions/0021.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3-multiple-ciphers';
import { migrate } from '../engine/database/migrations/migrate.ts';
import { TEXT } from './fixture.ts';
import { printTable } from './table.ts';

const MESSAGES = 20_000;
const PAGE = 50;
const ROUNDS = 5;
const key = Buffer.alloc(32, 7).toString('hex');
const conversation = 'c'.repeat(43);

type Open = (path: string) => Sqlite.Database;

const candidates: Readonly<Record<string, Open>> = {
  'no cipher': (path) => new Sqlite(path),
  sqlcipher: (path) => unlocked(path, 'sqlcipher', `x'${key}'`),
  aegis: (path) => unlocked(path, 'aegis', `raw:${key}`),
};

function unlocked(path: string, cipher: string, raw: string): Sqlite.Database {
  const file = new Sqlite(path);
  file.pragma(`cipher = '${cipher}'`);
  file.key(Buffer.from(raw));
  return file;
}

/** One run of one candidate: records a second in transactions of a page and of one, and pages a second. */
function measure(open: Open, path: string) {
  let file = prepared(open(path));
  const add = file.prepare(
    `INSERT INTO messages (id, conversation, seq, sender, device, kind, counts, text, sent_at, state)
       VALUES (?, ?, ?, 'alice', 'device', 'text', 1, ?, ?, 'sent')`,
  );
  const hash = file.prepare('INSERT INTO log VALUES (?, ?, ?)');
  let seq = 0;
  const write = (count: number) =>
    file.transaction(() => {
      for (const until = seq + count; seq < until; ) {
        seq += 1;
        add.run(`message ${seq}`, conversation, seq, TEXT, seq);
        hash.run(conversation, seq, Buffer.alloc(32, seq));
      }
    })();
  const inPages = timed(MESSAGES, () => {
    while (seq < MESSAGES) write(PAGE);
  });
  const single = timed(200, () => {
    while (seq < MESSAGES + 200) write(1);
  });
  file.close();
  // Nothing is in SQLite's own cache, as after a start.
  file = prepared(open(path));
  const read = file.prepare(
    'SELECT * FROM messages WHERE conversation = ? AND seq BETWEEN ? AND ? ORDER BY seq DESC LIMIT ?',
  );
  const pages = MESSAGES / PAGE;
  const readPages = () => {
    for (let page = pages; page > 0; page -= 1) read.all(conversation, 1, page * PAGE, PAGE);
  };
  const cold = timed(pages, readPages);
  const warm = timed(pages, readPages);
  file.close();
  return { inPages, single, cold, warm };
}

function prepared(file: Sqlite.Database): Sqlite.Database {
  file.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = 2',
  );
  migrate(file);
  return file;
}

/** How many of them a second. */
function timed(count: number, act: () => void): number {
  const start = performance.now();
  act();
  return Math.round((count * 1_000) / (performance.now() - start));
}

/** The rounds of all candidates alternate, so that whatever else the machine does falls on each of them. */
function measureAll(): void {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const runs = Object.fromEntries(
    Object.keys(candidates).map((name) => [name, [] as ReturnType<typeof measure>[]]),
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, open] of Object.entries(candidates)) {
      runs[name]?.push(measure(open, join(folder, `${name}-${round}.db`)));
    }
  }
  rmSync(folder, { recursive: true });
  const best = (name: string, what: keyof ReturnType<typeof measure>) =>
    Math.max(...(runs[name] ?? []).map((run) => run[what]));
  printTable({
    title: 'Local database',
    columns: ['cipher', 'records/s, 50 at once', 'one by one', 'pages of 50/s, cold', 'warm'],
    rows: Object.keys(candidates).map((name) => [
      name,
      ...(['inPages', 'single', 'cold', 'warm'] as const).map((what) => best(name, what)),
    ]),
  });
}

measureAll();
