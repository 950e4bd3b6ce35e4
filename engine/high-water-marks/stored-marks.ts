// The marks in the local database. They only rise, whatever comes in, until the user goes on with less.
import { z } from 'zod';
import { toBase64url, utf8 } from '../../protocol/bytes.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { type ConversationId, conversationId } from '../../protocol/ids.ts';
import type { Database } from '../database/database.ts';
import { readSetting, writeSetting } from '../database/settings.ts';
import { type Marks, openMarks } from '../encryption/high-water-marks.ts';
import { sha256 } from '../encryption/primitives.ts';
import type { AccountRecord } from '../session/account-record.ts';

const row = z.object({ conversation: conversationId, epoch: z.int(), seq: z.int(), restores: z.int() });
export type Mark = z.infer<typeof row>;
type RaisedMark = Omit<Mark, 'restores'> & { readonly restores?: number | undefined };

/** The version that the server keeps, and what is in it. */
const saved = z.object({ version: z.int().nonnegative(), digest: z.string().optional() });

const RAISE = `
  INSERT INTO marks (conversation, epoch, seq, restores) VALUES (?, ?, ?, ?) ON CONFLICT (conversation) DO UPDATE
  SET epoch = iif(excluded.restores > restores, excluded.epoch, max(epoch, excluded.epoch)),
    seq = iif(excluded.restores > restores, excluded.seq, max(seq, excluded.seq)),
    restores = excluded.restores
  WHERE excluded.restores > restores
    OR excluded.restores = restores AND (excluded.epoch > epoch OR excluded.seq > seq)`;

/** Returns whether the mark has risen. */
export function raiseMark(
  database: Database,
  { conversation, epoch, seq, restores = 0 }: RaisedMark,
): boolean {
  return database.run(RAISE, conversation, epoch, seq, restores) > 0;
}

/** How often the account has gone on with less of a conversation than it had seen. */
export function countRestores(database: Database, conversation: ConversationId): number {
  return database.get(row, 'SELECT * FROM marks WHERE conversation = ?', conversation)?.restores ?? 0;
}

export function listMarks(database: Database): readonly Mark[] {
  return database.all(row, 'SELECT * FROM marks ORDER BY conversation');
}

export function getSavedVersion(database: Database): number {
  return readSetting(database, 'marks', saved)?.version ?? 0;
}

/** The digest of the marks that the server keeps, as far as is known here. */
export function findSavedDigest(database: Database): string | undefined {
  return readSetting(database, 'marks', saved)?.digest;
}

export function noteSaved(database: Database, version: number, digest: string): void {
  if (version >= getSavedVersion(database)) writeSetting(database, 'marks', saved, { version, digest });
}

export function digestOf({ manifestVersion, conversations }: Marks): string {
  const sorted = Object.entries(conversations).sort(([one], [other]) => (one < other ? -1 : 1));
  const seen = sorted.map(([id, { epoch, seq, restores = 0 }]) => [id, epoch, seq, restores]);
  return toBase64url(sha256(utf8(JSON.stringify([manifestVersion, seen]))));
}

/** Takes over what another device of the account has saved. Refuses with `verification-failed`. */
export function keepMarks(
  database: Database,
  { marksKey, address }: Pick<AccountRecord, 'marksKey' | 'address'>,
  sealed: Uint8Array,
): Result<Marks> {
  const opened = openMarks(marksKey, address, sealed);
  if (!opened) return refuse('verification-failed', { detail: 'the high-water marks' });
  database.transaction(() => {
    noteSaved(database, opened.version, digestOf(opened.marks));
    // The schema of the marks has parsed the keys as conversation ids.
    for (const [conversation, mark] of Object.entries(opened.marks.conversations)) {
      raiseMark(database, { conversation: conversation as ConversationId, ...mark });
    }
  });
  return ok(opened.marks);
}
