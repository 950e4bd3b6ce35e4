import type { LockOwner } from '../../files/lock-file.ts';

/** Something on disk is not what was written there. Nothing has been changed. */
export class StoreUnreadable extends Error {
  override readonly name = 'StoreUnreadable';
  readonly file: string;

  constructor(
    file: string,
    problem: string,
    remedy = 'Restore the folder from a backup; nothing has been changed.',
    options?: ErrorOptions,
  ) {
    super(`The store can’t be read: ${file}: ${problem}. ${remedy}`, options);
    this.file = file;
  }
}

/** Another process works in the folder. */
export class StoreLocked extends Error {
  override readonly name = 'StoreLocked';
  readonly folder: string;
  readonly owner: LockOwner;

  constructor(folder: string, lockFile: string, owner: LockOwner) {
    super(
      `The data folder ${folder} is in use by process ${owner.pid} on ${owner.host}. ` +
        `Stop it first; if that computer is gone for good, remove ${lockFile}.`,
    );
    this.folder = folder;
    this.owner = owner;
  }
}

/** The disk failed in a way that leaves open what is on it: nothing is acknowledged any more. */
export class StoreFailed extends Error {
  override readonly name = 'StoreFailed';

  constructor(cause: unknown) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    super(`The store can’t write any more: ${detail}. Check the disk and start again.`, { cause });
  }
}
