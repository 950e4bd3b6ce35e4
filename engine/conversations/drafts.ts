// What was written and not sent yet, by conversation, so that it outlives the window it was written in.
import { z } from 'zod';
import type { ConversationId } from '../../protocol/ids.ts';
import type { Draft } from '../api.ts';
import type { Database } from '../history/database.ts';
import { readSetting, writeSetting } from '../history/settings.ts';

const KEY = 'drafts';
const stored = z.record(z.string(), z.string());

export function readDrafts(db: Database): readonly Draft[] {
  return Object.entries(readSetting(db, KEY, stored) ?? {}).map(([conversation, text]) => ({
    conversation,
    text,
  }));
}

/** An empty text removes it. */
export function saveDraft(db: Database, conversation: ConversationId, text: string): void {
  const { [conversation]: _replaced, ...others } = readSetting(db, KEY, stored) ?? {};
  writeSetting(db, KEY, stored, text === '' ? others : { ...others, [conversation]: text });
}
