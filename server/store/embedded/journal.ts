// The write-ahead journal: numbered files of numbered batches, of which only the last file is written to.
// A batch counts once it has been synced. A full disk leaves the file as it was before the batch.
import { type FileHandle, open, rm } from 'node:fs/promises';
import { isSystemError, writeFileAtomically } from '../../../node/atomic-file.ts';
import type { JournalFile, OpenJournalFile } from './journal-file.ts';
import { journalPath } from './journal-folder.ts';
import { type BatchEncoder, encodeHeader, HEADER_BYTES, newMarker } from './journal-format.ts';

export interface JournalPosition {
  /** The number of the last file. */
  readonly number: number;
  readonly marker: number;
  /** Where the next batch goes, in the file and in the count. */
  readonly end: number;
  readonly nextBatch: number;
}

/** A full disk, and what passes as one does: no more descriptors in the process or the system, no more memory. */
export function isDiskFull(error: unknown): boolean {
  return isSystemError(error, 'ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'ENOMEM');
}

/** Makes an empty journal file, durably. */
export async function createJournal(
  folder: string,
  number: number,
  firstBatch: number,
): Promise<JournalPosition> {
  const marker = newMarker();
  await writeFileAtomically(journalPath(folder, number), encodeHeader({ number, firstBatch, marker }));
  return { number, marker, end: HEADER_BYTES, nextBatch: firstBatch };
}

export async function openJournal(
  folder: string,
  position: JournalPosition,
  openFile: OpenJournalFile,
): Promise<Journal> {
  const file = await openFile(journalPath(folder, position.number));
  return new Journal(folder, position, { file, names: await openFolder(folder) }, openFile);
}

/** Windows can't open folders, and makes names durable by itself. */
async function openFolder(folder: string): Promise<FileHandle | undefined> {
  return process.platform === 'win32' ? undefined : open(folder, 'r');
}

export class Journal {
  readonly #folder: string;
  readonly #openFile: OpenJournalFile;
  /** Kept open: taking a name back must not need a descriptor. */
  readonly #names: FileHandle | undefined;
  #position: JournalPosition;
  #file: JournalFile;

  constructor(
    folder: string,
    position: JournalPosition,
    { file, names }: { readonly file: JournalFile; readonly names: FileHandle | undefined },
    openFile: OpenJournalFile,
  ) {
    this.#folder = folder;
    this.#position = position;
    this.#file = file;
    this.#names = names;
    this.#openFile = openFile;
  }

  get number(): number {
    return this.#position.number;
  }

  /** Any error but a full disk leaves open what is in the file: it must not be written to again. */
  async write(encoder: BatchEncoder): Promise<'durable' | 'disk-full'> {
    const { marker, nextBatch, end } = this.#position;
    const batch = encoder.seal(marker, nextBatch);
    try {
      await this.#writeAll(batch, end);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      await this.#file.truncate(end);
      return 'disk-full';
    }
    await this.#file.sync();
    this.#position = { ...this.#position, end: end + batch.length, nextBatch: nextBatch + 1 };
    return 'durable';
  }

  /** What follows goes to a new file. When that can't be made, nothing has changed. */
  async startNext(): Promise<void> {
    const number = this.number + 1;
    try {
      const next = await createJournal(this.#folder, number, this.#position.nextBatch);
      const file = await this.#openFile(journalPath(this.#folder, number));
      await this.#file.close();
      this.#file = file;
      this.#position = next;
    } catch (error) {
      await this.#takeBack(number);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#names?.close();
    await this.#file.close();
  }

  /** Removes a new file that stays unused: the previous one takes the next batches, and replay expects none behind it. */
  async #takeBack(number: number): Promise<void> {
    await rm(journalPath(this.#folder, number), { force: true });
    await this.#names?.sync();
  }

  async #writeAll(batch: Buffer, position: number): Promise<void> {
    for (let written = 0; written < batch.length; ) {
      const more = await this.#file.write(batch.subarray(written), position + written);
      if (more === 0) throw new Error('the journal takes no more bytes');
      written += more;
    }
  }
}
