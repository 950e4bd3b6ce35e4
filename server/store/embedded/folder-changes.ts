// Names in a folder are durable only once it has been synced; doing it once for many files is much cheaper.
import { makeFolder, syncFolder } from '../../../node/atomic-file.ts';
import { forEachAtOnce } from './for-each-at-once.ts';

/** What a checkpoint that is under way gives to those who write files for it. */
export interface WritingDown {
  /** The checkpoint's number, which each file bears. */
  readonly checkpoint: number;
  readonly folders: FolderChanges;
}

export class FolderChanges {
  readonly #changed = new Set<string>();

  /** Makes the folder if need be, and notes that a name in it changes. */
  async enter(folder: string): Promise<void> {
    if (this.#changed.has(folder)) return;
    for (const parent of await makeFolder(folder)) this.#changed.add(parent);
    this.#changed.add(folder);
  }

  async sync(atOnce: number): Promise<void> {
    await forEachAtOnce(atOnce, this.#changed, syncFolder);
    this.#changed.clear();
  }
}
