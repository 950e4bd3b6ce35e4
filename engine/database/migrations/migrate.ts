// A migration never changes once it has been released: the next one corrects it.
import type Sqlite from 'better-sqlite3-multiple-ciphers';
import { z } from 'zod';
import { account } from './0001-account.ts';
import { conversations } from './0002-conversations.ts';
import { reasons } from './0003-reasons.ts';
import { unreadIndex } from './0004-unread-index.ts';
import { lostHistory } from './0005-lost-history.ts';
import { outbox } from './0006-outbox.ts';
import { revisions } from './0007-revisions.ts';

const migrations: readonly string[] = [
  account,
  conversations,
  reasons,
  unreadIndex,
  lostHistory,
  outbox,
  revisions,
];

/** Brings the file to this program's version, or leaves it as it is. Throws a RangeError when it is newer. */
export function migrate(file: Sqlite.Database): void {
  const present = z.int().parse(file.pragma('user_version', { simple: true }));
  if (present > migrations.length) {
    throw new RangeError(
      `it is of version ${present}, this program knows ${migrations.length}; use a newer Parley`,
    );
  }
  if (present === migrations.length) return;
  const steps = [...migrations.slice(present), `PRAGMA user_version = ${migrations.length}`];
  file.transaction(() => steps.map((sql) => file.exec(compact(sql)))).immediate();
}

/** SQLite keeps what made a table as it was written: the list of them shall fit the first page, which is damaged least. */
function compact(sql: string): string {
  return sql.replaceAll(/^ *--.*\n/gm, '').replaceAll(/\s+/g, ' ');
}
