// The marks in the local database. They only rise, whatever comes in.
import { z } from 'zod';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { type ConversationId, conversationId } from '../../protocol/ids.ts';
import { type Marks, openMarks } from '../encryption/marks.ts';
import type { Database } from '../history/database.ts';
import { readSetting, writeSetting } from '../history/settings.ts';
import type { AccountRecord } from './account-record.ts';

const row = z.object({ conversation: conversationId, epoch: z.int(), seq: z.int() });
export type Mark = z.infer<typeof row>;

/** The version that the server keeps. */
const saved = z.object({ version: z.int().nonnegative() });

const RAISE = `
  INSERT INTO marks VALUES (?, ?, ?) ON CONFLICT (conversation) DO UPDATE
  SET epoch = max(epoch, excluded.epoch), seq = max(seq, excluded.seq)
  WHERE excluded.epoch > epoch OR excluded.seq > seq`;

/** Returns whether the mark has risen. */
export function raiseMark(database: Database, { conversation, epoch, seq }: Mark): boolean {
  return database.run(RAISE, conversation, epoch, seq) > 0;
}

export function allMarks(database: Database): readonly Mark[] {
  return database.all(row, 'SELECT * FROM marks ORDER BY conversation');
}

export function savedVersion(database: Database): number {
  return readSetting(database, 'marks', saved)?.version ?? 0;
}

export function noteSaved(database: Database, version: number): void {
  writeSetting(database, 'marks', saved, { version: Math.max(version, savedVersion(database)) });
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
    noteSaved(database, opened.version);
    // The schema of the marks has parsed the keys as conversation ids.
    for (const [conversation, mark] of Object.entries(opened.marks.conversations)) {
      raiseMark(database, { conversation: conversation as ConversationId, ...mark });
    }
  });
  return ok(opened.marks);
}
