import { hostname } from 'node:os';
import type { LockOwner } from '../../node/lock-file.ts';

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
  readonly owner: LockOwner | undefined;

  constructor(folder: string, owner: LockOwner | undefined) {
    super(
      `The folder ${folder} is in use by ${describeOwner(owner)}, which is running. Stop it and start again, ` +
        'or use another data folder.',
    );
    this.folder = folder;
    this.owner = owner;
  }
}

function describeOwner(owner: LockOwner | undefined): string {
  if (!owner) return 'another process';
  if (owner.host === hostname()) return `process ${owner.pid}`;
  return `process ${owner.pid} on ${owner.host} (another container or computer)`;
}

/** The disk failed in a way that leaves open what is on it: nothing is acknowledged any more. */
export class StoreFailed extends Error {
  override readonly name = 'StoreFailed';

  constructor(cause: unknown) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    super(`The store can’t write any more: ${detail}. Check the disk and start again.`, { cause });
  }
}
