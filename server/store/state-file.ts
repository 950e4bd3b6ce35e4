// What the folder is, and which journal file is the oldest that still counts.
import { join } from 'node:path';
import { z } from 'zod';
import { syncFolder } from '../../files/atomic-file.ts';
import { openDocument } from './document-file.ts';
import { STATE_FILE } from './layout.ts';

const state = z.object({ oldestJournal: z.int().positive() });
export type State = z.infer<typeof state>;

/** Undefined when there is none yet. Throws StoreUnreadable. */
export async function readState(folder: string): Promise<State | undefined> {
  const { file } = openDocument(join(folder, STATE_FILE), state, { oldestJournal: 1 });
  return (await file.read()) ?? undefined;
}

/** Durable when it resolves. */
export async function writeState(folder: string, content: State): Promise<void> {
  await openDocument(join(folder, STATE_FILE), state, content).database.write();
  await syncFolder(folder);
}
