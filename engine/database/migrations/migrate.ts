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
import { vaultSeen } from './0008-vault-seen.ts';
import { alteredChanges } from './0009-altered-changes.ts';
import { noSentences } from './0010-no-sentences.ts';
import { groups } from './0011-groups.ts';
import { requests } from './0012-requests.ts';
import { trust } from './0013-trust.ts';
import { formerManifests } from './0014-former-manifests.ts';
import { reactions } from './0015-reactions.ts';
import { deletions } from './0016-deletions.ts';
import { mentionsAndPins } from './0017-mentions-and-pins.ts';
import { lifetimes } from './0018-lifetimes.ts';
import { sending } from './0019-sending.ts';
import { forwarded } from './0020-forwarded.ts';

const migrations: readonly string[] = [
  account,
  conversations,
  reasons,
  unreadIndex,
  lostHistory,
  outbox,
  revisions,
  vaultSeen,
  alteredChanges,
  noSentences,
  groups,
  requests,
  trust,
  formerManifests,
  reactions,
  deletions,
  mentionsAndPins,
  lifetimes,
  sending,
  forwarded,
];

/** Versions up to here were of formats that no release has had: what they hold can't be carried over. */
const BEFORE_THE_FIRST = 110;

/** Brings the file to this program's version, or leaves it as it is. Throws a RangeError when it is newer or too old. */
export function migrate(file: Sqlite.Database): void {
  const present = z.int().parse(file.pragma('user_version', { simple: true }));
  const current = BEFORE_THE_FIRST + migrations.length;
  if (present > 0 && present <= BEFORE_THE_FIRST) {
    throw new RangeError(
      'it was made by a Parley from before the first release; move the profile’s folder away and sign in again',
    );
  }
  if (present > current) {
    throw new RangeError(`it is of version ${present}, this program knows ${current}; use a newer Parley`);
  }
  if (present === current) return;
  const applied = Math.max(0, present - BEFORE_THE_FIRST);
  const steps = [...migrations.slice(applied), `PRAGMA user_version = ${current}`];
  file.transaction(() => steps.map((sql) => file.exec(compact(sql)))).immediate();
}

/** SQLite keeps what made a table as it was written: the list of them shall fit the first page, which is damaged least. */
function compact(sql: string): string {
  return sql
    .replaceAll(/^ *--.*\n/gm, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([(),]) ?/g, '$1');
}
