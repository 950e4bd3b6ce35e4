// Runs in the page's own world, before any script of the page.
import { Bridge } from './bridge.ts';
import type { PageNames, PageWindow } from './page-globals.ts';

declare const window: PageWindow;

/** Receives what the preload exposes. Frames inside the page get nothing, as in Electron. */
export function startMainWorld(names: PageNames): void {
  if (window.top !== window) return;
  new Bridge(names.toPreload, names.toMain, (key, value) => {
    Object.defineProperty(window, key, { value, enumerable: true, configurable: false, writable: false });
  });
}
