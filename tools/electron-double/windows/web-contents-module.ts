import { state } from '../state.ts';
import { strict } from '../strict.ts';
import { WebContents } from './web-contents.ts';

function getAllWebContents(): WebContents[] {
  return [...state.windows.values()].map((window) => window.webContents);
}

/** Electron's `webContents` module. */
export const webContents = strict('webContents', {
  getAllWebContents,
  getFocusedWebContents: () => state.focusedWindow?.webContents ?? null,
  fromId: (id: number) => getAllWebContents().find((contents) => contents.id === id),
  /** Playwright finds the window of a page by this. */
  fromDevToolsTargetId: (targetId: string) =>
    getAllWebContents().find((contents) => WebContents.pageOf(contents).targetId === targetId),
});
