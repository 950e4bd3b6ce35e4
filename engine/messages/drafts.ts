// What was written and not sent yet, by conversation, so that it outlives the window it was written in. It may
// be told with every key that is pressed, so what comes within a moment is written down at once.
import { z } from 'zod';
import { type ConversationId, conversationId } from '../../protocol/ids.ts';
import type { Draft } from '../api/api.ts';
import type { Database } from '../database/database.ts';
import { readSetting, writeSetting } from '../database/settings.ts';
import type { Clock, Logger } from '../ports.ts';

const KEY = 'drafts';
const WRITE_AFTER_MILLISECONDS = 300;
const WRITE_AGAIN_AFTER_MILLISECONDS = 10_000;
const stored = z.record(z.string(), z.string());

export interface Drafts {
  all(): readonly Draft[];
  /**
   * Resolves when it is on disk. An empty text removes it. Rejects with the database's error; what could not be
   * written is tried again all the same.
   */
  save(conversation: ConversationId, text: string): Promise<void>;
  /** Writes down what still waits. */
  close(): void;
}

export function createDrafts(database: Database, clock: Clock, logger: Logger): Drafts {
  let drafts: Readonly<Record<string, string>> = readSetting(database, KEY, stored) ?? {};
  let written = awaitedByAnyone();
  let cancel: (() => void) | undefined;
  let open = true;

  function write(): void {
    if (!cancel) return;
    cancel();
    cancel = undefined;
    const { resolve, reject } = written;
    written = awaitedByAnyone();
    try {
      writeSetting(database, KEY, stored, drafts);
      resolve();
    } catch (error) {
      logger.error({ error }, 'drafts not written');
      if (open) cancel = clock.after(WRITE_AGAIN_AFTER_MILLISECONDS, write);
      reject(error);
    }
  }

  return {
    all: () => Object.entries(drafts).map(([id, text]) => ({ conversation: conversationId.parse(id), text })),
    save(conversation, text) {
      const { [conversation]: _replaced, ...others } = drafts;
      drafts = text === '' ? others : { ...others, [conversation]: text };
      cancel ??= clock.after(WRITE_AFTER_MILLISECONDS, write);
      return written.promise;
    },
    close() {
      open = false;
      write();
    },
  };
}

/** May be rejected also where nobody waits, which else would end the process. */
function awaitedByAnyone(): PromiseWithResolvers<void> {
  const resolvers = Promise.withResolvers<void>();
  resolvers.promise.catch(() => undefined);
  return resolvers;
}
