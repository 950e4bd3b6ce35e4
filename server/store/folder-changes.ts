// Names in a folder are durable only once it has been synced; doing it once for many files is much cheaper.
import { makeFolder, syncFolder } from '../../files/atomic-file.ts';

export class FolderChanges {
  readonly #changed = new Set<string>();

  /** Makes the folder if need be, and notes that a name in it changes. */
  async enter(folder: string): Promise<void> {
    for (const parent of await makeFolder(folder)) this.#changed.add(parent);
    this.#changed.add(folder);
  }

  async sync(): Promise<void> {
    for (const folder of this.#changed) await syncFolder(folder);
    this.#changed.clear();
  }
}
