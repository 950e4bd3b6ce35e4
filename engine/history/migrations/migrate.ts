// A migration never changes once it has been released: the next one corrects it.
import type Libsql from 'libsql';
import { z } from 'zod';
import { account } from './0001-account.ts';
import { conversations } from './0002-conversations.ts';
import { reasons } from './0003-reasons.ts';
import { unreadIndex } from './0004-unread-index.ts';
import { lostHistory } from './0005-lost-history.ts';

const migrations: readonly string[] = [account, conversations, reasons, unreadIndex, lostHistory];

const versionRow = z.object({ user_version: z.int() });

/** Brings the file to this program's version, each step all or nothing. Throws a RangeError when it is newer. */
export function migrate(file: InstanceType<typeof Libsql>): void {
  const { user_version: present } = versionRow.parse(file.prepare('PRAGMA user_version').get([]));
  if (present > migrations.length) {
    throw new RangeError(
      `it is of version ${present}, this program knows ${migrations.length}; use a newer Parley`,
    );
  }
  for (const [index, sql] of migrations.entries()) {
    if (index >= present) apply(file, sql, index + 1);
  }
}

function apply(file: InstanceType<typeof Libsql>, sql: string, version: number): void {
  file.transaction(() => file.exec(`${sql}; PRAGMA user_version = ${version}`)).immediate();
}
