// The content of a data folder: the store, the public log, and the control channel of a running server.
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError, makeFolder, namesIn } from '../node/atomic-file.ts';
import { LockUnavailable } from '../node/lock-file.ts';
import type { Logger } from './logger.ts';
import { StartFailure } from './start-failure.ts';
import { LOCK_FILE, openEmbeddedStore } from './store/embedded/embedded.ts';
import type { Store } from './store/store.ts';
import { StoreLocked, StoreUnreadable } from './store/store-errors.ts';

export const PUBLIC_LOG = 'public-messages.log';
const STORE_FOLDER = 'store';

export interface DataFolder {
  readonly store: Store;
  /** Resolves, if ever, when the disk has failed: nothing is acknowledged from then on. */
  readonly failed: Promise<Error>;
}

/** Opens the folder, which is made when it is missing. Throws a StartFailure when it can't be used. */
export async function openDataFolder(folder: string, logger: Logger): Promise<DataFolder> {
  const { promise: failed, resolve: onFatal } = Promise.withResolvers<Error>();
  try {
    await makeFolder(folder);
    await expectStoreBesideLog(folder);
    const store = await openEmbeddedStore({
      folder: join(folder, STORE_FOLDER),
      onWarning: (warning) => logger.warn({ warning }, 'the store has something to say'),
      onFatal,
    });
    return { store, failed };
  } catch (error) {
    throw startFailureOf(error, folder);
  }
}

/** A new server is made only where none has been: what is left of one must not become another. */
async function expectStoreBesideLog(folder: string): Promise<void> {
  const stored = await namesIn(join(folder, STORE_FOLDER));
  const isEmpty = stored.every((name) => name.startsWith(LOCK_FILE));
  if (!isEmpty || !(await namesIn(folder)).includes(PUBLIC_LOG)) return;
  throw new StartFailure(
    `The data folder ${folder} holds a server’s ${PUBLIC_LOG} but not its store: its accounts and messages are missing. ` +
      `Restore the whole folder from a backup, or use another data folder for a new server.`,
  );
}

/** True if a server has ever been started in the folder. */
export async function holdsStore(folder: string): Promise<boolean> {
  try {
    await access(join(folder, STORE_FOLDER), constants.R_OK);
    return true;
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return false;
    throw startFailureOf(error, folder);
  }
}

function startFailureOf(error: unknown, folder: string): unknown {
  if (error instanceof StoreLocked || error instanceof StoreUnreadable || error instanceof LockUnavailable) {
    return new StartFailure(error.message, { cause: error });
  }
  if (isSystemError(error, 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOSPC')) {
    const sentence = `The data folder ${folder} can’t be used (${error.code}). Choose another with --data.`;
    return new StartFailure(sentence, { cause: error });
  }
  return error;
}
