/**
 * The index that engine/search asks: a database of its own beside the messages, so that damage to it costs no message and
 * that it can be thrown away and made again. It holds no text, only which messages have which three characters in a row.
 *
 * It follows the table of messages by whichever statement a message changes. Each change is counted in both files: where
 * the counts differ at the next opening, a crash has come between the two commits, and the index is made anew.
 */
import { chmodSync, closeSync, openSync, rmSync } from 'node:fs';
import { randomBytes } from '../encryption/primitives.ts';
import type { EncryptedFile } from './encrypted-file.ts';
import { normaliseText } from './normalised-text.ts';

/** Another one with every change of the index or of how texts are normalised. */
const VERSION = 1;
const KEY = 'search key';
const CHANGES = 'search changes';

/** Messages are in the order of their times, and in that of their coming where these are the same. */
function keyOf(row: string): string {
  return `(min(max(${row}.sent_at, 0), 4398046511103) * 1048576 + ${row}.position % 1048576)`;
}

/** The time, in milliseconds since 1970, that a key begins with. */
export function timeOfKey(key: bigint): number {
  return Number(key >> 20n);
}

/** Keys of messages with a place in the log are lower; those of others are this one and their position. */
export const UNPLACED_KEYS = 1n << 62n;
/** Nothing is indexed from here on. */
const NOTHING = '9223372036854775807';

/** What waits to be sent, or wasn't, is little and changes: the search reads it as it is. */
export function isIndexed(row: string): string {
  return `(${row}.kind = 'text' AND ${row}.text IS NOT NULL AND ${row}.seq IS NOT NULL)`;
}

const schema = `
-- \`listed\`: message_times has every message from this position on. \`indexed\`: message_words has all of those from this key on.
-- \`removed\`: how many have been taken out since the words were last merged, and may have left traces.
CREATE TABLE search.search_state (
  version TEXT NOT NULL, changes INTEGER NOT NULL,
  listed INTEGER NOT NULL, indexed INTEGER NOT NULL, removed INTEGER NOT NULL
) STRICT;
CREATE TABLE search.message_times (key INTEGER PRIMARY KEY, position INTEGER NOT NULL) STRICT;
CREATE VIRTUAL TABLE search.message_words
  USING fts5(text, content='', columnsize=0, detail=none, tokenize='trigram case_sensitive 1');
`;

/** Lists messages from a position up to another one. */
export const listMessages = `INSERT INTO message_times SELECT ${keyOf('messages')}, position FROM messages
  WHERE position >= ? AND position < ? AND ${isIndexed('messages')} ON CONFLICT DO NOTHING`;
/** The next ones below a key, the newest first. */
export const nextToIndex =
  'SELECT CAST(key AS TEXT) AS key FROM message_times WHERE key < ? ORDER BY message_times.key DESC LIMIT ?';
export const indexMessage = `INSERT INTO message_words (rowid, text)
  SELECT key, normalised(text) FROM message_times JOIN messages USING (position) WHERE key = ?`;
/** Merges so many pages. */
export const MERGE = `INSERT INTO message_words (message_words, rank) VALUES ('merge', ?)`;

const count = `
  UPDATE settings SET value = value + 1 WHERE key = '${CHANGES}';
  UPDATE search_state SET changes = changes + 1;`;

const add = `
  INSERT INTO message_times SELECT ${keyOf('new')}, new.position WHERE ${isIndexed('new')}
    ON CONFLICT DO UPDATE SET position = excluded.position;
  INSERT INTO message_words (rowid, text) SELECT ${keyOf('new')}, normalised(new.text) FROM search_state
    WHERE ${isIndexed('new')} AND ${keyOf('new')} >= indexed;`;

const remove = `
  INSERT INTO message_words (message_words, rowid, text)
    SELECT 'delete', ${keyOf('old')}, normalised(old.text) FROM search_state
    WHERE ${isIndexed('old')} AND ${keyOf('old')} >= indexed;
  UPDATE search_state SET removed = removed + 1 WHERE ${isIndexed('old')};
  DELETE FROM message_times WHERE key = ${keyOf('old')} AND position = old.position;`;

