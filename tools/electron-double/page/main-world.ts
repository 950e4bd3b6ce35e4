// Runs in the page's own world, before any script of the page.
import { Bridge } from './bridge.ts';
import { hookWindowOpen } from './new-windows.ts';
import type { PageNames, PageWindow } from './page-globals.ts';
import { type AskPermission, hookPermissions } from './permission-hooks.ts';

declare const window: PageWindow;

/** What the preload's world does for the page's own. */
export interface PageHost {
  readonly ask: AskPermission;
  readonly openWindow: (url: string) => void;
}

/** Receives what the preload exposes. Frames inside the page get nothing, as in Electron. */
export function startMainWorld(names: PageNames): void {
  if (window.top !== window) return;
  new Bridge(names.toPreload, names.toMain, (key, value) => {
    if (key === names.host) {
      // preload-world.ts exposes it under this name, before the preload script runs.
      const host = value as PageHost;
      hookPermissions(host.ask);
      hookWindowOpen(host.openWindow);
    } else {
      const descriptor = { value, enumerable: true, configurable: false, writable: false };
      Object.defineProperty(window, key, descriptor);
    }
  });
}
