// Reads the journal at start. What is left of a batch at the end of the last file, with no good one behind it,
// was torn by the crash and never acknowledged: it is cut off. One that was written whole may have been
// acknowledged: its damage stops the start.
import { open, readFile } from 'node:fs/promises';
import { StoreUnreadable } from '../store-errors.ts';
import type { Entry } from './entry.ts';
import { ownBytes } from './entry.ts';
import type { JournalPosition } from './journal.ts';
import { journalNumbers, journalPath } from './journal-folder.ts';
import {
  decodeBatch,
  decodeEntries,
  decodeHeader,
  findBatch,
  HEADER_BYTES,
  isTorn,
} from './journal-format.ts';

export interface Replay {
  readonly folder: string;
  /** The first file that counts. */
  readonly oldest: number;
  readonly apply: (entry: Entry) => void;
  readonly onWarning: (sentence: string) => void;
}

/** Applies every entry in order and returns where the next batch goes. Throws StoreUnreadable. */
export async function replayJournal(replay: Replay): Promise<JournalPosition> {
  const last = await lastJournal(replay);
  let position = await replayFile(replay, replay.oldest, undefined, last);
  while (position.number < last) {
    position = await replayFile(replay, position.number + 1, position.nextBatch, last);
  }
  return position;
}

async function lastJournal({ folder, oldest }: Replay): Promise<number> {
  const numbers = (await journalNumbers(folder)).filter((number) => number >= oldest);
  for (const [index, number] of [...numbers, Number.POSITIVE_INFINITY].entries()) {
    const expected = oldest + index;
    if (number === expected) continue;
    if (index > 0 && number === Number.POSITIVE_INFINITY) break;
    throw new StoreUnreadable(journalPath(folder, expected), 'the journal file is missing');
  }
  return oldest + numbers.length - 1;
}

async function replayFile(
  replay: Replay,
  number: number,
  expectedBatch: number | undefined,
  last: number,
): Promise<JournalPosition> {
  const path = journalPath(replay.folder, number);
  const content = await readFile(path);
  const header = decodeHeader(content);
  if (typeof header === 'string') throw new StoreUnreadable(path, header);
  const { marker, firstBatch } = header;
  if (header.number !== number)
    throw new StoreUnreadable(path, `its header says that it is file ${header.number}`);
  if (firstBatch !== (expectedBatch ?? firstBatch)) {
    throw new StoreUnreadable(path, `it begins with batch ${firstBatch} instead of ${expectedBatch}`);
  }
  const read = replayBatches(replay, path, content, header);
  if (read.end < content.length) {
    const isLast = number === last && findBatch(content, read.end + 1, marker) === undefined;
    if (!isLast || !isTorn(content, read.end, marker)) {
      const problem = `record ${read.nextBatch} at byte ${read.end} is damaged`;
      throw new StoreUnreadable(path, problem, isLast ? cutting(read.end) : undefined);
    }
    await cutTail(path, read.end);
    replay.onWarning(
      `The journal ${path} ended in the middle of record ${read.nextBatch} at byte ${read.end}, as after a power failure. ` +
        'It had not been acknowledged and was cut off.',
    );
  }
  return { number, marker, ...read };
}

function replayBatches(
  { apply }: Replay,
  path: string,
  content: Buffer,
  { marker, firstBatch }: { readonly marker: number; readonly firstBatch: number },
): { readonly end: number; readonly nextBatch: number } {
  let end = HEADER_BYTES;
  let nextBatch = firstBatch;
  for (let batch = decodeBatch(content, end, marker); batch; batch = decodeBatch(content, end, marker)) {
    if (batch.number !== nextBatch) {
      throw new StoreUnreadable(path, `record ${batch.number} at byte ${end} should be record ${nextBatch}`);
    }
    applyBatch(path, nextBatch, batch.entries, apply);
    end = batch.end;
    nextBatch += 1;
  }
  return { end, nextBatch };
}

function applyBatch(path: string, number: number, entries: Buffer, apply: Replay['apply']): void {
  try {
    for (const entry of decodeEntries(entries)) {
      apply('record' in entry ? { ...entry, record: ownBytes(entry.record) } : entry);
    }
  } catch (error) {
    throw new StoreUnreadable(path, `record ${number} is not well formed`, undefined, { cause: error });
  }
}

function cutting(end: number): string {
  return (
    `Restore the folder from a backup; without one, cut the file to ${end} bytes, which gives up that last ` +
    'record only. Nothing has been changed.'
  );
}

async function cutTail(path: string, end: number): Promise<void> {
  await using file = await open(path, 'r+');
  await file.truncate(end);
  await file.sync();
}
