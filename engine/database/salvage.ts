// Copies what can still be read of a damaged database into a new one, row by row, around the pages that can't. What
// is lost of a log becomes a gap in it, which is fetched from the server as any other.
import { type EncryptedFile, isDamage } from './encrypted-file.ts';
import { queueWaitingTexts } from './migrations/0006-outbox.ts';

const BATCH_ROWS = 256;
/** How far beyond the last row that could be read another one is looked for. */
const FARTHEST_KEY = 2 ** 24;

type Key = readonly (string | number)[];
type Row = Readonly<Record<string, unknown>>;
type Order = 'ASC' | 'DESC';

/** Returns the tables of which rows may be missing; undefined where nothing could be read. */
export function salvage(from: EncryptedFile, to: EncryptedFile): readonly string[] | undefined {
  if (!isSameVersion(from, to)) return;
  const copy = to.transaction(() => {
    const lost = tablesOf(to).filter((table) => !copyTable(from, to, table));
    if (lost.includes('outbox')) to.exec(queueWaitingTexts);
    if (lost.some((table) => logTables.includes(table))) reopenGaps(to, lost.includes('epochs'));
    return lost;
  });
  return copy();
}

const logTables: readonly string[] = ['messages', 'revisions', 'log', 'ranges', 'epochs', 'counters'];

/**
 * A position is held where its record's hash is, and the message, the edit or the epoch it brought. What is fetched again must
 * not look like a replay, and epochs are only ever fetched from the newest one on.
 */
function reopenGaps(file: EncryptedFile, epochsAreLost: boolean): void {
  file.exec(`
    DELETE FROM counters;
    DELETE FROM ranges;
    INSERT INTO ranges (conversation, low, high)
      SELECT conversation, min(seq), max(seq) FROM (
        SELECT conversation, seq, seq - row_number() OVER (PARTITION BY conversation ORDER BY seq) AS consecutive
          FROM log
          WHERE EXISTS (SELECT 1 FROM messages WHERE conversation = log.conversation AND seq = log.seq)
             OR EXISTS (SELECT 1 FROM revisions WHERE conversation = log.conversation AND seq = log.seq)
             OR EXISTS (SELECT 1 FROM epochs WHERE conversation = log.conversation AND seq = log.seq)
      ) GROUP BY conversation, consecutive`);
  if (epochsAreLost) file.exec('DELETE FROM epochs');
}

function isSameVersion(from: EncryptedFile, to: EncryptedFile): boolean {
  try {
    return from.pragma('user_version', { simple: true }) === to.pragma('user_version', { simple: true });
  } catch (error) {
    if (!isDamage(error)) throw error;
    return false;
  }
}

