import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Logger } from '../logger.ts';

const run = promisify(execFile);
const ASKING_MILLISECONDS = 2_000;

// freedesktop.org, StatusNotifierItem: the watcher knows whether anybody shows the items.
const question = [
  'call',
  '--session',
  '--dest=org.kde.StatusNotifierWatcher',
  '--object-path=/StatusNotifierWatcher',
  '--method=org.freedesktop.DBus.Properties.Get',
  'org.kde.StatusNotifierWatcher',
  'IsStatusNotifierHostRegistered',
];

/** Whether tray icons are shown. Windows and macOS always do; on Linux not every desktop does. */
export async function hasTrayHost(logger: Logger): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  try {
    const { stdout } = await run('gdbus', question, { timeout: ASKING_MILLISECONDS });
    return stdout.includes('true');
  } catch (error) {
    logger.debug({ error }, 'nobody tells of a tray, so there is none');
    return false;
  }
}
