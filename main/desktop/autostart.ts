// Has the system start Parley when the user signs in to the computer, with its window shown or hidden. The
// first is the system's to know, where it can be changed, too; the second is kept here.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import { makeFolder, readFileIfExists, writeFileAtomically } from '../../node/atomic-file.ts';
import type { Autostart } from '../../shell/shell.ts';
import type { Logger } from '../logger.ts';
import { storedFile } from '../stored-file.ts';
import { autostartEntry } from './autostart-entry.ts';

const kept = z.object({ v: z.literal(1), hidden: z.boolean() });

export interface AutostartSetting {
  /** Undefined when this Parley can't be started that way: it isn't installed. */
  current(): Promise<Autostart | undefined>;
  /** Resolves with what it is then. */
  set(start: Autostart): Promise<Autostart | undefined>;
  /** Whether it was started that way just now, and should stay out of sight. */
  isHidden(): Promise<boolean>;
}

/** The command that the system runs at sign-in. */
interface LoginItem {
  isSet(): Promise<boolean>;
  set(isSet: boolean): Promise<void>;
}

const SWITCH = 'at-sign-in';

export function createAutostart(userData: string, logger: Logger): AutostartSetting {
  const file = storedFile(join(userData, 'autostart.json'), kept, logger);
  const item = process.platform === 'linux' ? autostartItem() : systemItem();

  async function current(): Promise<Autostart | undefined> {
    if (!app.isPackaged) return undefined;
    if (!(await item.isSet())) return 'off';
    return (await file.read())?.hidden ? 'hidden' : 'shown';
  }

  return {
    current,
    async set(start) {
      try {
        await file.write({ v: 1, hidden: start === 'hidden' });
        if (app.isPackaged) await item.set(start !== 'off');
      } catch (error) {
        logger.error({ error }, 'the start at sign-in was not changed');
      }
      return current();
    },
    isHidden: async () => wasStartedAtSignIn() && (await file.read())?.hidden === true,
  };
}

function wasStartedAtSignIn(): boolean {
  if (process.platform === 'darwin') return app.getLoginItemSettings().wasOpenedAtLogin;
  return app.commandLine.hasSwitch(SWITCH);
}

/** Windows and macOS, which passes no arguments. */
function systemItem(): LoginItem {
  const args = [`--${SWITCH}`];
  return {
    async isSet() {
      const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings({ args });
      // Windows' Task Manager switches an item off without taking it away.
      return openAtLogin && (process.platform === 'darwin' || executableWillLaunchAtLogin);
    },
    set: async (openAtLogin) => app.setLoginItemSettings({ openAtLogin, args }),
  };
}

function autostartItem(): LoginItem {
  // Below an AppImage the executable lies in a folder that is gone when it ends.
  const executable = process.env.APPIMAGE ?? process.execPath;
  const folder = join(app.getPath('appData'), 'autostart');
  const path = join(folder, 'parley.desktop');
  return {
    isSet: async () => (await readFileIfExists(path)) !== undefined,
    async set(isSet) {
      if (!isSet) return rm(path, { force: true });
      await makeFolder(folder);
      await writeFileAtomically(path, autostartEntry([executable, `--${SWITCH}`]));
    },
  };
}