/** What names conversations first: the keys of other tables begin with them. */
function tablesOf(file: EncryptedFile): readonly string[] {
  return file
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'
         ORDER BY name NOT IN ('conversations', 'messages')`,
    )
    .pluck()
    .all();
}

/** False where something could not be read. */
function copyTable(from: EncryptedFile, to: EncryptedFile, table: string): boolean {
  const shape = shapeOf(to, table);
  const insert = insertInto(to, shape);
  let complete = true;
  for (const prefix of prefixesOf(to, shape)) {
    complete = copyRows({ from, shape, prefix, insert }) && complete;
  }
  return complete;
}

interface Shape {
  readonly table: string;
  readonly columns: readonly string[];
  /** What orders its rows on disk. */
  readonly key: readonly string[];
  /** The last of its key is a whole number, so that the next one can be guessed. */
  readonly isCounted: boolean;
}

function shapeOf(file: EncryptedFile, table: string): Shape {
  const columns = file
    .prepare<[string], { name: string; type: string; pk: number }>(
      'SELECT name, type, pk FROM pragma_table_info(?)',
    )
    .all(table);
  const hasRowid = file
    .prepare<[string], number>('SELECT NOT wr FROM pragma_table_list(?)')
    .pluck()
    .get(table);
  const primary = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  return {
    table,
    columns: columns.map(({ name }) => name),
    key: hasRowid ? ['rowid'] : primary.map(({ name }) => name),
    isCounted: Boolean(hasRowid) || primary.at(-1)?.type === 'INTEGER',
  };
}

/** Each conversation by itself, where a key begins with one: damage then costs no other conversation's rows. */
function prefixesOf(to: EncryptedFile, { key }: Shape): readonly Key[] {
  if (key[0] !== 'conversation') return [[]];
  const ids = to
    .prepare<[], string>('SELECT id FROM conversations UNION SELECT conversation FROM messages')
    .pluck();
  return ids.all().map((id) => [id]);
}

function insertInto(to: EncryptedFile, { table, columns }: Shape): (row: Row) => void {
  const places = columns.map((name) => `@${name}`).join(', ');
  const insert = to.prepare<[Row]>(
    `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${places})`,
  );
  return (row) => void insert.run(row);
}

interface Walk {
  readonly from: EncryptedFile;
  readonly shape: Shape;
  readonly prefix: Key;
  insert(row: Row): void;
}

/** Goes through the rows in the order of their key, and round what can't be read. False where something can't. */
function copyRows(walk: Walk): boolean {
  let { at, ended } = copyUntilDamage(walk, 'ASC', undefined);
  if (ended) return true;
  while (!ended) {
    const beyond = walk.shape.isCounted ? findReadable(walk, at) : undefined;
    // Back to the damage, from behind it.
    copyUntilDamage(walk, 'DESC', beyond && keyAfter(beyond, 1));
    if (!beyond) return false;
    ({ at, ended } = copyUntilDamage(walk, 'ASC', beyond));
  }
  return false;
}

/** `at` is the key of the last row that could be read. */
function copyUntilDamage(walk: Walk, order: Order, after: Key | undefined) {
  let at = after;
  let limit = BATCH_ROWS;
  for (;;) {
    const batch = readBatch(walk, order, at, limit);
    if (batch?.length === 0) return { at, ended: true };
    if (!batch && limit === 1) return { at, ended: false };
    for (const { row } of batch ?? []) walk.insert(row);
    at = batch?.at(-1)?.key ?? at;
    limit = batch ? BATCH_ROWS : 1;
  }
}

/** A key beyond the damage that follows `at`; undefined where there is none. Each try costs the reading of a page. */
function findReadable(walk: Walk, at: Key | undefined): Key | undefined {
  for (let step = 1; step <= FARTHEST_KEY; step *= 2) {
    const key = keyAfter(at ?? [0], step);
    if (readBatch(walk, 'ASC', key, 1)) return key;
  }
  return undefined;
}

function keyAfter(key: Key, step: number): Key {
  return [...key.slice(0, -1), Number(key.at(-1)) + step];
}

interface KeyedRow {
  readonly key: Key;
  readonly row: Row;
}

/** Undefined where it can't be read. */
function readBatch(
  { from, shape, prefix }: Walk,
  order: Order,
  at: Key | undefined,
  limit: number,
): readonly KeyedRow[] | undefined {
  const own = shape.key.slice(prefix.length);
  const conditions = [
    ...shape.key.slice(0, prefix.length).map((name) => `${name} = ?`),
    ...(at ? [`(${own.join(', ')}) ${order === 'ASC' ? '>' : '<'} (${own.map(() => '?').join(', ')})`] : []),
  ];
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  const keys = own.map((name, index) => `${name} AS key${index}`).join(', ');
  const ordered = own.map((name) => `${name} ${order}`).join(', ');
  try {
    return from
      .prepare<unknown[], Row>(
        `SELECT ${keys}, ${shape.columns.join(', ')} FROM ${shape.table} ${where} ORDER BY ${ordered} LIMIT ?`,
      )
      .all(...prefix, ...(at ?? []), limit)
      .map((row) => ({ row, key: own.map((_, index) => row[`key${index}`] as string | number) }));
  } catch (error) {
    if (!isDamage(error) && !isMissing(error)) throw error;
    return undefined;
  }
}

/** The page that names the table is damaged. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('no such table');
}
