import { execFile } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Logger } from '../logger.ts';

const run = promisify(execFile);
const ASKING_MILLISECONDS = 2_000;
const TRIES = 10;
const PAUSE_MILLISECONDS = 1_000;

// freedesktop.org, StatusNotifierItem: the watcher knows whether a host shows the items.
const question = [
  'call',
  '--session',
  '--dest=org.kde.StatusNotifierWatcher',
  '--object-path=/StatusNotifierWatcher',
  '--method=org.freedesktop.DBus.Properties.Get',
  'org.kde.StatusNotifierWatcher',
  'IsStatusNotifierHostRegistered',
];

/** True if the desktop shows tray icons. Windows and macOS always do; on Linux not every desktop does. */
export async function hasTrayHost(logger: Logger): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  try {
    const { stdout } = await run('gdbus', question, { timeout: ASKING_MILLISECONDS });
    return stdout.includes('true');
  } catch (error) {
    logger.debug({ error }, 'no StatusNotifierHost, so no tray');
    return false;
  }
}

/** Asks for about ten seconds, while a desktop starts. */
export async function trayHostAppears(logger: Logger): Promise<boolean> {
  for (let tries = 1; tries < TRIES; tries += 1) {
    if (await hasTrayHost(logger)) return true;
    await setTimeout(PAUSE_MILLISECONDS);
  }
  return hasTrayHost(logger);
}
