// What the folder must hold: every document and the last segment of every log, with the hash of its content.
// It is written with the state at the end of each checkpoint. A file that isn't the one named there is right
// only when a checkpoint that did not come to its end wrote it: what it lacks then is in the journal.
import { join } from 'node:path';
import { StoreUnreadable } from '../store-errors.ts';
import type { State } from './state-file.ts';

/** A file as it was found. */
export interface StoredFile {
  /** Of its content. */
  readonly sha256: string;
  /** The checkpoint that wrote it; each has the number of the journal file that was begun with it. */
  readonly checkpoint: number;
}

export class Catalogue {
  readonly #hashes = new Map<string, string>();

  /** `name` is the file's path in the store's folder, with slashes. */
  set(name: string, sha256: string): void {
    this.#hashes.set(name, sha256);
  }

  delete(name: string): void {
    this.#hashes.delete(name);
  }

  entries(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#hashes);
  }
}

/** Takes the files that were found into a catalogue, each compared with the one that was written last. */
export class CatalogueCheck {
  readonly found = new Catalogue();
  readonly #folder: string;
  readonly #state: State;
  readonly #lastJournal: number;

  constructor(folder: string, state: State, lastJournal: number) {
    this.#folder = folder;
    this.#state = state;
    this.#lastJournal = lastJournal;
  }

  /** Throws StoreUnreadable when it is not the file that belongs there. */
  add(name: string, file: StoredFile): void {
    if (this.#state.files[name] === undefined && !this.#isUnfinished(file)) {
      throw new StoreUnreadable(join(this.#folder, name), 'the store’s catalogue doesn’t name it');
    }
    this.compare(name, file);
    this.found.set(name, file.sha256);
  }

  /** The same for a file that the catalogue may well not name. */
  compare(name: string, file: StoredFile): void {
    const expected = this.#state.files[name];
    if (expected === undefined || expected === file.sha256 || this.#isUnfinished(file)) return;
    const problem = 'it is another one than the store’s catalogue names, perhaps from an older backup';
    throw new StoreUnreadable(join(this.#folder, name), problem);
  }

  /** Whether a checkpoint wrote it after the catalogue, and was interrupted. */
  #isUnfinished({ checkpoint }: StoredFile): boolean {
    return checkpoint > this.#state.oldestJournal && checkpoint <= this.#lastJournal;
  }
}
