// Closing hides the window where something brings it back, a tray or the dock, and minimises it elsewhere: it is
// never out of reach. Only quitting ends the app.
import { type BrowserWindow, Notification } from 'electron';
import { z } from 'zod';
import type { DesktopText } from '../../text/languages.ts';
import type { StoredFile } from '../stored-file.ts';

export const closingExplained = z.object({ v: z.literal(1), explained: z.boolean() });

export interface ClosingOptions {
  readonly text: DesktopText;
  isQuitting(): boolean;
  /** True if the user can bring back a hidden window at this moment. */
  canBringBack(): Promise<boolean>;
  readonly explained: StoredFile<z.output<typeof closingExplained>>;
}

export function keepOnClose(window: BrowserWindow, options: ClosingOptions): void {
  async function putAway(): Promise<void> {
    if (!(await options.canBringBack())) {
      window.minimize();
      return;
    }
    hide(window);
    await explainOnce(options);
  }

  window.on('close', (event) => {
    if (options.isQuitting()) return;
    event.preventDefault();
    putAway();
  });
}

/** macOS leaves a black screen behind a window that is hidden while it fills that screen. */
function hide(window: BrowserWindow): void {
  if (!window.isFullScreen()) {
    window.hide();
    return;
  }
  window.once('leave-full-screen', () => window.hide());
  window.setFullScreen(false);
}

async function explainOnce({ explained, text }: ClosingOptions): Promise<void> {
  if ((await explained.read())?.explained) return;
  await explained.write({ v: 1, explained: true });
  new Notification({ title: text.stillRunning, body: text.stillRunningDetail, silent: true }).show();
}
