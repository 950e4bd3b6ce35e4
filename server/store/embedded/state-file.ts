// What the folder holds, and which journal file is the oldest that still counts: one file, so that a crash
// leaves both as they were before a checkpoint or as they are after it.
import { join } from 'node:path';
import { z } from 'zod';
import { syncFolder } from '../../../node/atomic-file.ts';
import { StoreUnreadable } from '../store-errors.ts';
import { openDocument } from './document-file.ts';
import { STATE_FILE } from './layout.ts';

const state = z.object({
  oldestJournal: z.int().positive(),
  /** The catalogue. */
  files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
});
/** As it was written before there was a catalogue. */
const stateWithoutCatalogue = z.strictObject({ oldestJournal: z.int() });
export type State = z.infer<typeof state>;

/** Undefined when there is none yet. Throws StoreUnreadable. */
export async function readState(folder: string): Promise<State | undefined> {
  const path = join(folder, STATE_FILE);
  const stored = z.union([state, stateWithoutCatalogue]);
  const { file } = openDocument(path, stored, { oldestJournal: 1, files: {} });
  const content = await file.read();
  if (!content || 'files' in content) return content ?? undefined;
  throw new StoreUnreadable(
    path,
    'the folder was made before Parley kept a catalogue of its files, and can’t be taken over',
    'Start with a new data folder; nothing has been changed.',
  );
}

/** Durable when it resolves. */
export async function writeState(folder: string, content: State): Promise<void> {
  await openDocument(join(folder, STATE_FILE), state, content).database.write();
  await syncFolder(folder);
}
