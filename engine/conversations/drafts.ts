// What was written and not sent yet, by conversation, so that it outlives the window it was written in. It may
// be told with every key that is pressed, so what comes within a moment is written down at once.
import { z } from 'zod';
import type { ConversationId } from '../../protocol/ids.ts';
import type { Draft } from '../api.ts';
import type { Database } from '../history/database.ts';
import { readSetting, writeSetting } from '../history/settings.ts';
import type { Clock } from '../ports.ts';

const KEY = 'drafts';
const WRITE_AFTER_MILLISECONDS = 300;
const stored = z.record(z.string(), z.string());

export interface Drafts {
  all(): readonly Draft[];
  /** Resolves when it is on disk. An empty text removes it. */
  save(conversation: ConversationId, text: string): Promise<void>;
  /** Writes down what still waits. */
  close(): void;
}

export function createDrafts(database: Database, clock: Clock): Drafts {
  let drafts: Readonly<Record<string, string>> = readSetting(database, KEY, stored) ?? {};
  let written = Promise.withResolvers<void>();
  let cancel: (() => void) | undefined;

  function write(): void {
    if (!cancel) return;
    cancel();
    cancel = undefined;
    writeSetting(database, KEY, stored, drafts);
    written.resolve();
    written = Promise.withResolvers();
  }

  return {
    all: () => Object.entries(drafts).map(([conversation, text]) => ({ conversation, text })),
    save(conversation, text) {
      const { [conversation]: _replaced, ...others } = drafts;
      drafts = text === '' ? others : { ...others, [conversation]: text };
      cancel ??= clock.after(WRITE_AFTER_MILLISECONDS, write);
      return written.promise;
    },
    close: write,
  };
}