const triggers = `
CREATE TEMP TRIGGER search_added AFTER INSERT ON messages WHEN ${isIndexed('new')} BEGIN ${add} ${count} END;
CREATE TEMP TRIGGER search_removed AFTER DELETE ON messages WHEN ${isIndexed('old')} BEGIN ${remove} ${count} END;
CREATE TEMP TRIGGER search_changed AFTER UPDATE OF kind, text, seq, sent_at ON messages
WHEN ${isIndexed('old')} <> ${isIndexed('new')}
  OR (${isIndexed('new')} AND (old.text <> new.text OR old.sent_at <> new.sent_at))
BEGIN ${remove} ${add} ${count} END;
`;

/** Removes the index of a database that isn't open. */
export function removeIndex(path: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(indexPath(path) + end, { force: true });
}

/** Opens the index of an open database, or begins a new one where there is none that fits. */
export function attachIndex(file: EncryptedFile, path: string): void {
  file.function('normalised', { deterministic: true }, (text) => normaliseText(String(text)));
  if (!attachFitting(file, path)) beginIndex(file, path);
  file.exec(triggers);
}

/** Throws the index away and begins a new one. Not in a transaction. */
export function renewIndex(file: EncryptedFile, path: string): void {
  for (const trigger of ['search_added', 'search_removed', 'search_changed']) {
    file.exec(`DROP TRIGGER IF EXISTS temp.${trigger}`);
  }
  detach(file);
  beginIndex(file, path);
  file.exec(triggers);
}

/** Whether every page of it can be read and agrees with the others. */
export function isIndexIntact(file: EncryptedFile): boolean {
  try {
    return file.pragma('search.integrity_check', { simple: true }) === 'ok';
  } catch {
    return false;
  }
}

function attachFitting(file: EncryptedFile, path: string): boolean {
  const key = readSetting(file, KEY);
  if (key === undefined) return false;
  try {
    attach(file, path, JSON.parse(key));
    const state = file
      .prepare<[], { version: string; changes: number }>('SELECT version, changes FROM search_state')
      .get();
    if (state?.version === versionFor(file) && String(state.changes) === readSetting(file, CHANGES))
      return true;
  } catch {
    // Whatever is wrong with it, another one takes its place.
  }
  detach(file);
  return false;
}

/** Its key is in the database that it belongs to: it opens with no other one, and with none once that is erased. */
function beginIndex(file: EncryptedFile, path: string): void {
  removeIndex(path);
  const key = readSetting(file, KEY) ?? JSON.stringify(Buffer.from(randomBytes(32)).toString('hex'));
  attach(file, path, JSON.parse(key));
  const begin = file.transaction(() => {
    file.exec(schema);
    const put = file.prepare('INSERT OR IGNORE INTO settings (key, value) VALUES (?, ?)');
    // Nothing is written there that is there already: a damaged file is kept as it was found.
    if (readSetting(file, KEY) === undefined) put.run(KEY, key);
    if (readSetting(file, CHANGES) === undefined) put.run(CHANGES, '0');
    const newest = file.prepare('SELECT max(position) FROM messages').pluck().get();
    const listed = typeof newest === 'number' ? newest + 1 : 0;
    file
      .prepare(`INSERT INTO search_state VALUES (?, ?, ?, ${listed === 0 ? 0 : NOTHING}, 0)`)
      .run(versionFor(file), Number(readSetting(file, CHANGES)), listed);
  });
  begin();
}

/** The database's own version too: a migration may have changed messages, and Unicode's, which the normaliser follows. */
function versionFor(file: EncryptedFile): string {
  return [VERSION, file.pragma('main.user_version', { simple: true }), process.versions.unicode].join(' ');
}

function attach(file: EncryptedFile, path: string, key: string): void {
  const index = indexPath(path);
  closeSync(openSync(index, 'a', 0o600));
  chmodSync(index, 0o600);
  file.prepare('ATTACH ? AS search KEY ?').run(index, `raw:${key}`);
  file.pragma('search.journal_mode = WAL');
  // After a crash of the computer the last changes may be missing, which the counts show.
  file.pragma('search.synchronous = NORMAL');
  file.pragma('search.secure_delete = ON');
}

function detach(file: EncryptedFile): void {
  const isAttached =
    file.prepare(`SELECT 1 FROM pragma_database_list WHERE name = 'search'`).get() !== undefined;
  if (isAttached) file.exec('DETACH search');
}

function readSetting(file: EncryptedFile, key: string): string | undefined {
  return file.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck().get(key);
}

function indexPath(path: string): string {
  return `${path}-search`;
}
