import { join } from 'node:path';
import { BrowserWindow, screen } from 'electron';
import type { Logger } from '../logger.ts';
import { createRestarts } from '../processes/restarts.ts';
import { storedFile } from '../stored-file.ts';
import { confine } from './confinement.ts';
import { keepPlace } from './kept-place.ts';
import { placement, placeOn, SMALLEST_WINDOW } from './placement.ts';

export interface MainWindowOptions {
  readonly preload: string;
  readonly icon: string;
  readonly version: string;
  readonly systemLocale: string;
  readonly userData: string;
  readonly isPackaged: boolean;
  openOutside(url: string): void;
  readonly startsHidden: boolean;
  readonly logger: Logger;
}

export interface MainWindow {
  readonly window: BrowserWindow;
  /** Its place is written down. */
  placeKept(): Promise<void>;
}

/** The one window, where it was the last time. It is shown once its page, which the caller loads, can be seen. */
export async function createMainWindow(options: MainWindowOptions): Promise<MainWindow> {
  const file = storedFile(join(options.userData, 'window.json'), placement, options.logger);
  const before = await file.read();
  const workAreas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const window = new BrowserWindow({
    ...placeOn(workAreas, before?.bounds),
    minWidth: SMALLEST_WINDOW.width,
    minHeight: SMALLEST_WINDOW.height,
    show: false,
    autoHideMenuBar: true,
    title: 'Parley',
    icon: options.icon,
    webPreferences: {
      preload: options.preload,
      additionalArguments: [`--parley-version=${options.version}`, `--parley-locale=${options.systemLocale}`],
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Its dictionaries would come from the internet.
      spellcheck: false,
      devTools: !options.isPackaged,
    },
  });
  confine(window.webContents, options.openOutside);
  reloadWhenGone(window, options.logger);
  const placeKept = keepPlace(window, file, options.logger);
  // Maximising shows it, too.
  if (before?.maximized) window.once('show', () => window.maximize());
  window.once('ready-to-show', () => {
    if (!options.startsHidden) window.show();
  });
  return { window, placeKept };
}

function reloadWhenGone(window: BrowserWindow, logger: Logger): void {
  const restarts = createRestarts();
  const reload = () => {
    if (!window.isDestroyed()) window.webContents.reload();
  };
  window.webContents.on('render-process-gone', (_, { reason }) => {
    if (reason === 'clean-exit') return;
    const again = restarts.schedule(reload);
    logger.error({ reason, again }, 'the page is gone');
  });
}
